import { group } from './groups.ts'
import { orderKey, pushOrder, sort } from './orders.ts'
import { fail, kw, noun } from './state.ts'
import type { Keyword, State } from './state.ts'

const rough = (word: string) => word.replace(/(ing|ed|es|s|e)$/u, '')

export function onPrep(s: State, item: Keyword): void {
  s.at++
  s.hints.push(...item.said.split(' ').map(rough), ...item.said.split(' '))
  const doer = s.live[s.at - 2]
  const afterVerb = doer?.t === 'kw' && (doer.op === 'verb' || doer.op === 'has')
  const sortsBy =
    /^(by|in terms of)$/u.test(item.said) &&
    !afterVerb &&
    s.draft.groups.length + s.draft.order.length === 0 &&
    s.draft.limit === null &&
    (noun(s, 0)?.columns.length ?? 0) > 0 &&
    [1, 2].some(k => kw(s, k, 'direction')) &&
    !s.draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')
  if (sortsBy) {
    sort(s)
    return
  }
  if (
    !afterVerb &&
    item.arg === 'by' &&
    /^(by|in terms of)$/u.test(item.said) &&
    (s.draft.percent ||
      s.draft.limit !== null ||
      s.draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')) &&
    (noun(s, 0) || kw(s, 0, 'count', 'agg', 'bucket', 'revenue', 'name'))
  ) {
    if (s.draft.limit !== null && s.draft.order.length === 0) {
      if (s.pendingSuperlative === null) fail(s, 'say whether the top or the bottom ones are meant')
      pushOrder(s, orderKey(s), s.pendingSuperlative ?? true)
      return
    }
    if (noun(s, 0)?.values.length === 0 || kw(s, 0, 'bucket')) {
      group(s)
      return
    }
  }
  if (
    s.rootSaid ||
    (s.draft.shown.length > 0 &&
      !(item.arg === 'of' || item.arg === 'for' || item.arg === 'from' || item.arg === 'in'))
  )
    s.mode = 'filter'
  return
}
