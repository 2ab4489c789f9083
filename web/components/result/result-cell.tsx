import type { Cell } from '../../graphql/cell.ts'
import { cellText } from './cell-text.ts'

const LONGEST_SHOWN = 300

interface ResultCellProps {
  id: string
  cell: Cell | undefined
  /** Counted from 1, the row numbers being the first. */
  column: number
  width: number
  numeric: boolean
  focused: boolean
}

/** One cell: NULL is told apart from an empty text, numbers stand under each other, long text is cut. */
export function ResultCell({ id, cell, column, width, numeric, focused }: ResultCellProps) {
  const text = cellText(cell)
  return (
    <div
      id={id}
      role="gridcell"
      aria-colindex={column}
      aria-selected={focused}
      data-column={column - 2}
      title={text.length > width / 8 ? text.slice(0, LONGEST_SHOWN) : undefined}
      style={{ width }}
      className={`shrink-0 truncate border-r border-line/60 px-3 leading-[30px] ${
        numeric ? 'text-right tabular-nums' : ''
      } ${focused ? 'bg-accent-soft shadow-[inset_0_0_0_2px_var(--color-accent)]' : ''}`}
    >
      {cell === null || cell === undefined ? (
        <span className="text-[11px] tracking-wide text-ink-faint italic">NULL</span>
      ) : (
        text.slice(0, LONGEST_SHOWN)
      )}
    </div>
  )
}
