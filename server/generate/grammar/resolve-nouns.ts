import type { Catalog, CatalogTable, NameMatch } from '../../domain.ts'
import { joinPath, parentsOf } from './join-path.ts'
import type { ColumnUse } from './query-tree.ts'
import type {
  ColumnNoun,
  ColumnTarget,
  Span,
  TableNoun,
  TableTarget,
  ValueNoun,
  ValueTarget,
} from './sketch.ts'

/** Why a reading does not become a query. */
export type Misfit =
  /** `options` are names in plain words, each of which would settle it in place of the span. */
  | { kind: 'ambiguous'; span: Span; options: readonly ColumnUse[]; value: string | null }
  /** A word of rank that sorts in no plain way; each of `words` in its place would. */
  | { kind: 'rank'; span: Span; words: readonly string[] }
  | { kind: 'unsound'; why: string }

export type Resolved<T> = { ok: true; value: T; cost: number } | { ok: false; misfit: Misfit }

export const settled = <T>(value: T, cost = 0): Resolved<T> => ({ ok: true, value, cost })
export const unsound = (why: string): { ok: false; misfit: Misfit } => ({
  ok: false,
  misfit: { kind: 'unsound', why },
})

/** What the question has spoken of so far. */
export interface Scope {
  catalog: Catalog
  subject: CatalogTable
  /** The table that was named last; conditions speak of it first. */
  focus: CatalogTable
  mentioned: readonly CatalogTable[]
  /** The table of a value that was said before: `a cat that is age 3` speaks of the cat. */
  nearby: CatalogTable | null
  /** Tables that a group or a ranking named: what follows may speak of them as well (`orders per customer in London`). */
  beside: readonly CatalogTable[]
}

const MATCH_COST: Readonly<Record<NameMatch, number>> = {
  EXACT: 0,
  SHORT: 0,
  LONG: 0,
  PART: 1,
  LOOSE: 1.5,
  // Never among the names that are read strictly.
  STEM: 9,
}
const OTHER_TABLE_COST = 1

/** The table that a noun names; bare names mean the first schema of the search path that has one. */
export function resolveTable(noun: TableNoun, catalog: Catalog): Resolved<CatalogTable> {
  const rank = ({ table, match }: TableTarget) => {
    const place = catalog.searchPath.indexOf(table.schema)
    return MATCH_COST[match] * 100 + (place < 0 ? 50 : place)
  }
  const sorted = [...noun.targets].sort((a, b) => rank(a) - rank(b))
  const [best, second] = sorted
  if (!best) return unsound('no such table')
  if (second && rank(second) === rank(best))
    return unsound(
      `${best.table.schema}.${best.table.name} and ${second.table.schema}.${second.table.name} have that name`,
    )
  return settled(best.table, MATCH_COST[best.match])
}

/**
 * The column that a noun names: of the table in focus, else of the subject, else of another table that was mentioned,
 * else of the only parent that has one. Two that fit alike are ambiguous, and so is a rough fit close by with an exact one further off.
 */
export function resolveColumn(noun: ColumnNoun, scope: Scope): Resolved<ColumnUse> {
  const aside = noun.targets.filter(({ table }) => table === scope.nearby)
  const central = noun.targets.filter(({ table }) => table === scope.focus || table === scope.subject)
  if (aside.length > 0 && central.length > 0) return ambiguous(noun, [...aside, ...central], null)
  const close = bestMatches(noun.targets.filter(({ table }) => isClose(table, scope)))
  if (scope.beside.length > 0 && new Set(close.map(({ table }) => table)).size > 1)
    return ambiguous(noun, close, null)
  for (const table of new Set([scope.focus, scope.subject])) {
    const own = noun.targets.filter(target => target.table === table)
    if (own.length === 0) continue
    const best = bestMatches(own)
    if (best.length > 1) return ambiguous(noun, best, null)
    const [only] = best
    if (!only) continue
    const rival = MATCH_COST[only.match] > 0 ? exactElsewhere(noun, scope) : []
    if (rival.length > 0) return ambiguous(noun, [only, ...rival], null)
    return settled(use(only), MATCH_COST[only.match])
  }
  const named = noun.targets.filter(({ table }) => isMentioned(table, scope))
  const candidates = named.length > 0 ? bestMatches(named) : exactElsewhere(noun, scope)
  const [only, ...others] = candidates
  if (!only) return unsound('no column of that name near')
  if (others.length > 0) return ambiguous(noun, candidates, null)
  return settled(use(only), MATCH_COST[only.match] + OTHER_TABLE_COST)
}

function isClose(table: CatalogTable, { focus, subject, beside }: Scope): boolean {
  return table === focus || table === subject || beside.includes(table)
}

function isMentioned(table: CatalogTable, { mentioned, beside }: Scope): boolean {
  return mentioned.includes(table) || beside.includes(table)
}

function bestMatches(targets: readonly ColumnTarget[]): ColumnTarget[] {
  const least = Math.min(...targets.map(({ match }) => MATCH_COST[match]))
  return targets.filter(({ match }) => MATCH_COST[match] === least)
}

/** Columns of that very name in tables that each row of the subject has one row of, however far: near is not meant. */
function exactElsewhere(noun: ColumnNoun, { catalog, subject }: Scope): ColumnTarget[] {
  const parents = parentsOf(catalog, subject)
  return noun.targets.filter(
    ({ table, match }) => table !== subject && MATCH_COST[match] === 0 && parents.has(table),
  )
}

/**
 * The column that holds a value: one that the question names, else of the table in focus, the subject, other tables
 * that were mentioned, and last of any table that can be joined. Two that fit alike are ambiguous.
 */
export function resolveValue(
  value: ValueNoun,
  noun: ColumnNoun | TableNoun | null,
  scope: Scope,
): Resolved<ColumnUse & { value: string; exact: boolean }> {
  if (value.targets.length === 0) return resolveUnknownValue(value, noun, scope)
  const fitting = noun ? value.targets.filter(target => fits(target, noun)) : value.targets
  const isReachable = ({ table }: ValueTarget) =>
    joinPath(scope.catalog, scope.subject, table).kind !== 'none'
  const circles: ((target: ValueTarget) => boolean)[] = [
    ({ table }) => table === scope.focus,
    ({ table }) => table === scope.subject,
    ({ table }) => isMentioned(table, scope),
    isReachable,
  ]
  const close = fitting.filter(({ table }) => isClose(table, scope))
  const [closest] = close
  if (closest && scope.beside.length > 0 && new Set(close.map(({ column }) => column)).size > 1)
    return ambiguous(spanOf(value, noun), close, closest.value)
  for (const [distance, inCircle] of circles.entries()) {
    const found = fitting.filter(inCircle)
    const [only] = found
    if (!only) continue
    const columns = new Set(found.map(({ column }) => column))
    if (columns.size > 1) return ambiguous(spanOf(value, noun), found, only.value)
    // Data may spell one value in several ways: the spelling of the question if it is one of them, else all.
    const asSpelled = found.find(target => target.value === value.text)
    const exact = found.length === 1 || asSpelled !== undefined
    const isGuess = distance > 1 || hasRival(fitting, only, scope)
    return settled({ ...use(only), value: (asSpelled ?? only).value, exact }, isGuess ? OTHER_TABLE_COST : 0)
  }
  return unsound(`"${value.text}" is not a value there`)
}

/** The value with the noun that says what it is, which an answer to the doubt replaces. */
function spanOf(value: Span, noun: Span | null): Span {
  return noun ? { from: Math.min(value.from, noun.from), to: Math.max(value.to, noun.to) } : value
}

/** True when a parent of the subject holds the value too: `orders from Germany` could be those of its customers. */
function hasRival(
  targets: readonly ValueTarget[],
  chosen: ValueTarget,
  { catalog, subject }: Scope,
): boolean {
  const parents = parentsOf(catalog, subject)
  return chosen.table === subject && targets.some(({ table }) => table !== subject && parents.has(table))
}

function fits(target: ValueTarget, noun: ColumnNoun | TableNoun): boolean {
  return noun.kind === 'table'
    ? noun.targets.some(({ table }) => table === target.table)
    : noun.targets.some(({ column }) => column === target.column)
}

/** Quoted text that was not found: only for a text column that the question names, and compared whatever the case. */
function resolveUnknownValue(
  value: ValueNoun,
  noun: ColumnNoun | TableNoun | null,
  scope: Scope,
): Resolved<ColumnUse & { value: string; exact: boolean }> {
  if (noun?.kind !== 'column') return unsound(`"${value.text}" was not found in the data`)
  const column = resolveColumn(noun, scope)
  if (!column.ok) return column
  return column.value.column.kind === 'TEXT'
    ? settled({ ...column.value, value: value.text, exact: false }, column.cost)
    : unsound(`"${value.text}" cannot be a value of ${column.value.column.name}`)
}

function use({ table, column }: ColumnUse): ColumnUse {
  return { table, column }
}

function ambiguous(
  span: Span,
  options: readonly ColumnUse[],
  value: string | null,
): { ok: false; misfit: Misfit } {
  const { from, to } = span
  return { ok: false, misfit: { kind: 'ambiguous', span: { from, to }, options: options.map(use), value } }
}
