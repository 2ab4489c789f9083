import { adjective } from '../lexicon.ts'
import { addFact } from './facts.ts'
import { aggregateOf, countOf, revenue } from './measures.ts'
import { amountOf } from './keyword-derived.ts'
import { isKey, isNumber } from '../names.ts'
import { join } from './reach.ts'
import { fail, kw, noun, peek, previousIs } from './state.ts'
import type { Keyword, State } from './state.ts'
import { superlative } from './superlatives.ts'
import type { Aggregate, Comparison } from '../tree.ts'

export function onCount(s: State, item: Keyword): void {
  const named = s.live[s.at - 1]
  if (named?.t === 'noun' && named.to === item.from) fail(s, `"${item.said}" stands behind a name`)
  s.at++
  if (s.draft.shown.length > 0 || s.rootSaid) s.stack = [s.root]
  const measure = countOf(s)
  if (s.draft.shown.includes(measure)) return
  if (measure.k === 'count' && measure.scope !== s.root) join(s, measure.scope)
  if (measure.k === 'aggregate' && measure.place.scope !== s.root) join(s, measure.place.scope)
  s.draft.shown.push(measure)
  if (measure.k === 'count' && measure.scope === s.root) s.mode = 'filter'
  else if (measure.k === 'count') s.mode = s.rootSaid ? 'filter' : 'out'
  return
}

export function onAgg(s: State, item: Keyword): void {
  if (
    (item.arg === 'MIN' || item.arg === 'MAX') &&
    (s.whColumn || s.rootSaid) &&
    !previousIs(s, 'and') &&
    !previousIs(s, 'comma') &&
    s.draft.groups.length === 0
  ) {
    superlative(s, item.arg === 'MAX')
    return
  }
  const names = [item.arg]
  s.at++
  while (
    kw(s, 0, 'and', 'comma') &&
    (kw(s, 1, 'agg') ?? kw(s, 1, 'superlative') ?? (kw(s, 1, 'and') ? kw(s, 2, 'agg', 'superlative') : null))
  ) {
    s.at++
    if (kw(s, 0, 'and')) s.at++
    const next = kw(s, 0, 'agg', 'superlative')
    names.push(next?.op === 'agg' ? next.arg : next?.arg === 'desc' ? 'MAX' : 'MIN')
    s.at++
  }
  if (
    s.mode === 'filter' &&
    s.rootSaid &&
    previousIs(s, 'prep') &&
    s.stack.length > 0 &&
    peek(s) === undefined
  )
    return
  const first = aggregateOf(s, names[0] as Aggregate)
  if ((first.k === 'mean-count' || first.k === 'days') && names.length === 1) {
    s.draft.shown.push(first)
    return
  }
  if (first.k !== 'aggregate') return fail(s, 'not a measure')
  if (first.place.scope !== s.root) join(s, first.place.scope)
  const compare = kw(s, 0, 'compare')
  if (s.mode === 'filter' && s.rootSaid && compare && names.length === 1) {
    s.at++
    const n = peek(s)
    if (n?.t !== 'num') return fail(s, 'compared with what?')
    s.at++
    s.draft.having.push({ measure: first, operator: compare.arg as Comparison, value: n.n })
    return
  }
  // "For continents whose average age is under 72"
  const groupFilter =
    s.mode === 'filter' && s.draft.groups.length > 0 && names.length === 1 && groupCompare(s)
  if (groupFilter) {
    s.draft.having.push({ measure: first, operator: groupFilter.operator, value: groupFilter.n })
    return
  }
  for (const name of names) s.draft.shown.push({ ...first, name: name as Aggregate })
  // "the average and maximum age", but also "average age and weight"
  while (
    kw(s, 0, 'and', 'comma') &&
    noun(s, 1)?.columns.some(each => isNumber(each.column) && each.table === first.place.scope.table) &&
    !kw(s, 2, 'compare', 'is')
  ) {
    s.at++
    const more = aggregateOf(s, names[0] as Aggregate)
    if (more.k === 'aggregate')
      for (const name of names) s.draft.shown.push({ ...more, name: name as Aggregate })
  }
  return
}

export function onSoldOut(s: State): void {
  s.at++
  const stocks = s.root.table.columns.filter(column => isNumber(column) && /stock/iu.test(column.name))
  const [stock] = stocks
  if (!stock || stocks.length > 1) return fail(s, 'no stock is told')
  s.mode = 'filter'
  addFact(s, s.root, {
    k: 'compare',
    column: stock,
    operator: s.negated ? '<>' : '=',
    value: { k: 'number', n: 0 },
  })
  s.negated = false
  return
}

export function onRevenue(s: State): void {
  const earned = revenue(s, 'SUM')
  if (earned.k === 'aggregate' && earned.place.scope !== s.root) join(s, earned.place.scope)
  s.draft.shown.push(earned)
  if (s.rootSaid) s.mode = 'filter'
  return
}

export function onPercent(s: State): void {
  s.at++
  s.draft.percent = true
  while (kw(s, 0, 'prep', 'all', 'some')) s.at++
  if (kw(s, 0, 'count')) s.at++
  const of = noun(s, 0)
  const amount =
    kw(s, 0, 'revenue', 'agg') ??
    (of &&
      of.tables.length === 0 &&
      of.columns.some(({ table, column }) => isNumber(column) && !isKey(table, column)))
  if (amount) s.draft.shown.push(amountOf(s))
  return
}

/** "… is longer than 72": what an average, a sum or a number of each group is compared with. */
export function groupCompare(s: State): { operator: Comparison; n: number } | null {
  let ahead = 0
  while (kw(s, ahead, 'is', 'verb', 'prep')) ahead++
  const word = kw(s, ahead, 'compare', 'adjective')
  if (!word) return null
  const meant = word.op === 'adjective' ? adjective(word.arg) : null
  if (word.op === 'adjective' && (!meant || !/er$/u.test(word.said))) return null
  let at = ahead + 1
  while (kw(s, at, 'same')) at++
  const n = peek(s, at)
  if (n?.t !== 'num') return null
  const operator = meant ? (meant.more ? '>' : '<') : (word.arg as Comparison)
  if (!['<', '>', '<=', '>=', '='].includes(operator)) return null
  s.at += at + 1
  return { operator, n: n.n }
}
