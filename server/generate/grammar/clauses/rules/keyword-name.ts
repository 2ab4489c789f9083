import { columnCondition } from './conditions.ts'
import { nameOf, showNames } from './name-places.ts'
import { relate } from './reach.ts'
import { beforeIs, fail, kw, noun, top } from './state.ts'
import type { Keyword, State } from './state.ts'

/** "…, with the name of …": one thing more is listed. */
function listsOn(s: State): boolean {
  const before = s.live[s.at - 2]
  return before?.t === 'kw' && /^with( the)?$/u.test(before.said)
}

export function onName(s: State, item: Keyword): void {
  const before = s.live[s.at - 1]
  s.at++
  // "The government form name" is the government form.
  const named = s.lastColumn
  if (
    /^names?$/u.test(item.said) &&
    before?.t === 'noun' &&
    before.to === item.from &&
    named?.column.kind === 'TEXT' &&
    before.columns.some(({ column }) => column === named.column)
  )
    return
  const entity = s.draft.groups.find(each => each.k === 'entity')
  const owner = entity?.k === 'entity' ? entity.scope : s.root
  const others = kw(s, 0, 'prep') ? noun(s, 1) : / of$/u.test(item.said) ? noun(s, 0) : null
  const otherTable = others?.tables.find(({ table }) => table.kind === 'TABLE')?.table
  if (
    s.mode === 'filter' &&
    otherTable &&
    otherTable !== s.root.table &&
    (beforeIs(s, 'and') || listsOn(s))
  ) {
    s.at += kw(s, 0, 'prep') ? 2 : 1
    showNames(s, relate(s, otherTable), item.op === 'key')
    return
  }
  if (s.mode === 'filter') {
    const scope = top(s)
    const [column] =
      item.op === 'key'
        ? scope.table.columns.filter(({ name }) => scope.table.primaryKey.includes(name))
        : nameOf(s, scope)
    if (!column) return fail(s, 'no such name')
    columnCondition(s, { scope, column })
    return
  }
  // "name of T": of the thing that follows.
  if ((kw(s, 0, 'prep') && noun(s, 1)) || (/ of$/u.test(item.said) && noun(s, 0))) {
    if (!kw(s, 0, 'prep')) s.at--
    const table = noun(s, 1)?.tables.find(
      ({ table: each }) => each !== s.root.table && each.kind === 'TABLE',
    )?.table
    if (table && !noun(s, 1)?.tables.some(({ table: each }) => each === s.root.table)) {
      s.at += 2
      showNames(s, relate(s, table), item.op === 'key')
      return
    }
    if (/ of$/u.test(item.said) && !kw(s, 0, 'prep')) s.at++
  }
  showNames(s, owner, item.op === 'key')
  return
}
