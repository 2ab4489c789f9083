/** Whether two results say the same, told from hashes: no cell is kept. Pure. */
import { createHash } from 'node:crypto'
import type { Cell } from '../domain.ts'

/** Decimals of a sum differ in their last places by the way that it was reckoned. */
const SIGNIFICANT_DIGITS = 10
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i
const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})[T ]00:00:00(?:\.0+)?(?:Z|\+00(?::?00)?)?$/

export interface RowsDigest {
  rowCount: number
  /** A hash a column over its cells in any order, sorted. What columns are called and in which order they stand says nothing. */
  columns: readonly string[]
  /** Over all rows, in any order. */
  rows: string
  /** As `columns`, with the cells in their order; null where the SQL asks for none. */
  inOrder: readonly string[] | null
}

/** @param ordered the SQL says in which order its rows come */
export function createRowsDigest({ ordered }: { ordered: boolean }) {
  const hashes: string[][] = []
  return {
    add(rows: readonly (readonly Cell[])[]): void {
      for (const row of rows) hashes.push(row.map(cell => hash(plain(cell))))
    },
    end(): RowsDigest {
      const columns = (hashes[0] ?? [])
        .map((_, index) => hashes.map(row => row[index] ?? ''))
        .map(cells => ({ cells, any: hash([...cells].sort().join()) }))
        .sort((a, b) => (a.any < b.any ? -1 : a.any > b.any ? 1 : 0))
      const rows = hashes.map((_, index) => columns.map(({ cells }) => cells[index]).join())
      return {
        rowCount: hashes.length,
        columns: columns.map(({ any }) => any),
        rows: hash(rows.sort().join('\n')),
        inOrder: ordered ? columns.map(({ cells }) => hash(cells.join())).sort() : null,
      }
    },
  }
}

/**
 * The same rows; where one has more columns than the other, the same rows but for these. Order counts where both ask for one.
 * Columns that stand in the one and not in the other way are held against each other one by one then, not row by row.
 */
export function saysTheSame(one: RowsDigest, other: RowsDigest): boolean {
  if (one.rowCount !== other.rowCount) return false
  if (one.rowCount === 0) return true
  if (one.inOrder !== null && other.inOrder !== null) return holdsOther(one.inOrder, other.inOrder)
  return one.columns.length === other.columns.length
    ? one.rows === other.rows
    : holdsOther(one.columns, other.columns)
}

/** By the order of the digests, the first one that says the same, if by way of others in between. */
export function groupAlike(digests: readonly RowsDigest[]): number[] {
  const groups = digests.map((_, index) => index)
  digests.forEach((one, index) => {
    digests.slice(0, index).forEach((other, earlier) => {
      if (!saysTheSame(one, other)) return
      const pair = [groups[index] ?? index, groups[earlier] ?? earlier]
      groups.forEach((group, at) => {
        if (pair.includes(group)) groups[at] = Math.min(...pair)
      })
    })
  })
  return groups
}

/** Whether all of the shorter list is in the longer one, each as often. */
function holdsOther(one: readonly string[], other: readonly string[]): boolean {
  const [few, many] = one.length <= other.length ? [one, [...other]] : [other, [...one]]
  return few.every(each => {
    const at = many.indexOf(each)
    if (at >= 0) many.splice(at, 1)
    return at >= 0
  })
}

/** The same value in the same words, whichever type a query has given it: 12.50 is 12.5, and a date its midnight. */
function plain(cell: Cell): string {
  if (cell === null) return '\0'
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
  if (NUMBER.test(text)) return String(Number(Number(text).toPrecision(SIGNIFICANT_DIGITS)))
  return MIDNIGHT.exec(text)?.[1] ?? text
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
