import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import type { ReactNode } from 'react'
import { CatalogColumnRow, CatalogTableRow } from './catalog-row.tsx'
import type { CatalogColumn, CatalogRow, NamedTable } from './catalog-rows.ts'

const ROW_PX = 36
const ROWS_BEYOND = 10

interface CatalogListProps {
  rows: readonly CatalogRow[]
  onToggle: (table: NamedTable) => void
  /** What can be chosen for a column, at the end of its line. */
  columnAside: (table: NamedTable, column: CatalogColumn) => ReactNode
}

/** Tables that open to their columns. Only the lines in sight exist in the page, however many tables there are. */
export function CatalogList({ rows, onToggle, columnAside }: CatalogListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: index => rows[index]?.key ?? index,
    overscan: ROWS_BEYOND,
  })
  return (
    <div
      ref={scroller}
      role="region"
      aria-label="List of tables"
      tabIndex={0}
      className="max-h-[28rem] overflow-auto border-t border-line focus-visible:outline-offset-[-2px]"
    >
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <li
              key={key}
              data-index={index}
              ref={virtual.measureElement}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start}px)` }}
              className="absolute top-0 left-0 w-full"
            >
              {row.kind === 'table' && (
                <CatalogTableRow table={row.table} open={row.open} onToggle={() => onToggle(row.table)} />
              )}
              {row.kind === 'column' && (
                <CatalogColumnRow column={row.column} aside={columnAside(row.table, row.column)} />
              )}
              {row.kind === 'note' && <p className="py-2 pr-4 pl-11 text-sm text-ink-faint">{row.words}</p>}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
