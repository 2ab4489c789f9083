import type { Structure, StructureObject } from '../databases/schema-changes.ts'
import type { TableName } from '../sql/sql.ts'

/** Kinds that share their names with tables. */
const RELATIONS = ['TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'INDEX', 'SEQUENCE'] as const

/**
 * What a name in a statement stands for, looked up as the server does: in its own schema, else along the search path.
 * Null where it is not there.
 */
export function namedObject(
  { objects, settings }: Structure,
  { schema, name }: TableName,
  kinds: readonly string[] = RELATIONS,
): StructureObject | null {
  const names =
    schema === null ? [name, ...schemasOf(settings).map(one => `${one}.${name}`)] : [`${schema}.${name}`]
  for (const one of names) {
    const found = objects.find(object => object.name === one && kinds.includes(object.kind))
    if (found !== undefined) return found
  }
  return null
}

export const partsOf = (
  { objects }: Structure,
  owner: StructureObject | null,
  kind: StructureObject['kind'],
) => (owner === null ? [] : objects.filter(object => object.partOf === owner.id && object.kind === kind))

export const columnOf = (structure: Structure, table: StructureObject | null, column: string) =>
  partsOf(structure, table, 'COLUMN').find(({ name }) => name === `${table?.name}.${column}`) ?? null

/** As text, e.g. `public.orders`. */
export const writtenTable = ({ schema, name }: TableName) => (schema === null ? name : `${schema}.${name}`)

export const sameTable = (one: TableName, other: TableName) =>
  one.name === other.name && (one.schema === other.schema || one.schema === null || other.schema === null)

function schemasOf(settings: Structure['settings']): readonly string[] {
  return (settings.search_path ?? '')
    .split(',')
    .map(schema => schema.trim())
    .filter(schema => schema !== '' && schema !== '"$user"')
}
