import { group } from './groups.ts'
import { fail, peek, previousIs } from './state.ts'
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

export function onBucket(s: State, item: Keyword): void {
  // "per" was said before, or it is a column that is called so.
  const last = s.draft.shown.at(-1)
  const next = peek(s, 1)
  if (next?.t === 'num' || next?.t === 'date') {
    // "In the year 1997": the word says nothing more.
    s.at++
    return
  }
  if (previousIs(s, 'prep') && last && last.k !== 'column') {
    group(s)
    return
  }
  return fail(s, `"${item.said}" is not read here`)
}
