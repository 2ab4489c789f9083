import { MATCH_COST } from './state.ts'
import { dateColumn } from './date-columns.ts'
import type { DateUnit } from '../dates.ts'
import { isKey, isTime, nameWords } from '../names.ts'

import { columnOptions, relate } from './reach.ts'
import { relateBy, roleOf } from './roles.ts'
import { fail, kw, noun } from './state.ts'
import type { State } from './state.ts'

export function group(s: State): void {
  while (kw(s, 0, 'prep', 'distinct', 'all', 'verb')) s.at++
  if (!noun(s, 0) && !kw(s, 0, 'bucket') && s.draft.groups.length > 0) return
  // "The countries and the total population corresponding to each": by what is shown.
  const shown = s.draft.shown.flatMap(each => (each.k === 'column' ? [each.place] : []))
  if (!noun(s, 0) && !kw(s, 0, 'bucket') && shown.length > 0 && kw(s, -1, 'group')?.said.endsWith('each')) {
    for (const place of shown) s.draft.groups.push({ k: 'column', place })
    return
  }
  const bucket = kw(s, 0, 'bucket')
  if (bucket && !(noun(s, 0) !== null)) {
    const yearColumn = s.root.table.columns.find(
      column =>
        !isTime(column) &&
        !isKey(s.root.table, column) &&
        (bucket.arg === 'weekday' ? ['weekday', 'day', 'dow'] : [bucket.arg]).includes(
          nameWords(column.name).at(-1) ?? '',
        ),
    )
    s.at++
    if (yearColumn) {
      s.draft.groups.push({ k: 'column', place: { scope: s.root, column: yearColumn } })
      return
    }
    const place = dateColumn(s, [...s.stack].reverse())
    if (!isTime(place.column)) fail(s, 'no date')
    if (place.scope !== s.root) place.scope.joined = true
    s.draft.groups.push({ k: 'bucket', place, unit: bucket.arg as DateUnit })
    return
  }
  const of = noun(s, 0)
  if (!of) return fail(s, 'by what?')
  const next = noun(s, 1)
  const options: { value: () => void; cost: number }[] = []
  for (const { table, match } of of.tables) {
    const cost = MATCH_COST[match] + (table.kind === 'VIEW' ? 1 : 0)
    if (next?.columns.some(each => each.table === table)) continue
    options.push({
      cost: cost + 0.05,
      value: () => {
        s.at++
        if (table === s.root.table) {
          s.rootSaid = true
          s.draft.groups.push({ k: 'entity', scope: s.root })
          return
        }
        const scope = relate(s, table, { from: [s.root] })
        scope.joined = true
        scope.said = true
        s.draft.groups.push({ k: 'entity', scope })
        s.stack = [s.root, scope]
      },
    })
  }
  const named =
    of.tables.length > 0 &&
    next !== null &&
    next.columns.some(each => of.tables.some(({ table }) => table === each.table))
  for (const option of columnOptions(
    s,
    named && next
      ? {
          ...next,
          columns: next.columns.filter(each => of.tables.some(({ table }) => table === each.table)),
        }
      : of,
    () => true,
    0,
  ))
    options.push({
      cost: option.cost,
      value: () => {
        s.at += named ? 2 : 1
        const scope = option.value.scope ?? relate(s, option.value.table)
        const role = named ? null : roleOf(s, of, scope)
        if (role) {
          s.draft.groups.push({ k: 'entity', scope: relateBy(s, scope, role) })
          return
        }
        if (scope !== s.root) scope.joined = true
        s.draft.groups.push({ k: 'column', place: { scope, column: option.value.column } })
      },
    })
  s.choose(options, of.from, `group:${of.said}`)()
  while (
    kw(s, 0, 'and', 'comma') &&
    (kw(s, 1, 'group') || (kw(s, 1, 'bucket') && s.draft.shown.length > 0))
  ) {
    s.at += kw(s, 1, 'group') ? 2 : 1
    group(s)
  }
}
