import type { Cell, EncodedRows, ResultColumn, Row } from '../domain.ts'
import type { ColumnRole } from './column-role.ts'
import { isAdditive, roleOf } from './column-role.ts'
import type { Decimal } from './decimal.ts'
import { addDecimals, compareDecimals, parseDecimal, ZERO } from './decimal.ts'
import { sortableDate } from './show-value.ts'

/** A result with more is only counted, so that a huge one costs nothing. */
const MAX_ROWS_SEEN = 1_000
/** Bytes of encoded rows that are kept before they are looked at: more than most results have that can be summed up. */
const MAX_UNSEEN_LENGTH = 256 * 1024
/** Longer texts are not kept, so a column that has one makes no claim about its values. */
const MAX_TEXT_LENGTH = 200
const MAX_TIED_LABELS = 3
const MAX_TOP_VALUES = 2
const MAX_LEADERS = 3

export interface Extreme<T> {
  value: T
  /** The other cell of the rows that have this value, of results with two columns; at most three. */
  labels: readonly Cell[]
  rows: number
}

/** What is known of one column. Null: nothing is claimed, because a cell was too long or of an unexpected kind. */
export interface ColumnFacts {
  role: ColumnRole
  additive: boolean
  nulls: number
  /** Different values, NULL not counted. */
  distinct: number | null
  /** The most frequent values, most frequent first. */
  top: readonly { value: Cell; rows: number }[] | null
  numbers: { min: Extreme<Decimal>; max: Extreme<Decimal>; sum: Decimal } | null
  /** Of results with two columns, the rows of the highest numbers, the highest first; at most three. */
  leaders: readonly { value: Decimal; label: Cell }[] | null
  /** Of dates and times as the engine wrote them; `first` and `last` are the other cells of their rows, of two columns. */
  dates: { min: string; max: string; first: Cell; last: Cell } | null
}

export interface ResultDigest {
  /** Exact, however many. */
  rowCount: number
  /** True when the facts come from every row. They claim nothing about a result otherwise. */
  complete: boolean
  columns: readonly ColumnFacts[]
  /** Texts cut; null where there is no row, and where not every row was looked at. */
  firstRow: Row | null
}

/**
 * Gathers what a summary may say while rows stream by. Rows are looked at when all have come, when somebody asks or when
 * there is too much of them to keep: most of them come of results that turn out to be too large to sum up, and are then let
 * go without a look. `digest` may be called at any time.
 */
export function createResultDigest(columns: readonly ResultColumn[]) {
  const columnFacts = columns.map(gatherColumn)
  let rowCount = 0
  let firstRow: Row | null = null
  let unseen: Buffer[] = []
  let unseenLength = 0

  function look(): void {
    const rows = JSON.parse(`[${unseen.map(json => json.toString()).join(',')}]`) as readonly Row[]
    forget()
    for (const row of rows) {
      firstRow ??= columns.map((_, at) => shortened(row[at] ?? null))
      columnFacts.forEach((facts, at) => {
        facts.add(row[at] ?? null, columns.length === 2 ? (row[1 - at] ?? null) : null)
      })
    }
  }

  function forget(): void {
    unseen = []
    unseenLength = 0
  }

  return {
    add({ count, json }: EncodedRows): void {
      rowCount += count
      if (rowCount > MAX_ROWS_SEEN) return forget()
      if (count === 0) return
      unseen.push(json)
      unseenLength += json.length
      if (unseenLength > MAX_UNSEEN_LENGTH) look()
    },
    /** The last row has come: what is kept from now on is small. */
    end(): void {
      look()
    },
    digest(): ResultDigest {
      look()
      return {
        rowCount,
        complete: rowCount <= MAX_ROWS_SEEN,
        columns: columnFacts.map(facts => facts.facts()),
        firstRow: rowCount <= MAX_ROWS_SEEN ? firstRow : null,
      }
    },
  }
}

function gatherColumn(column: ResultColumn) {
  const role = roleOf(column)
  const additive = isAdditive(column)
  const counts = new Map<Cell, number>()
  let countable = true
  let nulls = 0
  let numbers: ColumnFacts['numbers'] = null
  let numeric = role === 'measure' || role === 'calendar'
  let leaders: readonly { value: Decimal; label: Cell }[] = []
  let dates: ColumnFacts['dates'] = null
  let dated = role === 'date'

  return {
    add(cell: Cell, label: Cell): void {
      if (cell === null) {
        nulls += 1
        return
      }
      countable &&= typeof cell !== 'object' && String(cell).length <= MAX_TEXT_LENGTH
      if (countable) counts.set(cell, (counts.get(cell) ?? 0) + 1)
      else counts.clear()

      const number = numeric ? parseDecimal(cell) : null
      numeric &&= number !== null
      if (number !== null)
        numbers = {
          min: extreme(numbers?.min, number, shortened(label), -1),
          max: extreme(numbers?.max, number, shortened(label), 1),
          sum: addDecimals(numbers?.sum ?? ZERO, number),
        }
      if (number !== null) leaders = withLeader(leaders, { value: number, label: shortened(label) })
      const date = dated ? sortableDate(cell, dates?.min) : null
      dated &&= date !== null
      if (date === null) return
      const other = shortened(label)
      if (dates === null) dates = { min: date, max: date, first: other, last: other }
      else if (date < dates.min) dates = { ...dates, min: date, first: other }
      else if (date > dates.max) dates = { ...dates, max: date, last: other }
    },
    facts(): ColumnFacts {
      return {
        role,
        additive,
        nulls,
        distinct: countable ? counts.size : null,
        top: countable ? topOf(counts) : null,
        numbers: numeric ? numbers : null,
        leaders: numeric ? leaders : null,
        dates: dated ? dates : null,
      }
    },
  }
}

/** `direction` 1 keeps the highest value, -1 the lowest. */
function extreme(
  known: Extreme<Decimal> | undefined,
  value: Decimal,
  label: Cell,
  direction: 1 | -1,
): Extreme<Decimal> {
  const order = known ? compareDecimals(value, known.value) * direction : 1
  if (!known || order > 0) return { value, labels: [label], rows: 1 }
  if (order < 0) return known
  const labels = known.labels.length < MAX_TIED_LABELS ? [...known.labels, label] : known.labels
  return { value: known.value, labels, rows: known.rows + 1 }
}

/** The list is full after a few rows, and most rows are below its last. */
function withLeader<L extends { value: Decimal }>(leaders: readonly L[], row: L): readonly L[] {
  const last = leaders.at(-1)
  if (leaders.length === MAX_LEADERS && last && compareDecimals(row.value, last.value) <= 0) return leaders
  return [...leaders, row].sort((a, b) => compareDecimals(b.value, a.value)).slice(0, MAX_LEADERS)
}

function topOf(counts: ReadonlyMap<Cell, number>): readonly { value: Cell; rows: number }[] {
  return [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MAX_TOP_VALUES)
}

function shortened(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > MAX_TEXT_LENGTH
    ? `${cell.slice(0, MAX_TEXT_LENGTH)}…`
    : cell
}
