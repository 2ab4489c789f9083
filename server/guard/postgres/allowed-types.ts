/** The types of pg_catalog that columns have. */
const COLUMN_TYPES = new Set([
  'bit',
  'bool',
  'box',
  'bpchar',
  'bytea',
  'char',
  'cidr',
  'circle',
  'date',
  'datemultirange',
  'daterange',
  'float4',
  'float8',
  'inet',
  'int2',
  'int4',
  'int4multirange',
  'int4range',
  'int8',
  'int8multirange',
  'int8range',
  'interval',
  'json',
  'jsonb',
  'jsonpath',
  'line',
  'lseg',
  'macaddr',
  'macaddr8',
  'money',
  'name',
  'numeric',
  'nummultirange',
  'numrange',
  'oid',
  'path',
  'pg_lsn',
  'point',
  'polygon',
  'record',
  'text',
  'time',
  'timestamp',
  'timestamptz',
  'timetz',
  'tsmultirange',
  'tsquery',
  'tsrange',
  'tstzmultirange',
  'tstzrange',
  'tsvector',
  'uuid',
  'varbit',
  'varchar',
  'xml',
])

/**
 * Show which relation, schema or type a catalog means by its OID, and find one by its name. Nothing of it is read: what
 * would read it by its OID is a function, of which those are not allowed.
 */
const NAMES_BY_OID = new Set(['regclass', 'regnamespace', 'regtype'])

/**
 * The other types of pg_catalog. The other reg… types turn a text into a look-up of functions, operators, roles and
 * the like, which no report needs; the rest is for the server's own use.
 */
const OTHER_TYPES = new Set([
  'regcollation',
  'regconfig',
  'regdictionary',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
  'regrole',
  'aclitem',
  'cid',
  'gtsvector',
  'int2vector',
  'oidvector',
  'refcursor',
  'tid',
  'txid_snapshot',
  'xid',
  'xid8',
  'cstring',
  'internal',
  'unknown',
  'void',
  'trigger',
  'event_trigger',
  'language_handler',
  'fdw_handler',
  'index_am_handler',
  'table_am_handler',
  'tsm_handler',
  'any',
  'anyarray',
  'anycompatible',
  'anycompatiblearray',
  'anycompatiblemultirange',
  'anycompatiblenonarray',
  'anycompatiblerange',
  'anyelement',
  'anyenum',
  'anymultirange',
  'anynonarray',
  'anyrange',
])

/** A bare name that pg_catalog does not have is a type of the user's own, such as an enum: those are allowed. */
export function allowsTypeName(schema: string | null, name: string): boolean {
  const isListed = COLUMN_TYPES.has(name) || NAMES_BY_OID.has(name)
  if (isListed && (schema === null || schema === 'pg_catalog')) return true
  // `_text` is the array of text.
  if (name.startsWith('_')) return allowsTypeName(schema, name.slice(1))
  if (schema === null) return !OTHER_TYPES.has(name) && !name.startsWith('pg_')
  return !schema.startsWith('pg_') && schema !== 'information_schema'
}
