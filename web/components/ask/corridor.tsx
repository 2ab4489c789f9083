import type { EditorView } from '@codemirror/view'
import { useCallback, useState } from 'react'
import type {
  ConnectionPartsFragment,
  PromptPartsFragment,
  QueryPartsFragment,
  Translator,
} from '../../graphql/generated/graphql.ts'
import { isUnderWay } from '../../hooks/run-state.ts'
import { useConfirmedRun } from '../../hooks/use-confirmed-run.ts'
import { useExplain } from '../../hooks/use-explain.ts'
import { useExport } from '../../hooks/use-export.ts'
import { useQueryDraft } from '../../hooks/use-query-draft.ts'
import { useRun } from '../../hooks/use-run.ts'
import { useRunOnArrival } from '../../hooks/use-run-on-arrival.ts'
import { useShortcut, withCommand } from '../../hooks/use-shortcut.ts'
import { Button } from '../parts/button.tsx'
import { ExportMenu } from '../result/export-menu.tsx'
import { ExportParts } from '../result/export-parts.tsx'
import { ChartSection } from '../result/chart-section.tsx'
import { EarlierRuns } from '../result/earlier-runs.tsx'
import { ResultPanel } from '../result/result-panel.tsx'
import { WhatTheySay } from '../result/what-they-say.tsx'
import { CostDialog } from '../sql/cost-dialog.tsx'
import { SchemaBrowser } from '../sql/schema-browser.tsx'
import { SqlPanel } from '../sql/sql-panel.tsx'
import { WhatItWillDo } from '../sql/what-it-will-do.tsx'
import { KeepQuestion } from './keep-question.tsx'
import { Reading } from './reading.tsx'

interface CorridorProps {
  connection: ConnectionPartsFragment
  prompt: PromptPartsFragment
  generated: QueryPartsFragment
  /** The person's own SQL, when the address names it. */
  edited: QueryPartsFragment | null
  onSaved: (query: QueryPartsFragment) => void
  onFollowUp: (text: string) => void
  /** Asks the question anew, whatever was answered before. */
  onFresh: () => void
  translators: readonly Translator[]
  /** Asks the question again, of this one. */
  onTranslator: (translator: Translator) => void
}

/** From SQL to what next, for one question: each part appears when what it depends on is there. */
export function Corridor(props: CorridorProps) {
  const { connection, prompt, generated, edited, onSaved, onFollowUp, onFresh, translators, onTranslator } =
    props
  const draft = useQueryDraft(connection.id, generated, edited ?? generated, onSaved)
  const { view, run, cancel } = useRun()
  const finished = view.phase === 'finished' ? view.resultSet : null
  const explained = finished !== null && ['COMPLETED', 'TRUNCATED'].includes(finished.state)
  const explanation = useExplain(explained ? finished.id : null)
  const [browserOpen, setBrowserOpen] = useState(false)
  const [editor, setEditor] = useState<EditorView | null>(null)
  const running = isUnderWay(view)
  const confirmed = useConfirmedRun({ view, run })
  const [ran, setRan] = useState<QueryPartsFragment | null>(null)
  // What is exported is what is shown, also when the SQL has been edited since.
  const exporting = useExport(ran !== null && view.phase !== 'idle' ? ran : draft.saved, confirmed.texts)

  const start = () => {
    if (running || confirmed.asking !== null) return
    void draft.save().then(query => {
      if (query === null) return
      setRan(query)
      confirmed.start(query)
    })
  }
  useRunOnArrival(start)
  useShortcut(event => {
    if (withCommand(event) && event.key === 'Enter') start()
    else if (event.key === 'Escape' && running) cancel()
    else return false
    return true
  })
  const insert = useCallback(
    (name: string) => {
      if (editor === null) return
      editor.dispatch(editor.state.replaceSelection(name))
      editor.focus()
    },
    [editor],
  )
  const stale = view.phase !== 'idle' && (draft.saved.id !== view.queryId || draft.sql !== draft.saved.sql)
  const runnable = draft.saved.check.allowed && draft.sql === draft.saved.sql

  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <Reading
            prompt={prompt}
            generated={generated}
            onFresh={onFresh}
            translators={translators}
            onTranslator={onTranslator}
          />
        </div>
        <KeepQuestion prompt={prompt} queryId={draft.saved.id} shareable={draft.saved.check.allowed} />
      </div>
      <div className="flex flex-col gap-3 lg:flex-row">
        {browserOpen && (
          <SchemaBrowser connectionId={connection.id} onPick={insert} onClose={() => setBrowserOpen(false)} />
        )}
        <div className="min-w-0 flex-1">
          <SqlPanel
            connectionId={connection.id}
            engine={connection.engine}
            generatedSql={generated.sql}
            draft={draft}
            browserOpen={browserOpen}
            onBrowser={() => setBrowserOpen(!browserOpen)}
            onReady={setEditor}
          >
            <WhatItWillDo
              check={draft.check}
              problem={draft.problem}
              running={running}
              cancelling={isUnderWay(view) && view.cancelling}
              onRun={start}
              onCancel={cancel}
            />
          </SqlPanel>
        </div>
      </div>
      <CostDialog
        act="run"
        reason={confirmed.asking?.reason ?? null}
        onGo={confirmed.confirm}
        onLeave={confirmed.leave}
      />
      <ExportParts exporting={exporting} />
      {view.phase === 'idle' && draft.saved.runs.length > 0 && (
        <EarlierRuns runs={draft.saved.runs} onFollowUp={onFollowUp}>
          {runnable && <Button onClick={start}>Run again</Button>}
          {runnable && <ExportMenu exporting={exporting} />}
        </EarlierRuns>
      )}
      {view.phase !== 'idle' && (
        <ResultPanel view={view} stale={stale} onAgain={start} exporting={exporting} />
      )}
      {view.phase === 'finished' && explanation?.chart != null && (
        <ChartSection specification={explanation.chart} resultSet={view.resultSet} rows={view.rows} />
      )}
      {explanation !== null && (
        <WhatTheySay
          explanation={explanation}
          promptId={prompt.mine ? prompt.id : null}
          onFollowUp={onFollowUp}
        />
      )}
    </>
  )
}
