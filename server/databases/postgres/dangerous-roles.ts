/** Roles that come with PostgreSQL or with those who host it, by what membership opens. */
export interface DangerousRoles {
  code: string
  roles: readonly string[]
  what: string
  why: string
  writes: boolean
}

export const DANGEROUS_ROLES: readonly DangerousRoles[] = [
  {
    code: 'HOST_PROGRAMS',
    roles: ['pg_execute_server_program'],
    what: 'It may start programs on the database’s host',
    why: 'Whoever runs programs there has the host, and with it every database on it.',
    writes: true,
  },
  {
    code: 'HOST_FILES_WRITE',
    roles: ['pg_write_server_files'],
    what: 'It may write files on the database’s host',
    why: 'A file in the right place runs as a program, or replaces the data.',
    writes: true,
  },
  {
    code: 'HOST_FILES_READ',
    roles: ['pg_read_server_files'],
    what: 'It may read files of the database’s host',
    why: 'Keys, passwords and the files of other databases lie there, outside of every right on tables.',
    writes: false,
  },
  {
    code: 'PROVIDER_ADMINISTRATOR',
    roles: [
      'rds_superuser',
      'cloudsqlsuperuser',
      'azure_pg_admin',
      'alloydbsuperuser',
      'neon_superuser',
      'doadmin',
    ],
    what: 'It is an administrator of a hosted server',
    why: 'That is as near to a superuser as the host lets anybody come.',
    writes: true,
  },
  {
    code: 'WRITE_ALL',
    roles: ['pg_write_all_data'],
    what: 'It may change the rows of every table',
    why: 'One mistake anywhere in front of the database is enough to change any table.',
    writes: true,
  },
  {
    code: 'MAINTAINS',
    roles: ['pg_maintain', 'pg_checkpoint', 'pg_create_subscription'],
    what: 'It may run maintenance that other people feel',
    why: 'VACUUM FULL, REINDEX, CHECKPOINT and subscriptions lock tables or load the whole server.',
    writes: true,
  },
  {
    code: 'SIGNALS_SESSIONS',
    roles: ['pg_signal_backend', 'pg_signal_autovacuum_worker'],
    what: 'It may cancel and end the sessions of others',
    why: 'Ending other people’s work is no part of reading.',
    writes: false,
  },
  {
    code: 'SEES_SESSIONS',
    roles: ['pg_monitor', 'pg_read_all_stats', 'pg_read_all_settings', 'pg_stat_scan_tables'],
    what: 'It may see statements of other sessions, settings and statistics',
    why: 'Statements of others hold values, and settings can hold passwords.',
    writes: false,
  },
  {
    code: 'READS_ALL',
    roles: ['pg_read_all_data'],
    what: 'It may read every table of every schema',
    why: 'Tables that are made later can be read at once, also those that nobody meant to show.',
    writes: false,
  },
]
