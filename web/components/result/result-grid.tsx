import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useMemo, useRef, useSyncExternalStore } from 'react'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { useColumnsInSight } from '../../hooks/use-columns-in-sight.ts'
import { useGridFocus } from '../../hooks/use-grid-focus.ts'
import { isNumeric } from './cell-text.ts'
import { columnWidths } from './column-width.ts'
import type { GridPosition } from './grid-move.ts'
import { ResultCell } from './result-cell.tsx'
import type { RowStore } from './row-store.ts'

const ROW_PX = 30
const HEAD_PX = 34
const MEASURED_ROWS = 100
const ROWS_BEYOND = 12

interface ResultGridProps {
  columns: ResultSetPartsFragment['columns']
  rows: RowStore
  onCopy: (at: GridPosition) => void
  onOpen: (at: GridPosition) => void
}

/** The rows of a run. Only the cells in sight exist in the page; new ones are taken in once per frame. */
export function ResultGrid({ columns, rows, onCopy, onOpen }: ResultGridProps) {
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const count = useSyncExternalStore(rows.subscribe, rows.count, rows.count)
  const measured = Math.min(count, MEASURED_ROWS)
  const widths = useMemo(
    () => columnWidths(columns, rows.all().slice(0, measured)),
    [columns, rows, measured],
  )
  const numeric = useMemo(() => columns.map(({ type }) => isNumeric(type)), [columns])
  const numberPx = String(count).length * 8 + 24
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: ROWS_BEYOND,
    scrollPaddingStart: HEAD_PX,
    scrollPaddingEnd: ROW_PX / 2,
  })
  const inSight = useColumnsInSight(scroller, widths, numberPx)
  const before = <div aria-hidden className="shrink-0" style={{ width: inSight.beforePx }} />
  const after = <div aria-hidden className="shrink-0" style={{ width: inSight.afterPx }} />

  const reveal = ({ row, column }: GridPosition) => {
    virtual.scrollToIndex(row)
    const place = scroller.current
    if (place === null) return
    const left = widths.slice(0, column).reduce((sum, width) => sum + width, 0)
    const right = left + (widths[column] ?? 0) + numberPx
    if (left < place.scrollLeft) place.scrollLeft = left
    else if (right > place.scrollLeft + place.clientWidth) place.scrollLeft = right - place.clientWidth
  }
  const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2)
  const size = { rows: count, columns: columns.length, pageRows }
  const { focused, ...handlers } = useGridFocus({ size, onMove: reveal, onCopy, onOpen })
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Rows"
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      aria-activedescendant={focused === null ? undefined : cellId(focused.row, focused.column)}
      tabIndex={0}
      {...handlers}
      className="relative max-h-[min(62vh,44rem)] overflow-auto bg-surface font-mono text-[12.5px] focus-visible:outline-offset-[-2px]"
    >
      <div role="rowgroup" className="sticky top-0 z-10 w-max min-w-full">
        <div
          role="row"
          aria-rowindex={1}
          style={{ height: HEAD_PX }}
          className="flex items-center border-b border-line-strong bg-sunken font-sans text-xs font-medium"
        >
          <div
            role="columnheader"
            aria-colindex={1}
            style={{ width: numberPx }}
            className="sticky left-0 z-10 h-full shrink-0 border-r border-line bg-sunken"
          >
            <span className="sr-only">Row</span>
          </div>
          {before}
          {inSight.columns.map(index => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              title={`${columns[index]?.name}: ${columns[index]?.type}`}
              style={{ width: widths[index] }}
              className={`shrink-0 truncate px-3 ${numeric[index] === true ? 'text-right' : ''}`}
            >
              {columns[index]?.name}
            </div>
          ))}
          {after}
        </div>
      </div>
      <div role="rowgroup" className="relative w-max min-w-full" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            data-row={index}
            style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
            className="absolute top-0 left-0 flex w-max min-w-full border-b border-line/60 hover:bg-hover"
          >
            <div
              role="rowheader"
              aria-colindex={1}
              style={{ width: numberPx }}
              className="sticky left-0 shrink-0 border-r border-line bg-sunken px-2 text-right text-[11px] leading-[30px] text-ink-faint tabular-nums select-none"
            >
              {index + 1}
            </div>
            {before}
            {inSight.columns.map(column => (
              <ResultCell
                key={column}
                id={cellId(index, column)}
                cell={rows.row(index)?.[column]}
                column={column + 2}
                width={widths[column] ?? 0}
                numeric={numeric[column] === true}
                focused={focused?.row === index && focused.column === column}
              />
            ))}
            {after}
          </div>
        ))}
      </div>
    </div>
  )
}
