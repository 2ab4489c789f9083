import { compareColumn } from './comparisons.ts'
import { adjectiveScope, dimension, tryDimension } from './dimensions.ts'
import { adjective } from '../lexicon.ts'
import { isKey, isNumber, isTime } from '../names.ts'

import { pushOrder, sort, wholeList } from './orders.ts'
import { showColumn } from './outputs.ts'
import { linksFrom } from '../links.ts'
import { join, relate, resolveColumn } from './reach.ts'
import { fail, kw, noun, peek, peekSaid, top } from './state.ts'
import type { Keyword, State } from './state.ts'
import { countGroups, superlative } from './superlatives.ts'

export function onSuperlative(s: State, item: Keyword): void {
  if (item.arg === 'best' || item.arg === 'worst') fail(s, `"${item.said}" may mean many things`)
  superlative(s, item.arg === 'desc')
  return
}

/** What times are ranked by; nothing is longest by when it began. */
const TIMELY = /^(old|young|eld|new|late|most recent|earl|first)/u

export function onAdjective(s: State, item: Keyword): void {
  s.at++
  if (/^how /u.test(item.said)) {
    // "How old is …": that column.
    while (kw(s, 0, 'is', 'verb', 'some', 'prep', 'filler')) s.at++
    const d = dimension(s, item.arg, s.root)
    s.draft.shown.push({ k: 'column', place: d.place })
    return
  }
  // "The shortest life expectancy": of that column.
  const of = noun(s, 0)
  const measured =
    of &&
    of.tables.length === 0 &&
    of.columns.some(
      ({ table, column }) =>
        (isNumber(column) && !isKey(table, column)) || (isTime(column) && TIMELY.test(item.said)),
    )
  if (measured && /(est|most \w+|least \w+)$/u.test(item.said) && adjective(item.arg)) {
    s.at--
    const dated = of.columns.every(({ column }) => isTime(column))
    const more = adjective(item.arg)?.more ?? true
    superlative(s, dated && /^(old|young)/u.test(item.said) ? !more : more)
    return
  }
  const n = peek(s)
  // "older than 20"
  if (
    kw(s, 0, 'prep') === null &&
    (peekSaid(s, 'than') || n?.t === 'num' || kw(s, 0, 'agg')) &&
    adjective(item.arg) &&
    /(er|more \w+|less \w+)$|^cost/u.test(item.said)
  ) {
    if (peekSaid(s, 'than')) s.at++
    const d = dimension(s, item.arg, top(s))
    const than = s.negated ? (d.more ? '<=' : '>=') : d.more ? '>' : '<'
    s.negated = false
    compareColumn(s, d.place, than)
    if (kw(s, 0, 'bucket')) s.at++
    return
  }
  const scope = adjectiveScope(s)
  const d = dimension(s, item.arg, scope)
  if (scope !== s.root) join(s, scope)
  pushOrder(s, { k: 'column', place: d.place }, d.more)
  if (s.draft.limit === null) s.draft.limit = 1
  return
}

export function onTop(s: State, item: Keyword): void {
  const n = s.live[s.at + 1]
  if (n?.t === 'num') {
    s.at += 2
    s.draft.limit = n.n
    s.limitSaid = true
    s.pendingSuperlative = item.arg === 'desc'
    return
  }
  if (noun(s, 1)) {
    const d = tryDimension(s, item.said === 'last' ? 'latest' : 'earliest')
    if (d) {
      s.at++
      pushOrder(s, { k: 'column', place: d }, item.said === 'last')
      s.draft.limit = 1
      return
    }
  }
  return fail(s, `"${item.said}" needs a number`)
}

export function onCommon(s: State, item: Keyword): void {
  s.at++
  const direct = noun(s, 0) !== null
  while (kw(s, 0, 'prep')) s.at++
  const of = noun(s, 0)
  if (!of) {
    if (s.draft.shown.some(each => each.k === 'column')) {
      countGroups(s, item.arg === 'desc')
      return
    }
    return fail(s, 'the most common what?')
  }
  // "The most common diagnosis": of which there are most rows in the one table that speaks of it.
  if (direct && of.columns.length === 0 && of.tables.some(({ table }) => table === s.root.table)) {
    const tellers = linksFrom(s.catalog, s.root.table).filter(link => link.toMany && !link.inferred)
    const [link, ...more] = tellers
    if (!link || more.length > 0) return fail(s, 'common among what?')
    s.at++
    s.rootSaid = true
    s.rootListed = true
    s.mode = 'filter'
    const scope = relate(s, link.to, { fresh: true, from: [s.root] })
    pushOrder(s, { k: 'count', scope, column: null, distinct: false }, item.arg === 'desc')
    if (s.draft.limit === null) s.draft.limit = 1
    s.stack = [s.root, scope]
    return
  }
  const place = resolveColumn(s, of)
  s.at++
  if (place.scope !== s.root) join(s, place.scope)
  showColumn(s, place)
  s.draft.groups.push({ k: 'column', place })
  pushOrder(s, { k: 'count', scope: s.root, column: null, distinct: false }, item.arg === 'desc')
  if (s.draft.limit === null) s.draft.limit = 1
  return
}

export function onSort(s: State): void {
  s.at++
  s.sorting = true
  sort(s)
  s.sorting = false
  return
}

export function onDirection(s: State, item: Keyword): void {
  if (s.draft.limit === 1 && !s.limitSaid) {
    wholeList(s)
    if (s.draft.limit === null) {
      s.at++
      s.draft.order = s.whole.map(each => ({ ...each, descending: item.arg === 'desc' }))
      return
    }
  }
  const last = s.draft.order.at(-1)
  if (item.arg === 'old' || item.arg === 'young') {
    s.at++
    if (last) {
      const time = last.by.k === 'column' && isTime(last.by.place.column)
      last.descending = (item.arg === 'old') !== time
    } else {
      const d = dimension(s, item.arg === 'old' ? 'oldest' : 'youngest', s.root)
      pushOrder(s, { k: 'column', place: d.place }, d.more)
    }
    return
  }
  if (item.op === 'direction' && last && !s.limitSaid) {
    s.at++
    last.descending = item.arg === 'desc'
    return
  }
  sort(s)
  return
}
