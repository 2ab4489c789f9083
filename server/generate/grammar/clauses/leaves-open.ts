import type { CatalogColumn, CatalogTable } from '../../../domain.ts'
import type { Draft, Fact, Scope } from './draft.ts'
import { isKey, showColumns } from './names.ts'

/** Names, or other columns, that several rows share, and whose rows they are. */
export interface SharedShown {
  table: CatalogTable
  columns: readonly CatalogColumn[]
  /** By what a row can be told from the others. */
  key: CatalogColumn | null
}

/**
 * What a list leaves open: "the first names of students with a dog" may be each name once, or a line for each student,
 * or for each dog. That is so where nothing that is shown tells which row it is, and rows are chosen by what belongs to
 * them; where they are chosen by what does not, only names are met that often. So does what is gathered by things of which
 * several have one name. Null where there is nothing to ask.
 */
export function leavesOpen(draft: Draft, repeated: ReadonlySet<CatalogColumn>): SharedShown | null {
  const { root, shown } = draft
  const gathered = gatheredByShared(draft, repeated)
  if (gathered !== null) return gathered
  const plain = draft.groups.length + draft.having.length === 0 && draft.limit === null
  if (!plain || draft.distinct || draft.percent || draft.ratio || shown.length === 0) return null
  const columns = shown.flatMap(each =>
    each.k === 'column' && each.place.scope === root ? [each.place.column] : [],
  )
  if (columns.length < shown.length || columns.some(column => tells(root.table, column, columns, repeated)))
    return null
  const named = columns.every(column => showColumns(root.table).includes(column) && repeated.has(column))
  const [name, ...more] = root.table.primaryKey
  const key = more.length === 0 ? root.table.columns.find(column => column.name === name) : undefined
  return root.conditions.some(isMatch) || (named && root.conditions.some(isOfOthers))
    ? { table: root.table, columns, key: key ?? null }
    : null
}

/** "Sales per branch", where several branches are called alike: by the name or by the branch? */
function gatheredByShared(draft: Draft, repeated: ReadonlySet<CatalogColumn>): SharedShown | null {
  const [group, ...more] = draft.groups
  if (group?.k !== 'entity' || more.length > 0) return null
  const { table } = group.scope
  const names = showColumns(table)
  const key = table.columns.find(({ name }) => name === table.primaryKey[0])
  const keyed = draft.shown.some(each => each.k === 'column' && each.place.column === key)
  return key && names.length > 0 && names.every(column => repeated.has(column)) && !keyed
    ? { table, columns: names, key }
    : null
}

/** Whether a column says which row it is, alone or with the others. */
function tells(
  table: CatalogTable,
  column: CatalogColumn,
  shown: readonly CatalogColumn[],
  repeated: ReadonlySet<CatalogColumn>,
): boolean {
  if (isKey(table, column)) return true
  if (column.kind !== 'TEXT' || repeated.has(column)) return false
  const names = showColumns(table)
  return !names.includes(column) || names.every(each => shown.includes(each))
}

/** Rows that others belong to, so that one may match several times. */
function isMatch(fact: Fact): boolean {
  if (fact.k !== 'scope' || fact.scope.negated || fact.scope.count !== null) return false
  return isMany(fact.scope) || fact.scope.conditions.some(isMatch)
}

function isOfOthers(fact: Fact): boolean {
  return fact.k === 'scope' && (isMany(fact.scope) || fact.scope.conditions.some(isOfOthers))
}

function isMany({ links }: Scope): boolean {
  return links.some(link => link.toMany)
}
