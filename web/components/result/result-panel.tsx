import { useState } from 'react'
import type { RunView } from '../../hooks/run-state.ts'
import { isUnderWay } from '../../hooks/run-state.ts'
import type { Export } from '../../hooks/use-export.ts'
import { useClipboard } from '../../hooks/use-clipboard.ts'
import { formatCount } from '../parts/quantity.ts'
import { CellDetail } from './cell-detail.tsx'
import { cellText } from './cell-text.ts'
import { ExportMenu } from './export-menu.tsx'
import type { GridPosition } from './grid-move.ts'
import { ResultGrid } from './result-grid.tsx'
import { ResultHeader } from './result-header.tsx'
import { RunNotice } from './run-notice.tsx'
import { serializeRows } from './serialize-rows.ts'
import type { CopyFormat } from './serialize-rows.ts'

interface ResultPanelProps {
  view: Exclude<RunView, { phase: 'idle' }>
  /** The SQL on the screen is no longer what ran. */
  stale: boolean
  onAgain: () => void
  exporting: Export
}

export function ResultPanel({ view, stale, onAgain, exporting }: ResultPanelProps) {
  const { said, copy } = useClipboard()
  const [open, setOpen] = useState<GridPosition | null>(null)
  const { rows } = view
  const columns = view.phase === 'starting' ? [] : (view.resultSet?.columns ?? [])
  const openColumn = open === null ? undefined : columns[open.column]

  const copyAll = (format: CopyFormat) => {
    const names = columns.map(({ name }) => name)
    copy(serializeRows(format, names, rows.all()), `${formatCount(rows.all().length)} rows`)
  }
  const hasHeader = columns.length > 0 || isUnderWay(view)
  return (
    <div className="grid gap-3">
      <RunNotice view={view} onAgain={onAgain}>
        {!hasHeader && <ExportMenu exporting={exporting} look="outlined" />}
      </RunNotice>
      {hasHeader && (
        <section
          aria-label="Result"
          aria-busy={isUnderWay(view)}
          className="animate-rise overflow-hidden rounded-lg border border-line bg-surface"
        >
          <ResultHeader view={view} stale={stale} said={said} onCopy={copyAll} exporting={exporting} />
          {columns.length > 0 && (
            <ResultGrid
              columns={columns}
              rows={rows}
              onCopy={({ row, column }) => copy(cellText(rows.row(row)?.[column]), 'the cell')}
              onOpen={setOpen}
            />
          )}
          {view.phase === 'finished' &&
            view.resultSet.state === 'COMPLETED' &&
            view.resultSet.rowCount === 0 && (
              <p className="px-5 py-6 text-ink-soft">
                No row matches. The question may be narrower than it sounds.
              </p>
            )}
        </section>
      )}
      {open !== null && openColumn !== undefined && (
        <CellDetail
          column={openColumn}
          rowNumber={open.row + 1}
          cell={rows.row(open.row)?.[open.column]}
          onCopy={text => copy(text, 'the cell')}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
