import type { GuardFunction } from '../guard-facts.ts'

/**
 * Volatility is a start, not the answer: of PostgreSQL's own functions the immutable and stable ones are allowed,
 * minus those below that show or reach what a query should not, plus a few volatile ones that only read a clock, a
 * random number or a size.
 */
export function allowsBuiltInFunction({ name, volatility }: GuardFunction): boolean {
  if (name.startsWith('pg_')) return SYSTEM_FUNCTIONS.has(name)
  if (FORBIDDEN.has(name) || FORBIDDEN_FAMILIES.test(name)) return false
  return volatility !== 'VOLATILE' || HARMLESS_VOLATILE.has(name)
}

/** Functions named pg_… are about the server itself: sessions, files, replication, settings. Only these are allowed. */
const SYSTEM_FUNCTIONS = new Set([
  'pg_char_to_encoding',
  'pg_client_encoding',
  'pg_collation_for',
  'pg_column_size',
  'pg_database_size',
  'pg_encoding_to_char',
  'pg_get_constraintdef',
  'pg_get_expr',
  'pg_get_indexdef',
  'pg_get_partkeydef',
  'pg_get_serial_sequence',
  'pg_get_viewdef',
  'pg_indexes_size',
  'pg_lsn',
  'pg_relation_size',
  'pg_size_bytes',
  'pg_size_pretty',
  'pg_table_is_visible',
  'pg_table_size',
  'pg_total_relation_size',
  'pg_type_is_visible',
  'pg_typeof',
])

const HARMLESS_VOLATILE = new Set([
  'array_sample',
  'array_shuffle',
  'clock_timestamp',
  'gen_random_uuid',
  'random',
  'random_normal',
  'timeofday',
  'uuidv4',
  'uuidv7',
])

/** Stable or immutable by their label, but not harmless. */
const FORBIDDEN = new Set([
  // Settings can hold secrets of the application.
  'current_setting',
  // SQL in a string (volatile today; named so that a changed label opens nothing).
  'ts_rewrite',
  'ts_stat',
  // Give the transaction an id, which a read does not need.
  'txid_current',
  'txid_current_if_assigned',
  // The addresses of the server and the client.
  'inet_client_addr',
  'inet_client_port',
  'inet_server_addr',
  'inet_server_port',
  // Privileges as data.
  'aclexplode',
  'aclinsert',
  'aclremove',
  'makeaclitem',
])

/**
 * …_to_xml and …_to_xmlschema read a table whose name is in a string; reg…, and to_reg… but for relations, schemas
 * and types, look names up; the rest are large objects and parts of types, indexes and languages that no query calls by name.
 */
const FORBIDDEN_FAMILIES =
  /_to_xml(_and_xmlschema|schema)?$|^reg(class|collation|config|dictionary|namespace|oper|operator|proc|procedure|role|type)(in|out|mod|recv|send)?$|^to_reg(?!(class|namespace|type)$)|^lo_|^lo(read|write)$|^binary_upgrade_|^fmgr_|^plpgsql_|_handler$|_(recv|send|support|validator)$|^domain_(in|recv)$|^(any|record|enum|array|range|multirange)_(in|out)$/

/**
 * Extensions of PostgreSQL's own distribution, and pgvector, whose immutable and stable functions only compute. Not
 * among them although their labels are the same: tablefunc and xml2 run SQL from a string, PostGIS reads tables whose
 * names are in strings. (citext adds a `max` and a `min`, so without it those could not be called beside it.)
 */
const COMPUTING_EXTENSIONS = new Set([
  'citext',
  'cube',
  'earthdistance',
  'fuzzystrmatch',
  'hstore',
  'intarray',
  'isn',
  'ltree',
  'pg_trgm',
  'seg',
  'unaccent',
  'vector',
])

export function allowsExtensionFunction({ extension, name, volatility }: GuardFunction): boolean {
  // What the server itself has had since PostgreSQL 13, with the same name, so that a bare one may mean both.
  if (extension === 'pgcrypto' && name === 'gen_random_uuid') return true
  return extension != null && COMPUTING_EXTENSIONS.has(extension) && volatility !== 'VOLATILE'
}

/** What a view or row policy may ask of the session: its author has chosen the setting and the role. */
const ALLOWED_BEHIND = new Set(['current_setting', 'pg_has_role', 'pg_get_userbyid', 'row_security_active'])

export function allowsFunctionBehind({ schema, name, builtIn }: GuardFunction): boolean {
  return builtIn && schema === 'pg_catalog' && ALLOWED_BEHIND.has(name)
}
