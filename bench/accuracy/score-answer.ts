import { comparable, sameCell, sortCells } from './compare-cells.ts'
import type { Comparable } from './compare-cells.ts'

/** A result as it is compared: rows of cells, whatever the driver made of them. */
export type Rows = readonly (readonly unknown[])[]

export interface ScoreRequest {
  gold: Rows
  answer: Rows
  /** Rows count as a sequence. */
  orderMatters: boolean
  /** Columns of gold that are the sort keys: rows that are equal in them may come in any order. */
  orderKeys?: readonly number[]
  /** Columns of gold that the answer need not have. */
  optionalColumns?: readonly number[]
}

const MOST_TRIES = 20_000

/**
 * Whether an answer holds what gold holds. Columns are found by their values, so names and positions do not count and
 * more columns are allowed; rows are a multiset, or a sequence. An empty gold takes an empty answer only.
 */
export function isRight(request: ScoreRequest): boolean {
  if (request.gold.length !== request.answer.length) return false
  if (request.gold.length === 0) return true
  const gold = request.gold.map(row => row.map(comparable))
  const answer = request.answer.map(row => row.map(comparable))
  const optional = new Set(request.optionalColumns ?? [])
  const needed = columnsOf(gold).filter(index => !optional.has(index))
  const candidates = needed.map(index =>
    columnsOf(answer).filter(other => sameValues(column(gold, index), column(answer, other))),
  )
  if (candidates.some(found => found.length === 0)) return false
  const wanted = gold.map(row => needed.map(index => cellAt(row, index)))
  const keys = request.orderKeys && gold.map(row => request.orderKeys?.map(index => cellAt(row, index)) ?? [])
  const matches = (chosen: readonly number[]) => {
    const rows = answer.map(row => chosen.map(index => cellAt(row, index)))
    return request.orderMatters ? sameSequence(wanted, rows, keys) : sameRows(wanted, rows)
  }
  return someChoice(candidates, matches)
}

/** Tries the ways to take one column from each list, none twice. */
function someChoice(
  candidates: readonly (readonly number[])[],
  matches: (chosen: readonly number[]) => boolean,
): boolean {
  let tries = 0
  const walk = (chosen: readonly number[]): boolean => {
    const options = candidates[chosen.length]
    if (options === undefined) return ++tries <= MOST_TRIES && matches(chosen)
    return options.some(index => !chosen.includes(index) && tries <= MOST_TRIES && walk([...chosen, index]))
  }
  return walk([])
}

function sameValues(a: readonly Comparable[], b: readonly Comparable[]): boolean {
  const [left, right] = [sortCells(a), sortCells(b)]
  return left.every((cell, index) => sameCell(cell, cellAt(right, index)))
}

function sameRow(a: readonly Comparable[], b: readonly Comparable[]): boolean {
  return a.every((cell, index) => sameCell(cell, cellAt(b, index)))
}

/** As multisets: rows are gathered by what is compared exactly, and paired within. */
function sameRows(a: readonly (readonly Comparable[])[], b: readonly (readonly Comparable[])[]): boolean {
  const left = gathered(a)
  const right = gathered(b)
  if (left.size !== right.size) return false
  return [...left].every(([key, rows]) => {
    const others = [...(right.get(key) ?? [])]
    if (others.length !== rows.length) return false
    return rows.every(row => {
      const at = others.findIndex(other => sameRow(row, other))
      if (at >= 0) others.splice(at, 1)
      return at >= 0
    })
  })
}

/** Numbers are equal within a tolerance, so they are no part of the key. */
function gathered(rows: readonly (readonly Comparable[])[]) {
  const groups = new Map<string, (readonly Comparable[])[]>()
  for (const row of rows) {
    const key = JSON.stringify(row.map(cell => (typeof cell === 'number' ? Math.round(cell) * 0 : cell)))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

function sameSequence(
  a: readonly (readonly Comparable[])[],
  b: readonly (readonly Comparable[])[],
  keys: readonly (readonly Comparable[])[] | undefined,
): boolean {
  if (!keys) return a.every((row, index) => sameRow(row, b[index] ?? []))
  for (let from = 0; from < a.length;) {
    let to = from + 1
    while (to < a.length && sameRow(keys[from] ?? [], keys[to] ?? [])) to++
    if (!sameRows(a.slice(from, to), b.slice(from, to))) return false
    from = to
  }
  return true
}

function columnsOf(rows: readonly (readonly Comparable[])[]): number[] {
  return (rows[0] ?? []).map((_, index) => index)
}

function column(rows: readonly (readonly Comparable[])[], index: number): Comparable[] {
  return rows.map(row => cellAt(row, index))
}

function cellAt(row: readonly Comparable[], index: number): Comparable {
  return row[index] ?? null
}
