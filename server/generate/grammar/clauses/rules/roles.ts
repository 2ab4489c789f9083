import type { CatalogColumn } from '../../../../domain.ts'
import type { Scope } from '../draft.ts'
import { linksFrom } from '../links.ts'
import type { Link } from '../links.ts'
import { showColumns } from '../names.ts'
import { join, scopeOf } from './reach.ts'
import type { Noun, State } from './state.ts'

/** The link of a column that tells another row by its key: the manager of an employee. */
export function roleLink(s: State, scope: Scope, column: CatalogColumn): Link | null {
  return (
    linksFrom(s.catalog, scope.table).find(
      link =>
        !link.toMany &&
        !link.inferred &&
        link.by === column.name &&
        link.fromColumns.length === 1 &&
        link.fromColumns[0] === column.name &&
        showColumns(link.to).length > 0,
    ) ?? null
  )
}

/** The rows that such a column tells, where words speak of them by it rather than by their table or by the key. */
export function roleOf(s: State, of: Noun, scope: Scope): Link | null {
  if (/\b(id|code|key|number|no)s?$/u.test(of.said)) return null
  const columns = of.columns.filter(({ table }) => table === scope.table)
  for (const { column } of columns) {
    const link = roleLink(s, scope, column)
    if (link && !of.tables.some(({ table }) => table === link.to && table !== scope.table)) return link
  }
  return null
}

/** Those rows, opened or found again. */
export function relateBy(s: State, from: Scope, link: Link): Scope {
  const known = s.scopes.find(
    each => each.parent === from && !each.negated && each.links.length === 1 && each.links[0] === link,
  )
  if (known) return known
  const made = scopeOf(s, link.to, from, [link])
  made.said = true
  s.scopes.push(made)
  from.conditions.push({ k: 'scope', scope: made })
  join(s, made)
  return made
}
