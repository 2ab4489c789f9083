import type { QualifiedName } from '../policy.ts'

/** The servers' own schemas: accounts with their password hashes, other people's statements, settings, logs. */
const REFUSED_SCHEMAS = new Set([
  'mysql',
  'mysql_innodb_cluster_metadata',
  'ndbinfo',
  'performance_schema',
  'sys',
])

/** The shape of the data. Nothing of accounts, sessions, settings, sources of code, or values sampled from tables. */
const INFORMATION_SCHEMA_TABLES = new Set([
  'character_sets',
  'check_constraints',
  'collation_character_set_applicability',
  'collations',
  'columns',
  'engines',
  'key_column_usage',
  'keywords',
  'partitions',
  'referential_constraints',
  'schemata',
  'sequences',
  'st_geometry_columns',
  'st_spatial_reference_systems',
  'statistics',
  'table_constraints',
  'tables',
  'view_table_usage',
  'views',
])

/** A bare name is a table of the connection's own database, which may be one of the server's own. */
export function allowsRelation({ schema, name }: QualifiedName, searchPath: readonly string[] = []): boolean {
  // With this prefix the rest of a name is taken as the name of a file, past every look-up by name.
  if ([schema ?? '', name].some(part => part.toLowerCase().startsWith('#mysql50#'))) return false
  if (schema === null) return searchPath.every(own => allowsRelation({ schema: own, name }))
  const folded = foldName(schema)
  if (folded === 'information_schema') return INFORMATION_SCHEMA_TABLES.has(name.toLowerCase())
  return !REFUSED_SCHEMAS.has(folded)
}

/** Wider than what any of the servers takes for the same name, so that no spelling of a schema gets past. */
export function foldName(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i').trim()
}
