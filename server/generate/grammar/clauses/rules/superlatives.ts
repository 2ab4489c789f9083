import { MATCH_COST } from './state.ts'
import { dimension } from './dimensions.ts'
import type { Measure, Place } from '../draft.ts'
import { aggregateOf, countOf, revenue } from './measures.ts'
import { isKey, isNumber, isTime, singular } from '../names.ts'

import { ofEachRow, pushOrder } from './orders.ts'
import { columnOptions, isToOne, join, relate } from './reach.ts'
import { fail, kw, noun, peek } from './state.ts'
import type { State } from './state.ts'
import { deedTable } from './filters.ts'
import { rough } from './keyword-links.ts'
import type { Aggregate } from '../tree.ts'

export function superlative(s: State, descending: boolean): void {
  const began = s.at
  s.at++
  while (kw(s, 0, 'prep', 'some', 'distinct')) s.at++
  const n = peek(s)
  if (n?.t === 'num' && s.draft.limit === null) {
    s.draft.limit = n.n
    s.limitSaid = true
    s.at++
  }
  if (kw(s, 0, 'count')) {
    s.at++
    finishSuperlative(s, ofEachRow(s, countOf(s)), descending)
    return
  }
  const agg = kw(s, 0, 'agg')
  if (agg) {
    s.at++
    finishSuperlative(s, aggregateOf(s, agg.arg as Aggregate), descending)
    return
  }
  if (kw(s, 0, 'revenue')) {
    finishSuperlative(s, revenue(s, 'SUM'), descending)
    return
  }
  const often = /^(the )?(most|least|fewest)$/u.test(s.live[began]?.t === 'kw' ? s.live[began].said : '')
  // "The most rented film": of which most was rented.
  const verb = kw(s, 0, 'verb')
  if (often && verb && /(ed|en|t|ght)$/u.test(verb.said) && noun(s, 1)) {
    s.at++
    s.hints.push(rough(verb.said))
    const table = deedTable(s)
    if (table === null) return fail(s, 'what was done most?')
    const scope = relate(s, table, { fresh: true, from: [s.root] })
    finishSuperlative(s, { k: 'count', scope, column: null, distinct: false }, descending)
    return
  }
  // "The most prescribed drug", where the time of it is known by that word.
  const deed = noun(s, 0)
  if (
    often &&
    deed &&
    noun(s, 1)?.from === deed.to &&
    /^\w+(ed|en|ght|old|id)$/u.test(deed.said) &&
    deed.columns.length > 0 &&
    deed.columns.every(({ column, table }) => isTime(column) && table !== s.root.table)
  ) {
    const holders = [...new Set(deed.columns.map(({ table }) => table))]
    const [holder, ...more] = holders
    if (!holder || more.length > 0) return fail(s, 'what was done most?')
    s.at++
    const scope = relate(s, holder, { fresh: true, from: [s.root] })
    finishSuperlative(s, { k: 'count', scope, column: null, distinct: false }, descending)
    return
  }
  const of = noun(s, 0)
  // "In which month was revenue the highest?"
  const [only, ...more] = s.draft.shown
  if (!of && (peek(s) === undefined || kw(s, 0, 'stop')) && s.draft.groups.length > 0 && more.length === 0)
    if (only?.k === 'count' || only?.k === 'aggregate') {
      finishSuperlative(s, only, descending)
      return
    }
  if (!of) return fail(s, 'the most of what?')
  const tables = of.tables.filter(({ table }) => table !== s.root.table)
  const columns = columnOptions(s, of, column => isNumber(column) || isTime(column), 2).filter(
    ({ value }) =>
      (isNumber(value.column) || (isTime(value.column) && !often)) && !isKey(value.table, value.column),
  )
  const options: { value: () => void; cost: number }[] = []
  for (const { table, match } of tables)
    options.push({
      cost: MATCH_COST[match] + 0.1 + (table.kind === 'VIEW' ? 1 : 0),
      value: () => finishSuperlative(s, countOf(s), descending),
    })
  if (of.tables.some(({ table }) => table === s.root.table) && columns.length === 0) {
    if (s.draft.groups.length > 0 || s.draft.shown.some(each => each.k === 'column'))
      options.push({
        cost: 0.2,
        value: () => {
          s.at++
          s.rootSaid = true
          countGroups(s, descending)
        },
      })
    const said = descending ? 'largest' : 'smallest'
    options.push({
      cost: 0.4,
      value: () => {
        const d = dimension(s, said, s.root)
        finishSuperlative(s, { k: 'column', place: d.place }, descending)
      },
    })
  }
  for (const option of columns)
    options.push({
      cost: option.cost,
      value: () => {
        s.at++
        const scope = option.value.scope ?? relate(s, option.value.table)
        const place = { scope, column: option.value.column }
        // "How many live there, and what is the largest income?"
        const beside =
          s.draft.shown.length > 0 &&
          s.draft.shown.every(each => each.k === 'count' || each.k === 'aggregate') &&
          s.mode === 'out'
        const asOutput =
          ((!s.rootSaid && s.draft.shown.length === 0) || beside) &&
          !s.limitSaid &&
          !s.whColumn &&
          s.draft.groups.length === 0
        if (
          asOutput &&
          (peek(s) === undefined || kw(s, 0, 'prep', 'stop', 'verb', 'group', 'and', 'comma', 'rel')) &&
          !followedByRoot(s)
        ) {
          if (scope !== s.root) join(s, scope)
          s.draft.shown.push({
            k: 'aggregate',
            name: descending ? 'MAX' : 'MIN',
            place,
            times: null,
            discount: null,
          })
          return
        }
        // "The ward with the most beds", which its rooms tell: added up over them.
        const things = often && singular(of.said.split(' ').at(-1) ?? '') !== of.said.split(' ').at(-1)
        if (things && scope !== s.root && !isToOne(s, scope) && isNumber(place.column)) {
          finishSuperlative(
            s,
            { k: 'aggregate', name: 'SUM', place, times: null, discount: null },
            descending,
          )
          return
        }
        finishSuperlative(s, { k: 'column', place }, descending)
      },
    })
  s.choose(options, of.from, `most:${of.said}`)()
}

export function followedByRoot(s: State): boolean {
  return noun(s, 0)?.tables.some(({ table }) => table === s.root.table) ?? false
}

export function finishSuperlative(
  s: State,
  by: Measure | { k: 'column'; place: Place },
  descending: boolean,
): void {
  if (by.k === 'column') s.at = Math.max(s.at, s.at)
  pushOrder(s, by, descending)
  if (s.draft.limit === null) s.draft.limit = 1
  s.mode = s.rootSaid || s.mode === 'filter' ? 'filter' : s.mode
}

/** "the most common city": rows are counted by what is shown. */
export function countGroups(s: State, descending: boolean): void {
  for (const shown of s.draft.shown)
    if (
      shown.k === 'column' &&
      !s.draft.groups.some(each => each.k === 'column' && each.place.column === shown.place.column)
    )
      s.draft.groups.push({ k: 'column', place: shown.place })
  pushOrder(s, { k: 'count', scope: s.root, column: null, distinct: false }, descending)
  if (s.draft.limit === null) s.draft.limit = 1
}
