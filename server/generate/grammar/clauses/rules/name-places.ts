import type { CatalogColumn } from '../../../../domain.ts'
import { conditionAhead, conditionOn } from './conditions.ts'
import type { Place, Scope } from '../draft.ts'
import { linksFrom } from '../links.ts'
import { showColumns } from '../names.ts'
import { showColumn } from './outputs.ts'
import { join, relate } from './reach.ts'
import { fail, peek } from './state.ts'
import type { State } from './state.ts'

/** The columns that people call a row by: its own, or those of the one thing that it is a kind of. */
export function namePlaces(s: State, scope: Scope): Place[] {
  const own = showColumns(scope.table)
  if (own.length > 0) return own.map(column => ({ scope, column }))
  const parents = linksFrom(s.catalog, scope.table).filter(
    link => !link.toMany && !link.inferred && showColumns(link.to).length > 0,
  )
  const [only, ...more] = parents
  if (!only || more.length > 0) return fail(s, `the rows of ${scope.table.name} have no name`)
  const parent = relate(s, only.to, { from: [scope] })
  return showColumns(only.to).map(column => ({ scope: parent, column }))
}

export function nameOf(s: State, scope: Scope): CatalogColumn[] {
  const shown = showColumns(scope.table)
  if (shown.length === 0) fail(s, `the rows of ${scope.table.name} have no name`)
  return [...shown]
}

export function showNames(s: State, scope: Scope, key: boolean): void {
  if (scope !== s.root) join(s, scope)
  const keys = scope.table.columns.filter(({ name }) => scope.table.primaryKey.includes(name))
  const columns = key
    ? (keys.length > 0
        ? keys
        : scope.table.columns.filter(column => /id$/iu.test(column.name)).slice(0, 1)
      ).map(column => ({ scope, column }))
    : namePlaces(s, scope)
  if (columns.length === 0) fail(s, `${scope.table.name} has no key`)
  for (const place of columns) showColumn(s, place)
  const known = columns.map(({ column }) => column)
  const [only] = known
  if (
    only &&
    !key &&
    (peek(s)?.t === 'text' || conditionAhead(s, { scope, column: only })) &&
    s.draft.shown.length > known.length
  ) {
    s.draft.shown.splice(-known.length)
    conditionOn(s, { scope, column: only })
    s.mode = 'filter'
  }
}

export function isPeople(s: State, scope: Scope): boolean {
  return scope.table.columns.filter(column => /^(first|last|f|l|sur)_?name$/iu.test(column.name)).length >= 2
}
