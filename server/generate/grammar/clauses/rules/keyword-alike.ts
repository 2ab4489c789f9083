import { addFact } from './facts.ts'
import { relateBy, roleOf } from './roles.ts'
import { onDistinct } from './keyword-groups.ts'
import { resolveColumn } from './reach.ts'
import { fail, kw, noun, top } from './state.ts'
import type { Keyword, State } from './state.ts'

/** "The same city as their manager", "a different city from their manager": a row against the one that it names. */
export function onAlike(s: State, item: Keyword): void {
  const of = noun(s, 1)
  let ahead = 2
  while (kw(s, ahead, 'prep', 'same', 'is', 'filler')) ahead++
  const who = noun(s, ahead)
  const scope = top(s)
  const link = who && ahead > 1 ? roleOf(s, who, scope) : null
  if (!of || !link) {
    if (item.op === 'distinct') onDistinct(s, item)
    else fail(s, `"${item.said}" is not read here`)
    return
  }
  s.at++
  const { column } = resolveColumn(s, {
    ...of,
    columns: of.columns.filter(({ table }) => table === scope.table),
  })
  const other = link.to.columns.find(({ name, kind }) => name === column.name && kind === column.kind)
  if (!other) return fail(s, `nothing like ${column.name} there`)
  s.at += ahead
  s.mode = 'filter'
  const differs = (item.op === 'distinct') !== s.negated
  s.negated = false
  addFact(s, scope, {
    k: 'compare',
    column,
    operator: differs ? '<>' : '=',
    value: { k: 'column', column: other, scope: relateBy(s, scope, link) },
  })
}
