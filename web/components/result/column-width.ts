import type { Row } from '../../graphql/cell.ts'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { cellText } from './cell-text.ts'

type Column = ResultSetPartsFragment['columns'][number]

const CHARACTER_PX = 7.6
const PADDING_PX = 26
const MIN_PX = 72
const MAX_PX = 340

/** Widths from the header and the first rows; later rows do not move the grid under the reader's eyes. */
export function columnWidths(columns: readonly Column[], firstRows: readonly Row[]): number[] {
  return columns.map((column, index) => {
    const longest = firstRows.reduce(
      (length, row) => Math.max(length, cellText(row[index]).length),
      column.name.length + 1,
    )
    return Math.round(Math.min(MAX_PX, Math.max(MIN_PX, longest * CHARACTER_PX + PADDING_PX)))
  })
}
