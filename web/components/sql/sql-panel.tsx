import type { EditorView } from '@codemirror/view'
import { Diff, PanelLeft, RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import type { Engine, FindingPartsFragment } from '../../graphql/generated/graphql.ts'
import { useCatalog } from '../../hooks/use-catalog.ts'
import type { QueryDraft } from '../../hooks/use-query-draft.ts'
import { Button } from '../parts/button.tsx'
import { SqlEditor } from './sql-editor.tsx'

interface SqlPanelProps {
  connectionId: string
  engine: Engine
  /** What edits are compared with. */
  generatedSql: string
  draft: QueryDraft
  browserOpen: boolean
  onBrowser: () => void
  onReady: (view: EditorView | null) => void
  /** What it will do, beside the SQL. */
  children: ReactNode
}

const NONE: readonly FindingPartsFragment[] = []

export function SqlPanel(props: SqlPanelProps) {
  const { connectionId, engine, generatedSql, draft, browserOpen, onBrowser, onReady, children } = props
  const [comparing, setComparing] = useState(false)
  const { tables } = useCatalog(connectionId)
  const { check } = draft
  const findings = useMemo(() => (check === null ? NONE : [...check.refusals, ...check.warnings]), [check])
  return (
    <section
      aria-label="SQL"
      className="flex h-full animate-rise flex-col overflow-hidden rounded-lg border border-line bg-surface lg:flex-row"
    >
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-10 flex-wrap items-center gap-1 border-b border-line px-1.5 py-1">
          <Button look="quiet" aria-pressed={browserOpen} onClick={onBrowser}>
            <PanelLeft aria-hidden className="size-4" />
            Tables
          </Button>
          <span className="flex-1" />
          {draft.edited && (
            <>
              <span className="rounded-full bg-caution-soft px-2 text-xs leading-5 font-medium text-caution">
                edited by you
              </span>
              <Button look="quiet" aria-pressed={comparing} onClick={() => setComparing(!comparing)}>
                <Diff aria-hidden className="size-3.5" />
                Compare
              </Button>
              <Button look="quiet" onClick={draft.reset}>
                <RotateCcw aria-hidden className="size-3.5" />
                Reset to generated
              </Button>
            </>
          )}
        </div>
        <SqlEditor
          sql={draft.sql}
          original={comparing && draft.edited ? generatedSql : null}
          engine={engine}
          tables={tables}
          findings={findings}
          onChange={draft.setSql}
          onReady={onReady}
        />
      </div>
      {children}
    </section>
  )
}
