import type { DateUnit } from '../dates.ts'
import type { Measure } from '../draft.ts'
import { linksFrom, ways } from '../links.ts'
import { isKey, isNumber, isTime, nameWords } from '../names.ts'
import { dateColumn } from './date-columns.ts'
import { aggregateOf, revenue } from './measures.ts'
import { onCount } from './keyword-measures.ts'
import { pushOrder } from './orders.ts'
import { join, relate } from './reach.ts'
import { fail, kw, noun } from './state.ts'
import type { Keyword, State } from './state.ts'

/** "Running total of freight per month": of an amount or of how many there are. */
export function onRunning(s: State): void {
  s.at++
  s.draft.derived = 'running'
  if (kw(s, 0, 'count')) onCount(s, kw(s, 0, 'count') as Keyword)
  else s.draft.shown.push(amountOf(s))
}

/** An amount that is added up, or the rows of a table that are counted. */
export function amountOf(s: State): Measure {
  while (kw(s, 0, 'prep', 'all', 'some')) s.at++
  if (kw(s, 0, 'agg')?.arg === 'SUM') s.at++
  if (kw(s, 0, 'revenue')) return joined(s, revenue(s, 'SUM'))
  const of = noun(s, 0)
  const adds = of?.columns.some(({ table, column }) => isNumber(column) && !isKey(table, column))
  if (adds) return joined(s, aggregateOf(s, 'SUM'))
  if (of?.tables.some(({ table }) => table === s.root.table)) {
    s.at++
    s.rootSaid = true
    return { k: 'count', scope: s.root, column: null, distinct: false }
  }
  return fail(s, 'nothing to add up')
}

function joined(s: State, measure: Measure): Measure {
  const scope = measure.k === 'aggregate' ? measure.place.scope : measure.scope
  if (scope !== s.root) join(s, scope)
  return measure
}

/** "Compared with the previous month": the period is the one that rows are gathered by. */
export function onPrevious(s: State, item: Keyword): void {
  s.at++
  s.draft.derived = 'previous'
  const bucket = kw(s, 0, 'bucket')
  if (bucket) s.at++
  const unit = bucket?.arg ?? item.arg
  if (s.draft.groups.length > 0 || unit === '') return
  const place = dateColumn(s, [...s.stack].reverse())
  if (!isTime(place.column)) fail(s, 'no date')
  if (place.scope !== s.root) join(s, place.scope)
  s.draft.groups.push({ k: 'bucket', place, unit: unit as DateUnit })
}

/** What is sold best is told by the quantities, or else by the rows, of the one table that lists what was sold. */
export function onSelling(s: State, item: Keyword): void {
  s.at++
  // "The best selling models by revenue": said by what.
  const sorted = s.live.some(
    (each, at) => at >= s.at && each.t === 'kw' && each.said === 'by' && s.live[at + 1]?.t === 'kw',
  )
  if (sorted && s.draft.limit !== null) {
    s.pendingSuperlative = item.arg === 'desc'
    return
  }
  const holders = s.catalog.tables.filter(
    table =>
      table.kind === 'TABLE' &&
      table !== s.root.table &&
      linksFrom(s.catalog, s.root.table).some(link => link.to === table && link.toMany) &&
      (quantityOf(table) !== null ||
        /sale|sold|order|purchase|rental|invoice/u.test(nameWords(table.name).join(' '))),
  )
  const [holder, ...more] = holders.some(table => quantityOf(table) !== null)
    ? holders.filter(table => quantityOf(table) !== null)
    : holders
  if (!holder || more.length > 0 || ways(s.catalog, s.root.table, holder).length !== 1)
    return fail(s, `"${item.said}" is not told by one table`)
  const scope = relate(s, holder, { from: [s.root] })
  const column = quantityOf(holder)
  const by: Measure = column
    ? { k: 'aggregate', name: 'SUM', place: { scope, column }, times: null, discount: null }
    : { k: 'count', scope, column: null, distinct: false }
  pushOrder(s, by, item.arg === 'desc')
  if (s.draft.limit === null) s.draft.limit = 1
}

function quantityOf(table: State['root']['table']) {
  return (
    table.columns.find(
      column => isNumber(column) && /^(quantity|qty)$/u.test(nameWords(column.name).at(-1) ?? ''),
    ) ?? null
  )
}
