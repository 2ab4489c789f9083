import type { Dialect } from '../../../databases/database.ts'
import type { Catalog, CatalogTable, GroundedQuestion } from '../../../domain.ts'
import type { Draft } from './draft.ts'
import { interpret } from './interpret.ts'
import { earningTables } from './rules/measures.ts'
import { Misread } from './rules/state.ts'
import type { Choose } from './rules/state.ts'
import { readRatio, sidesOf } from './read-ratio.ts'
import { segment } from './items.ts'
import { arePeople, doerOf, partyOf } from './rules/parties.ts'
import type { Item } from './items.ts'
import { ways, withSharedValues } from './links.ts'
import { nameWords } from './names.ts'
import { plan } from './plan.ts'
import { tellsAll } from './same-rows.ts'
import type { Select } from './tree.ts'
import { writeSelect } from './write-sql.ts'

export interface Reading {
  select: Select
  draft: Draft
  sql: string
  cost: number
  /** What was chosen where several meanings fit. */
  choices: readonly { at: number; what: string; picked: number; options: readonly unknown[] }[]
}

export type ClauseReadings =
  | { kind: 'read'; best: Reading; others: readonly Reading[]; repairs: readonly string[] }
  | { kind: 'unread'; why: string; at: number; unknown: readonly string[] }

const MOST_RUNS = 140
const MOST_SUBJECTS = 8
/** Readings that are further from the best are no rivals. */
const NEAR = 0.6
/** How far people may be from what they are asked for with. */
const FURTHEST_WHO = 3
/** Readings that are closer than this are not told apart by how well they fit. */
const ALIKE = 0.12

interface Attempt {
  prefix: readonly number[]
  cost: number
  segmentation: number
  root: CatalogTable
}

/** Reads a question in all the ways that its words allow, cheapest first, until the best cannot be beaten. */
export function readClauses(question: GroundedQuestion, dialect: Dialect): ClauseReadings {
  const catalog = withSharedValues(question.catalog, question.sharedValues)
  const { readings: segmentations, unknown, repairs } = segment(question)
  if (segmentations.length === 0) return { kind: 'unread', why: 'words', at: 0, unknown }
  const open: Attempt[] = segmentations.flatMap((items, segmentation) =>
    subjects(items, question).map(({ table, cost }) => ({
      prefix: [],
      segmentation,
      root: table,
      cost: cost + costOf(items),
    })),
  )
  if (open.length === 0) return { kind: 'unread', why: 'no table', at: 0, unknown }
  const found = new Map<string, Reading>()
  let failure: Misread | null = null
  for (let run = 0; run < MOST_RUNS && open.length > 0; run++) {
    open.sort((a, b) => a.cost - b.cost)
    const attempt = open.shift()
    if (!attempt) break
    const best = Math.min(Infinity, ...[...found.values()].map(({ cost }) => cost))
    if (attempt.cost > best + NEAR) break
    const { prefix, segmentation, root } = attempt
    let spent = attempt.cost
    let depth = 0
    const choices: Reading['choices'][number][] = []
    const taken: number[] = []
    const choose: Choose = (options, at, what) => {
      if (options.length === 0) throw new Misread('nothing fits', at)
      const sorted = [...options].sort((a, b) => a.cost - b.cost)
      const known = prefix[depth]
      const index = known ?? 0
      const picked = sorted[index]
      if (!picked) throw new Misread('nothing fits', at)
      if (known === undefined) {
        sorted.slice(1, 5).forEach((other, i) => {
          open.push({ prefix: [...taken, i + 1], cost: spent + other.cost, segmentation, root })
        })
        spent += picked.cost
      }
      depth++
      taken.push(index)
      choices.push({ at, what, picked: index, options: sorted.map(({ value }) => value) })
      return picked.value
    }
    try {
      const items = segmentations[segmentation] ?? []
      const sides = sidesOf(items)
      const draft = sides
        ? readRatio(sides, catalog, choose, root)
        : interpret(items, catalog, choose, { root })
      const select = plan(draft)
      const sql = writeSelect(select, question.catalog, dialect)
      const known = found.get(sql)
      // What is shown tells what the question is about.
      const elsewhere = draft.shown.every(
        each =>
          (each.k === 'column' && each.place.scope !== draft.root) ||
          (each.k === 'entity' && each.scope !== draft.root),
      )
        ? 0.8
        : 0
      const multiplied =
        draft.shown.some(each => each.k === 'column' && each.place.scope.links.some(link => link.toMany)) &&
        !draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')
          ? 0.5
          : 0
      // "What is the largest discount?" asks for it, rather than for the row that has it.
      const [row, ...more] = draft.shown
      const extreme =
        row?.k === 'rows' && more.length === 0 && draft.limit === 1 && !draft.root.said && asksForIt(items)
      const cost =
        spent +
        select.joins.length * 0.02 +
        elsewhere +
        multiplied +
        (extreme ? ALIKE : 0) +
        (mixesTimes(draft) ? 0.3 : 0) +
        (listsFlag(draft) ? 0.3 : 0)
      if (!known || known.cost > cost) found.set(sql, { select, draft, sql, cost, choices })
    } catch (error) {
      if (!(error instanceof Misread)) throw error
      if (failure === null || error.at > failure.at) failure = error
    }
  }
  const sorted = [...found.values()].sort((a, b) => a.cost - b.cost)
  const [first, ...rest] = sorted
  const { best, others } = first ? fullest(first, rest) : { best: undefined, others: [] }
  if (!best) return { kind: 'unread', why: failure?.message ?? 'not read', at: failure?.at ?? 0, unknown }
  return { kind: 'read', best, others: others.filter(({ cost }) => cost - best.cost < NEAR), repairs }
}

/** Among the readings that are about as good as the first, those that say the same rows give way to the one that shows most. */
function fullest(first: Reading, rest: readonly Reading[]): { best: Reading; others: Reading[] } {
  let best = first
  const others: Reading[] = []
  for (const other of rest) {
    if (other.cost - first.cost > ALIKE) others.push(other)
    else if (tellsAll(other.select, best.select)) best = { ...other, cost: first.cost }
    else if (!tellsAll(best.select, other.select)) others.push(other)
  }
  return { best, others }
}

/** "Which halls have heating" asks for halls, not for yes and no. */
function listsFlag({ shown, groups }: Draft): boolean {
  const [only, ...more] = shown
  return only?.k === 'column' && more.length + groups.length === 0 && only.place.column.kind === 'BOOLEAN'
}

/** Gathered by one time of a row, and chosen by another. */
function mixesTimes({ groups }: Draft): boolean {
  return groups.some(({ k, ...group }) => {
    const place = k === 'bucket' && 'place' in group ? group.place : null
    const times = place?.scope.conditions.flatMap(fact => (fact.k === 'within' ? [fact.column] : [])) ?? []
    return place !== null && times.length > 0 && !times.includes(place.column)
  })
}

function asksForIt(items: readonly Item[]): boolean {
  const [first, second] = items.filter(item => !(item.t === 'kw' && item.op === 'filler'))
  return first?.t === 'kw' && /^what( is|s)?$/u.test(first.said) && second?.t === 'kw'
}

function costOf(items: readonly Item[]): number {
  return items.reduce((sum, { cost }) => sum + cost, 0)
}

function isWho(item: Item, at: number): boolean {
  if (item.t !== 'kw') return false
  return (at === 0 && /^who( |$)/u.test(item.said)) || (item.op === 'wh' && item.arg === 'everyone')
}

/** Who "works for us" is told by these. */
const EMPLOYED = /employee|staff|worker|personnel/iu

/** What the question may be about, likeliest first. */
function subjects(
  items: readonly Item[],
  question: GroundedQuestion,
): { table: CatalogTable; cost: number }[] {
  const costs = new Map<CatalogTable, number>()
  const offer = (table: CatalogTable, cost: number) => {
    const real = cost + (table.kind === 'VIEW' || table.kind === 'MATERIALIZED_VIEW' ? 0.8 : 0)
    if (real < (costs.get(table) ?? Infinity)) costs.set(table, real)
  }
  const match = { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 } as const
  const employed = items.some(item => item.t === 'kw' && /^(work|employ)/u.test(item.said))
  const spoken = new Set(question.words.map(({ normal }) => normal))
  let seen = 0
  let columnsFirst = false
  const live = items.filter(item => !(item.t === 'kw' && item.op === 'filler'))
  live.forEach((item, i) => {
    if (item.t !== 'noun') return
    const before = live[i - 1]
    const next = live[i + 1]
    // "Payments … received": of the tables that are alike, the one whose name says so.
    const told = (table: CatalogTable) =>
      nameWords(table.name).some(word => word.length > 3 && spoken.has(word) && !item.said.includes(word))
    const afterGroup = before?.t === 'kw' && before.op === 'group'
    const counted = before?.t === 'kw' && before.op === 'count'
    // After "at least 3", a table is what is counted, not what is listed.
    const amount =
      before?.t === 'num' && live[i - 2]?.t === 'kw' && (live[i - 2] as { op: string }).op === 'compare'
    // "Which papers …" is about papers.
    const asked = before?.t === 'kw' && before.op === 'wh' && before.arg === 'which' && i <= 1
    const most = before?.t === 'kw' && before.op === 'superlative' && i > 1
    for (const target of item.tables) {
      const owned = next?.t === 'noun' && next.columns.some(({ table }) => table === target.table)
      offer(
        target.table,
        0.35 * seen +
          match[target.match] -
          (target.match === 'PART' && told(target.table) ? 0.1 : 0) +
          (afterGroup ? 0.3 : 0) +
          (owned ? 0.05 : 0) +
          (amount || most ? 0.5 : 0) +
          (counted && seen > 0 ? 0.25 : 0) -
          (asked && target.match === 'EXACT' ? 0.25 : 0),
      )
    }
    if (item.tables.length > 0) seen++
    else if (seen === 0 && item.columns.length > 0 && !columnsFirst) {
      columnsFirst = true
    }
    for (const target of item.columns)
      offer(
        target.table,
        (told(target.table) ? 0.3 : 0.5) +
          0.25 * seen +
          match[target.match] * 0.5 +
          (item.tables.length > 0 ? 0.3 : 0),
      )
    for (const target of item.values)
      offer(target.table, 1.3 + 0.2 * seen - (employed && EMPLOYED.test(target.table.name) ? 0.4 : 0))
  })
  // "Who booked …" asks for people, though no table of them is named.
  if (
    live.some(isWho) &&
    !items.some(item => item.t === 'noun' && item.tables.some(({ table }) => arePeople(table)))
  ) {
    const deed = live.find(item => item.t === 'kw' && item.op === 'verb')
    const doer =
      deed?.t === 'kw' ? doerOf(deed.said.split(' ')[0]?.replace(/(ing|ed|es|s|e)$/u, '') ?? '') : null
    const spoken = new Set(
      items
        .flatMap(item => (item.t === 'noun' ? [...item.tables, ...item.columns, ...item.values] : []))
        .map(({ table }) => table),
    )
    const people = question.catalog.tables.filter(arePeople).map(table => {
      const far = [...spoken].map(other =>
        other === table ? 0 : (ways(question.catalog, table, other)[0]?.cost ?? 9),
      )
      return { table, far: spoken.size === 0 ? 0 : Math.min(9, ...far) }
    })
    const nearest = Math.min(...people.map(({ far }) => far))
    for (const { table, far } of people) {
      const party = partyOf(table)
      const other = doer !== null && party !== null && party !== doer
      if (far <= nearest + 0.5 && far <= FURTHEST_WHO) offer(table, 0.3 + far * 0.1 + (other ? 0.4 : 0))
    }
  }
  // Earnings alone: what they are told by.
  if (
    !items.some(item => item.t === 'noun' && item.tables.length > 0) &&
    items.some(item => item.t === 'kw' && (item.op === 'revenue' || /^how much/u.test(item.said)))
  )
    for (const table of earningTables(question.catalog.tables)) offer(table, 1)
  return [...costs]
    .map(([table, cost]) => ({ table, cost }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, MOST_SUBJECTS * 2)
    .map(({ table, cost }) => ({ table, cost: cost + (isPartition(table, question) ? 2 : 0) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, MOST_SUBJECTS)
}

const partitions = new WeakMap<Catalog, ReadonlySet<CatalogTable>>()

/** A partition or a part of history of a table of the same columns. */
function isPartition(table: CatalogTable, { catalog }: GroundedQuestion): boolean {
  const known = partitions.get(catalog) ?? findPartitions(catalog)
  partitions.set(catalog, known)
  return known.has(table)
}

function findPartitions({ tables }: Catalog): ReadonlySet<CatalogTable> {
  const byColumns = new Map<string, CatalogTable[]>()
  for (const table of tables) {
    const columns = table.columns.map(({ name }) => name).join('\n')
    byColumns.set(columns, [...(byColumns.get(columns) ?? []), table])
  }
  return new Set(
    [...byColumns.values()].flatMap(alike =>
      alike.filter(table => alike.some(other => other !== table && table.name.startsWith(`${other.name}_`))),
    ),
  )
}
