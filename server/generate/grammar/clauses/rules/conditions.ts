import { between, compareColumn } from './comparisons.ts'
import { yearRange } from '../dates.ts'
import type { Fact, Place } from '../draft.ts'
import { addFact, isFlag, operatorOf, settle } from './facts.ts'
import { adjective } from '../lexicon.ts'
import { isKey, isNumber, isTime } from '../names.ts'
import { showColumn } from './outputs.ts'
import { beforeIs, fail, kw, noun, peek, top } from './state.ts'
import type { Noun, State } from './state.ts'
import type { Comparison } from '../tree.ts'
import { addText, valuesOf } from './values.ts'
import { onWeekday } from './keyword-weekdays.ts'

/** The condition that follows a column; false when none does. */
export function conditionOn(s: State, place: Place): boolean {
  const start = s.at
  let skipped = 0
  while (
    kw(s, 0, 'is', 'verb') ||
    // "governments that are republics"
    (kw(s, 0, 'rel') && kw(s, 1, 'is') && noun(s, 2)?.values.some(({ column }) => column === place.column)) ||
    (kw(s, 0, 'prep') &&
      (peek(s, 1)?.t === 'num' ||
        peek(s, 1)?.t === 'text' ||
        kw(s, 1, 'compare') ||
        (noun(s, 1)?.values.some(({ column }) => column === place.column) ?? false))) ||
    (kw(s, 0, 'has') && kw(s, 1, 'contains'))
  ) {
    s.at++
    if (++skipped > 3) break
  }
  if (kw(s, 0, 'not')) {
    s.negated = !s.negated
    s.at++
    while (kw(s, 0, 'is')) s.at++
  }
  if (kw(s, 0, 'either', 'both')) s.at++
  const item = peek(s)
  const compare = kw(s, 0, 'compare')
  if (compare) {
    s.at++
    compareColumn(s, place, compare.arg)
    return true
  }
  const adj = kw(s, 0, 'adjective')
  if (
    adj &&
    isNumber(place.column) &&
    (peek(s, 1)?.t === 'num' || (kw(s, 1, 'same') && (peek(s, 2)?.t === 'num' || kw(s, 2, 'agg'))))
  ) {
    s.at += kw(s, 1, 'same') ? 2 : 1
    compareColumn(s, place, adjective(adj.arg)?.more ? '>' : '<')
    return true
  }
  if (kw(s, 0, 'between')) {
    s.at++
    return between(s, place)
  }
  const day = kw(s, 0, 'weekday')
  if (day && isTime(place.column)) {
    s.lastColumn = place
    onWeekday(s, day)
    return true
  }
  const contains = kw(s, 0, 'contains')
  if (contains && place.column.kind === 'TEXT') {
    s.at++
    while (kw(s, 0, 'contains', 'prep', 'some')) s.at++
    const text = peek(s)
    const said = text?.t === 'text' ? text.text : text?.t === 'noun' ? text.said : null
    if (said === null) return fail(s, 'which text?')
    s.at++
    const fact = (not: boolean): Fact => ({
      k: 'like',
      column: place.column,
      how: contains.arg as 'contains',
      text: said,
      negated: not,
    })
    settle(s, place.scope, false, fact(false), fact(true))
    if (kw(s, 0, 'prep') && noun(s, 1)?.columns.some(({ column }) => column === place.column)) s.at += 2
    return true
  }
  if (kw(s, 0, 'null')) {
    const there = /^(on file|filled in|recorded|set|known)$/u.test(kw(s, 0, 'null')?.said ?? '')
    s.at++
    addFact(s, place.scope, { k: 'null', column: place.column, negated: there ? !s.negated : s.negated })
    s.negated = false
    return true
  }
  if (item?.t === 'num' && isNumber(place.column)) {
    const values = [item.n]
    s.at++
    if (kw(s, 0, 'compare') && /^or /u.test(kw(s, 0, 'compare')?.said ?? '')) {
      addFact(s, place.scope, {
        k: 'compare',
        column: place.column,
        operator: operatorOf(s, kw(s, 0, 'compare')?.arg ?? '='),
        value: { k: 'number', n: item.n },
      })
      s.at++
      return true
    }
    while (kw(s, 0, 'or', 'comma') && peek(s, 1)?.t === 'num') {
      const next = peek(s, 1)
      if (next?.t === 'num') values.push(next.n)
      s.at += 2
    }
    const operator: Comparison = s.negated ? '<>' : '='
    s.negated = false
    const facts = values.map((n): Fact => ({
      k: 'compare',
      column: place.column,
      operator,
      value: { k: 'number', n },
    }))
    const [only] = facts
    addFact(s, place.scope, facts.length === 1 && only ? only : { k: 'any', of: facts })
    return true
  }
  if ((item?.t === 'date' || (item?.t === 'num' && item.year)) && isTime(place.column)) {
    s.at++
    addFact(s, place.scope, {
      k: 'within',
      column: place.column,
      range: item.t === 'date' ? item.range : yearRange(item.n, 1),
      negated: s.negated,
    })
    s.negated = false
    return true
  }
  if (item?.t === 'noun' && item.values.some(({ column }) => column === place.column)) {
    const not = s.negated
    s.negated = false
    const values = () =>
      valuesOf(s, noun(s, 0) as Noun).find(({ column }) => column === place.column)?.values ?? []
    const list = [...values()]
    s.at++
    while (kw(s, 0, 'or', 'comma', 'and') && values1().length > 0) {
      s.at++
      list.push(...values())
      s.at++
    }
    addFact(s, place.scope, { k: 'texts', column: place.column, values: list, exact: true, negated: not })
    return true
  }
  const lead = s.live[s.at - 1]
  const leads =
    (lead?.t === 'noun' && (item?.from === lead.to || (item?.t === 'text' && item.quoted))) ||
    (lead?.t === 'kw' &&
      (lead.op === 'is' ||
        lead.op === 'name' ||
        lead.op === 'either' ||
        lead.op === 'not' ||
        /^(named|called|titled|known as)$/u.test(lead.said)))
  if (item?.t === 'text' && place.column.kind === 'TEXT' && (item.quoted || leads)) {
    s.at++
    addText(s, item.text, place)
    while (kw(s, 0, 'or', 'comma') && peek(s, 1)?.t === 'text') {
      const next = peek(s, 1)
      s.at += 2
      s.lastOr = true
      if (next?.t === 'text') addText(s, next.text, place)
      s.lastOr = false
    }
    return true
  }
  s.at = start
  return false

  function values1() {
    return noun(s, 1)?.values.filter(({ column }) => column === place.column) ?? []
  }
}

export function columnCondition(s: State, place: Place, _fresh = false): void {
  if (conditionOn(s, place)) {
    if (place.scope !== s.root && place.scope.parent === top(s)) s.stack = [...s.stack, place.scope]
    return
  }
  const not = s.negated
  if (place.column.kind === 'BOOLEAN' || isFlag(s, place.column)) {
    s.negated = false
    addFact(s, place.scope, { k: 'true', column: place.column, negated: not })
    return
  }
  if (not) {
    s.negated = false
    if (!place.column.nullable && isNumber(place.column) && !isKey(place.scope.table, place.column)) {
      addFact(s, place.scope, {
        k: 'compare',
        column: place.column,
        operator: '=',
        value: { k: 'number', n: 0 },
      })
      return
    }
    if (kw(s, 0, 'null')) s.at++
    addFact(s, place.scope, { k: 'null', column: place.column, negated: false })
    return
  }
  const before = s.live[s.at - 2]
  const having = s.live[s.at - 2]
  if (
    having?.t === 'kw' &&
    having.op === 'has' &&
    / (a|an|any)$/u.test(having.said) &&
    isNumber(place.column) &&
    !isKey(place.scope.table, place.column)
  ) {
    addFact(s, place.scope, {
      k: 'compare',
      column: place.column,
      operator: '>',
      value: { k: 'number', n: 0 },
    })
    return
  }
  const last = s.draft.shown.at(-1)
  const listed = beforeIs(s, 'and') || beforeIs(s, 'comma')
  if (listed && last?.k === 'count' && last.column && place.scope === last.scope) {
    s.draft.shown.push({ ...last, column: place.column })
    return
  }
  const later = peek(s, 1)
  if (
    kw(s, 0, 'compare', 'weekday') ||
    (kw(s, 0, 'prep') &&
      !listed &&
      (later?.t === 'num' || later?.t === 'date' || later?.t === 'text' || kw(s, 1, 'compare', 'between')))
  ) {
    s.lastColumn = place
    return
  }
  // "…, with their average price", "and the name": shown after all.
  if (
    before?.t === 'kw' &&
    (before.op === 'and' ||
      before.op === 'comma' ||
      before.op === 'command' ||
      before.said === 'with their' ||
      (before.said === 'with the' && isLast(s)))
  ) {
    showColumn(s, place)
    return
  }
  const tail = s.live.slice(s.at)
  const quoted = tail.findIndex(item => item.t === 'text' && item.quoted)
  if (
    quoted >= 0 &&
    quoted < 3 &&
    tail
      .slice(0, quoted)
      .every(item => item.t === 'kw' && ['has', 'contains', 'prep', 'rel'].includes(item.op))
  ) {
    s.lastColumn = place
    return
  }
  if (before?.t === 'kw' && before.op === 'both') {
    s.lastColumn = place
    return
  }
  // "Who have left", "that have been paid": when they did is known.
  const said = s.live[s.at - 1]
  const done = s.live.slice(0, s.at - 1).findLast(item => !(item.t === 'kw' && item.op === 'verb'))
  if (
    isTime(place.column) &&
    place.column.nullable &&
    said?.t === 'noun' &&
    said.columns.some(({ column, match }) => column === place.column && match === 'STEM') &&
    done?.t === 'kw' &&
    /^(have|has|had|that have|that has|was|were|is|are|been|already)$/u.test(done.said)
  ) {
    addFact(s, place.scope, { k: 'null', column: place.column, negated: true })
    return
  }
  // "With English as a language": the word says only of what kind the value is.
  if (place.scope.conditions.some(fact => fact.k === 'texts' && fact.column === place.column)) return
  fail(s, `nothing is said of ${place.column.name}`)
}

/** Whether a value for the column comes next, so that it is a condition rather than shown. */
export function conditionAhead(s: State, place: Place): boolean {
  const item = peek(s)
  if (kw(s, 0, 'compare', 'between')) return true
  if (kw(s, 0, 'weekday')) return isTime(place.column)
  if (item?.t === 'text') return true
  if (item?.t === 'num') return isNumber(place.column)
  return (
    item?.t === 'noun' &&
    item.values.some(({ column }) => column === place.column) &&
    item.tables.length === 0
  )
}

/** Nothing is left that could say which of them are meant. */
function isLast(s: State): boolean {
  return s.live
    .slice(s.at)
    .every(
      item =>
        item.t === 'noun' ||
        (item.t === 'kw' &&
          ['and', 'comma', 'stop', 'prep', 'rel', 'verb', 'some', 'name', 'is'].includes(item.op)),
    )
}
