import { autocompletion, closeBrackets } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching } from '@codemirror/language'
import { setDiagnostics } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, EditorState } from '@codemirror/state'
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import type { Engine, FindingPartsFragment } from '../../graphql/generated/graphql.ts'
import { sqlDiagnostics } from './sql-diagnostics.ts'
import { sqlLanguage } from './sql-language.ts'
import type { CatalogTable } from './sql-language.ts'
import { sqlLook } from './sql-look.ts'

interface SqlEditorProps {
  sql: string
  /** SQL that the changes since are shown against; null: they are not shown. */
  original: string | null
  engine: Engine
  tables: readonly CatalogTable[]
  findings: readonly FindingPartsFragment[]
  onChange: (sql: string) => void
  /** Handed the editor, so that the schema browser can insert at the cursor. */
  onReady: (view: EditorView | null) => void
}

/** CodeMirror. Before the page is alive the SQL is already there as plain text. */
export function SqlEditor({ sql, original, engine, tables, findings, onChange, onReady }: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const [language] = useState(() => new Compartment())
  const [comparison] = useState(() => new Compartment())
  const [view, setView] = useState<EditorView | null>(null)
  const latest = useRef({ sql, onChange })
  useEffect(() => {
    latest.current = { sql, onChange }
  })

  useEffect(() => {
    if (place.current === null) return
    const created = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: latest.current.sql,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ icons: false }),
          highlightActiveLine(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
          // Running is the page's business: its shortcut must not also make a new line here.
          keymap.of([...defaultKeymap.filter(binding => binding.key !== 'Mod-Enter'), ...historyKeymap]),
          language.of([]),
          comparison.of([]),
          sqlLook,
          EditorView.updateListener.of(update => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    setView(created)
    onReady(created)
    return () => {
      onReady(null)
      created.destroy()
    }
  }, [language, comparison, onReady])

  useEffect(() => {
    view?.dispatch({ effects: language.reconfigure(sqlLanguage(engine, tables)) })
  }, [view, language, engine, tables])
  useEffect(() => {
    if (view === null || view.state.doc.toString() === sql) return
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: sql } })
  }, [view, sql])
  useEffect(() => {
    const shown = original === null ? [] : unifiedMergeView({ original, mergeControls: false })
    view?.dispatch({ effects: comparison.reconfigure(shown) })
  }, [view, comparison, original])
  useEffect(() => {
    view?.dispatch(setDiagnostics(view.state, sqlDiagnostics(findings, view.state.doc.length)))
  }, [view, findings])

  return (
    <div ref={place} className="min-h-34">
      {view === null && (
        <pre className="px-11 py-3.5 font-mono text-[13px] leading-[1.7] whitespace-pre-wrap">{sql}</pre>
      )}
    </div>
  )
}
