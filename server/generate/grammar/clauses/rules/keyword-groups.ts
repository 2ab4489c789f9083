import type { DateUnit } from '../dates.ts'
import { isTime } from '../names.ts'
import { dateColumn } from './date-columns.ts'
import { group } from './groups.ts'
import { join } from './reach.ts'
import { fail, noun, peek, previousIs } from './state.ts'
import type { Keyword, State } from './state.ts'

export function onDistinct(s: State, item: Keyword): void {
  s.at++
  if (
    s.rootListed ||
    (s.mode === 'filter' && s.rootSaid && !(peek(s)?.t === 'noun' && s.draft.shown.length === 0))
  )
    fail(s, `"${item.said}" is not read here`)
  s.distinct = true
  return
}

export function onGroup(s: State): void {
  s.at++
  group(s)
  return
}

/** By the date that was spoken of, or else by that of what is measured. */
export function groupEvery(s: State, unit: DateUnit): void {
  if (!s.draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')) fail(s, 'nothing to gather')
  const dated = s.scopes.flatMap(scope =>
    scope.conditions.flatMap(fact => (fact.k === 'within' ? [{ scope, column: fact.column }] : [])),
  )
  const place = dated[0] ?? dateColumn(s, [...s.stack].reverse())
  if (!isTime(place.column)) fail(s, 'no date')
  if (place.scope !== s.root) join(s, place.scope)
  s.draft.groups.push({ k: 'bucket', place, unit })
}

export function onBucket(s: State, item: Keyword): void {
  // "per" was said before, or it is a column that is called so.
  const last = s.draft.shown.at(-1)
  const next = peek(s, 1)
  if (
    /^(dai|week|month|quarter|year)ly$/u.test(item.said) &&
    s.draft.groups.length === 0 &&
    s.every === null
  ) {
    s.at++
    s.every = item.arg as DateUnit
    return
  }
  if (next?.t === 'num' || next?.t === 'date') {
    // "In the year 1997": the word says nothing more.
    s.at++
    return
  }
  // "In which month was …"
  if (previousIs(s, 'wh') && s.draft.groups.length === 0 && s.draft.shown.length === 0 && !noun(s, 1)) {
    group(s)
    return
  }
  if (previousIs(s, 'prep') && last && last.k !== 'column') {
    group(s)
    return
  }
  return fail(s, `"${item.said}" is not read here`)
}
