import type { CatalogTable } from '../../domain.ts'
import { identifyingColumns, singularName } from './naming-columns.ts'
import type { Group, QueryTree } from './query-tree.ts'
import { resolveColumn, resolveTable, settled, unsound } from './resolve-nouns.ts'
import type { Resolved, Scope } from './resolve-nouns.ts'
import { isMeasureNoun } from './resolve-subject.ts'
import type { Roles } from './resolve-subject.ts'
import type { ColumnNoun, Sketch, TableNoun } from './sketch.ts'

/** What the rows are counted or measured per. */
export function resolveGroups(
  sketch: Sketch,
  { owner, perOwner, subject }: Roles,
  scope: Scope,
  previous: QueryTree | null,
): Resolved<Group[]> {
  const groups: Group[] = []
  let cost = 0
  const nouns: (ColumnNoun | TableNoun)[] = sketch.modifiers.flatMap(modifier =>
    modifier.kind === 'group' ? modifier.by : [],
  )
  const ranksGroups = sketch.modifiers.some(
    modifier =>
      (modifier.kind === 'order' || modifier.kind === 'extreme') &&
      modifier.key !== null &&
      isMeasureNoun(modifier.key),
  )
  if (sketch.subject.kind === 'group' && ranksGroups) nouns.unshift(sketch.subject.noun)
  if (owner && perOwner) groups.push(entityGroup(owner))
  const measures = ranksGroups || sketch.outputs.some(isMeasureNoun)
  for (const noun of nouns) {
    const group = noun.kind === 'table' ? resolveEntity(noun, scope) : resolveGroupColumn(noun, scope)
    if (!group.ok) return group
    const isSubject = group.value.kind === 'entity' && group.value.table === subject
    if (isSubject && !measures) continue
    groups.push(group.value)
    cost += group.cost
  }
  if (groups.length > 0 && !measures)
    return unsound(
      previous ? 'nothing to count or measure per group' : 'nothing is counted or measured per group',
    )
  return settled(groups, cost)
}

function resolveEntity(noun: TableNoun, { catalog }: Scope): Resolved<Group> {
  const table = resolveTable(noun, catalog)
  return table.ok ? settled(entityGroup(table.value), table.cost) : table
}

function entityGroup(table: CatalogTable): Group {
  return { kind: 'entity', table, shown: identifyingColumns(table) }
}

/** A column that only points to another table groups by numbers nobody knows: the name of that table is better. */
function resolveGroupColumn(noun: ColumnNoun, scope: Scope): Resolved<Group> {
  const column = resolveColumn(noun, scope)
  if (!column.ok) return column
  const { table, column: found } = column.value
  if (
    found.kind !== 'TEXT' &&
    scope.catalog.tables.some(other => singularName(other.name) === singularName(found.name))
  )
    return unsound(`${table.name}.${found.name} seems to point to another table`)
  const points = table.foreignKeys.some(key => key.columns.includes(found.name))
  return settled({ kind: 'column', use: column.value }, column.cost + (points ? 3 : 0))
}
