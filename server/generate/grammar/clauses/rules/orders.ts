import type { CatalogColumn } from '../../../../domain.ts'
import type { Measure, Place } from '../draft.ts'
import { aggregateOf, countOf, revenue } from './measures.ts'
import { nameOf, namePlaces } from './name-places.ts'
import { isTime, singular } from '../names.ts'
import { join, resolveColumn } from './reach.ts'
import { fail, kw, noun } from './state.ts'
import type { State } from './state.ts'
import type { Aggregate } from '../tree.ts'

export function orderKey(s: State): Measure | { k: 'column'; place: Place } {
  while (kw(s, 0, 'prep', 'is', 'all', 'comma', 'sort')) s.at++
  if (kw(s, 0, 'count')) {
    s.at++
    return ofEachRow(s, countOf(s))
  }
  // "By the highest average rating first": which way round.
  const end = kw(s, 0, 'superlative')
  if (end && (kw(s, 1, 'agg', 'count') ?? noun(s, 1))) {
    s.pendingDirection = end.arg === 'desc'
    s.at++
    const by = orderKey(s)
    if (kw(s, 0, 'top')?.said === 'first') s.at++
    return by
  }
  const agg = kw(s, 0, 'agg')
  if (agg) {
    s.at++
    return aggregateOf(s, agg.arg as Aggregate)
  }
  if (kw(s, 0, 'revenue')) return revenue(s, 'SUM')
  if (kw(s, 0, 'name')) {
    s.at++
    if (kw(s, 0, 'prep') && noun(s, 1)?.tables.some(({ table }) => table === s.root.table)) s.at += 2
    return { k: 'column', place: namePlaces(s, s.root)[0] as Place }
  }
  const of = noun(s, 0)
  if (!of) return fail(s, 'sorted by what?')
  if (of.columns.length === 0 && noun(s, 1)) {
    s.at++
    return orderKey(s)
  }
  if (of.columns.length === 0 && of.tables.some(({ table }) => table === s.root.table)) {
    s.at++
    return { k: 'column', place: { scope: s.root, column: nameOf(s, s.root)[0] as CatalogColumn } }
  }
  const place = resolveColumn(s, of)
  s.at++
  // "By the region name": by the region.
  if (kw(s, 0, 'name')?.said === 'name' && place.column.kind === 'TEXT') s.at++
  if (kw(s, 0, 'prep') && noun(s, 1)?.tables.some(({ table }) => table === place.scope.table) && !noun(s, 2))
    s.at += 2
  return { k: 'column', place }
}

/** "Players by the number of tables they made": where each row has its own, it is not added up. */
export function ofEachRow(s: State, measure: Measure): Measure | { k: 'column'; place: Place } {
  const lists = s.rootListed || s.draft.shown.some(each => each.k === 'column' || each.k === 'entity')
  return measure.k === 'aggregate' &&
    measure.name === 'SUM' &&
    measure.place.scope === s.root &&
    lists &&
    s.draft.groups.length === 0
    ? { k: 'column', place: measure.place }
    : measure
}

export function pushOrder(s: State, by: Measure | { k: 'column'; place: Place }, descending: boolean): void {
  const scope = by.k === 'column' || by.k === 'aggregate' ? by.place.scope : by.scope
  if (scope !== s.root) join(s, scope)
  s.draft.order.push({ by, descending })
}

export function sort(s: State): void {
  wholeList(s)
  const direction = kw(s, 0, 'direction', 'alphabetical')
  if (direction) {
    s.at++
    s.pendingDirection = direction.arg === 'desc'
    while (kw(s, 0, 'prep')) s.at++
    if (direction.op === 'alphabetical' && !(noun(s, 0) || kw(s, 0, 'name'))) {
      pushOrder(s, { k: 'column', place: alphabetical(s) }, direction.arg === 'desc')
      s.pendingDirection = null
      return
    }
  }
  if (
    !noun(s, 0) &&
    !kw(s, 0, 'count', 'agg', 'name', 'prep', 'is', 'sort', 'direction', 'comma') &&
    direction
  ) {
    const shown = s.draft.shown.find(
      each => each.k === 'column' || each.k === 'aggregate' || each.k === 'count',
    )
    if (!shown) return fail(s, 'sorted by what?')
    pushOrder(s, shown, direction.arg === 'desc')
    s.pendingDirection = null
    return
  }
  const by = orderKey(s)
  const after =
    kw(s, 0, 'direction', 'alphabetical') ??
    (kw(s, 0, 'prep', 'comma') ? kw(s, 1, 'direction', 'alphabetical') : null)
  if (after) s.at += kw(s, 0, 'direction', 'alphabetical') ? 1 : 2
  const time = by.k === 'column' && isTime(by.place.column)
  const descending = after
    ? after.arg === 'old'
      ? !time
      : after.arg === 'young'
        ? time
        : after.arg === 'desc'
    : (s.pendingDirection ?? false)
  s.pendingDirection = null
  pushOrder(s, by, descending)
  while (kw(s, 0, 'and', 'comma') && noun(s, 1) && noun(s, 1)?.columns.length && s.sorting) {
    s.at++
    const next = orderKey(s)
    const dir = kw(s, 0, 'direction')
    if (dir) s.at++
    pushOrder(s, next, dir?.arg === 'desc')
  }
}

/** "The largest lakes, ordered from …" are all of them. */
export function wholeList(s: State): void {
  if (
    s.draft.limit !== 1 ||
    s.limitSaid ||
    s.live.slice(0, s.at).every(item => item.t !== 'noun' || singular(item.said) === item.said)
  )
    return
  s.draft.limit = null
  s.whole = s.draft.order
  s.draft.order = []
}

export function alphabetical(s: State): Place {
  const shown = s.draft.shown.find(each => each.k === 'column' && each.place.column.kind === 'TEXT')
  if (shown?.k === 'column') return shown.place
  return { scope: s.root, column: nameOf(s, s.root)[0] as CatalogColumn }
}
