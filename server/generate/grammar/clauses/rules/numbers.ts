import { comparison } from './comparisons.ts'
import { bounded, dateColumn, within } from './date-columns.ts'
import { yearRange } from '../dates.ts'
import type { Place, Scope } from '../draft.ts'
import { addFact } from './facts.ts'
import type { Item } from '../items.ts'
import { isNumber, isTime } from '../names.ts'
import { isToOne, resolveColumn } from './reach.ts'
import { fail, kw, peek } from './state.ts'
import type { State } from './state.ts'
import type { Comparison } from '../tree.ts'

export function readNumber(s: State, item: Extract<Item, { t: 'num' }>): void {
  const next = s.live[s.at + 1]
  if (item.unit) fail(s, 'a measure of what?')
  if (next?.t === 'kw' && next.op === 'compare' && /^or (more|less|fewer)/u.test(next.said)) {
    s.live[s.at] = next
    s.live[s.at + 1] = item
    s.mode = 'filter'
    comparison(s, next.arg)
    return
  }
  if (item.year && (s.mode === 'filter' || !next || next.t === 'kw')) {
    s.at++
    s.mode = 'filter'
    const years = [item.n]
    while (kw(s, 0, 'or') && peek(s, 1)?.t === 'num') {
      const other = peek(s, 1)
      if (other?.t === 'num') years.push(other.n)
      s.at += 2
    }
    const place: Place =
      s.lastColumn && (isTime(s.lastColumn.column) || /year/iu.test(s.lastColumn.column.name))
        ? s.lastColumn
        : dateColumn(s, [...s.stack].reverse())
    const later = kw(s, 0, 'or') && kw(s, 1, 'compare')
    if (later && /date$/u.test(later.arg)) {
      s.at += 2
      const operator: Comparison = later.arg === '>date' ? '>=' : '<='
      if (isTime(place.column))
        addFact(s, place.scope, {
          k: 'within',
          column: place.column,
          range: bounded(s, yearRange(item.n, 1), operator),
          negated: false,
        })
      else
        addFact(s, place.scope, {
          k: 'compare',
          column: place.column,
          operator,
          value: { k: 'number', n: item.n },
        })
      return
    }
    const also = kw(s, 0, 'and') && peek(s, 1)
    if (s.both && also && also.t === 'num' && place.scope.parent && !isToOne(s, place.scope)) {
      s.at += 2
      const twin: Scope = { ...place.scope, conditions: [], joined: false, count: null }
      s.scopes.push(twin)
      place.scope.parent.conditions.push({ k: 'scope', scope: twin })
      within(s, place, yearRange(item.n, 1))
      within(s, { scope: twin, column: place.column }, yearRange(also.n, 1))
      s.both = false
      s.twins = true
      return
    }
    if (years.length === 1) within(s, place, yearRange(item.n, 1))
    else if (isTime(place.column))
      addFact(s, place.scope, {
        k: 'any',
        of: years.map(y => ({ k: 'within', column: place.column, range: yearRange(y, 1), negated: false })),
      })
    else
      addFact(s, place.scope, {
        k: 'any',
        of: years.map(y => ({
          k: 'compare',
          column: place.column,
          operator: '=',
          value: { k: 'number', n: y },
        })),
      })
    return
  }
  const amount =
    next?.t === 'noun' &&
    next.tables.length === 0 &&
    next.columns.some(each => isNumber(each.column) && each.match !== 'LOOSE' && each.match !== 'STEM')
  if (
    s.mode === 'out' &&
    next &&
    !amount &&
    (next.t === 'noun' ||
      (next.t === 'kw' && ['superlative', 'adjective', 'common', 'selling'].includes(next.op)))
  ) {
    s.at++
    s.draft.limit = item.n
    s.limitSaid = true
    return
  }
  // "4 cylinders"
  if (next?.t === 'noun' && next.columns.some(each => isNumber(each.column))) {
    const place = resolveColumn(s, { ...next, columns: next.columns.filter(each => isNumber(each.column)) })
    s.at += 2
    const not = s.negated
    s.negated = false
    addFact(s, place.scope, {
      k: 'compare',
      column: place.column,
      operator: not ? '<>' : '=',
      value: { k: 'number', n: item.n },
    })
    return
  }
  // "exactly 3 orders" without its word is not read: it may mean at least.
  fail(s, `"${item.n}" has nothing to count`)
}
