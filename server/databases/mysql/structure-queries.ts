/** As in `catalog-queries.ts`: the database is compared as `table_schema = …`, so that MariaDB opens the tables of this one alone. */

export const RELATIONS_QUERY = `
  select table_name, table_type from information_schema.tables
  where table_schema = database() order by cast(table_name as binary)`

/** In the order in which they run. */
export const TRIGGERS_QUERY = `
  select trigger_name, event_manipulation, event_object_table, action_statement, action_timing, action_order, definer
  from information_schema.triggers
  where trigger_schema = database()
  order by cast(event_object_table as binary), event_manipulation, action_timing, action_order`

export const ROUTINES_QUERY = `
  select routine_name, routine_type from information_schema.routines
  where routine_schema = database() and routine_type in ('FUNCTION', 'PROCEDURE')
  order by cast(routine_name as binary)`

export const EVENTS_QUERY = `
  select event_name from information_schema.events where event_schema = database() order by cast(event_name as binary)`

/** As far as the login may see them: its own, and those of all with rights on the server's own tables. */
export const GRANTS_QUERY = `
  select table_name, grantee, group_concat(privilege_type order by privilege_type separator ', '), max(is_grantable)
  from information_schema.table_privileges where table_schema = database() group by table_name, grantee
  union all
  select table_name, grantee,
    group_concat(concat(privilege_type, ' (', column_name, ')') order by privilege_type, column_name separator ', '), max(is_grantable)
  from information_schema.column_privileges where table_schema = database() group by table_name, grantee`

/** What gives a statement its meaning and is the server's, not ours. */
export const SETTINGS: readonly string[] = [
  'sql_mode',
  'time_zone',
  'character_set_database',
  'collation_database',
  'default_storage_engine',
  'explicit_defaults_for_timestamp',
  'innodb_strict_mode',
  'lower_case_table_names',
]
