/**
 * What gives a statement its meaning is the same in a dry run and in the real one, whatever the login is set to; only
 * where names are looked up stays the login's own, and is told in `Structure.settings`.
 */
export const PIN_CHANGE_SETTINGS = [
  'set standard_conforming_strings = on',
  // A timestamp becomes an instant without a rewrite, and by the same clock everywhere.
  "set timezone = 'UTC'",
  "set datestyle = 'ISO, MDY'",
  "set intervalstyle = 'postgres'",
  "set bytea_output = 'hex'",
  'set extra_float_digits = 1',
  "set xmloption = 'content'",
  'set check_function_bodies = on',
  'set row_security = on',
  "set default_transaction_isolation = 'read committed'",
  'set transform_null_equals = off',
  'set quote_all_identifiers = off',
  'set client_min_messages = warning',
].join('; ')

/** In which definitions are read: names with their schemas, values written the same way everywhere. */
export const READING_SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'pg_catalog, pg_temp',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
}

/** Of the login in this database, as far as they give a statement its meaning and are not pinned. */
export const TOLD_SETTINGS: readonly string[] = [
  'search_path',
  'role',
  'session_replication_role',
  'default_tablespace',
  'default_table_access_method',
  'default_toast_compression',
  'default_transaction_read_only',
  'server_encoding',
  'lc_collate',
]
