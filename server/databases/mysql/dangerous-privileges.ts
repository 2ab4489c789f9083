/** Privileges by what they open, in the words of both manuals. What stands in no list is told by its name. */
export interface DangerousPrivileges {
  code: string
  names: ReadonlySet<string> | RegExp
  severity: 'WARNING' | 'INFO'
  what: string
  why: string
}

const words = (list: string) => new Set(list.split(/\s*,\s*/))

export const DANGEROUS_PRIVILEGES: readonly DangerousPrivileges[] = [
  {
    code: 'HOST_FILES',
    names: words('FILE'),
    severity: 'WARNING',
    what: 'It may read and write files on the database’s host',
    why: 'Keys and the files of other databases lie there, outside of every right on tables.',
  },
  {
    code: 'MANAGES_ACCOUNTS',
    names: words(
      'CREATE USER, CREATE ROLE, DROP ROLE, ROLE_ADMIN, SET USER, SET_USER_ID, SET_ANY_DEFINER, ALLOW_NONEXISTENT_DEFINER',
    ),
    severity: 'WARNING',
    what: 'It may make and change accounts',
    why: 'Whoever makes accounts can make one with more rights.',
  },
  {
    code: 'GRANTS_RIGHTS',
    names: words('GRANT OPTION'),
    severity: 'WARNING',
    what: 'It may pass its rights on to others',
    why: 'Then nobody can say any more who may do what.',
  },
  {
    code: 'ACTS_FOR_OTHERS',
    names: words('PROXY'),
    severity: 'WARNING',
    what: 'It may act as another account',
    why: 'It then has that account’s rights, whatever its own are.',
  },
  {
    code: 'ADMINISTERS_SERVER',
    names:
      /^(RELOAD|SHUTDOWN|CREATE TABLESPACE|FLUSH_\w+|CLONE_ADMIN|[\w ]+[ _]ADMIN|SYSTEM_VARIABLES_ADMIN)$/,
    severity: 'WARNING',
    what: 'It may change how the server runs',
    why: 'Settings, shutdown and replication are everybody’s who uses the server.',
  },
  {
    code: 'WHOLE_DATABASE',
    names: words('ALL PRIVILEGES, ALL'),
    severity: 'WARNING',
    what: 'It may do everything in a database',
    why: 'One mistake anywhere in front of the database is enough to change or drop any table.',
  },
  {
    code: 'TABLE_WRITES',
    names: words(
      'INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES, TRIGGER, CREATE VIEW, DELETE HISTORY, DELETE VERSIONING ROWS',
    ),
    severity: 'WARNING',
    what: 'It may change tables or what is in them',
    why: 'A login that cannot write is a wall of its own: whatever gets past this app then changes nothing.',
  },
  {
    code: 'MAKES_ROUTINES',
    names: words('CREATE ROUTINE, ALTER ROUTINE, EVENT'),
    severity: 'WARNING',
    what: 'It may make functions, procedures or events',
    why: 'Code in the database runs with the rights of whoever it was made for.',
  },
  {
    code: 'EXECUTES_ROUTINES',
    names: words('EXECUTE'),
    severity: 'WARNING',
    what: 'It may call functions and procedures',
    why: 'Most run with the rights of whoever made them, which may be more than its own. This app calls none that is not listed.',
  },
  {
    code: 'REPLICATES',
    names: words('REPLICATION SLAVE, REPLICATION REPLICA'),
    severity: 'WARNING',
    what: 'It may follow every change of every database',
    why: 'The log that replicas read holds the rows themselves, whatever the rights on tables say.',
  },
  {
    code: 'SEES_SESSIONS',
    names: words('PROCESS'),
    severity: 'WARNING',
    what: 'It may see the statements of all other sessions',
    why: 'They hold values, and at times passwords.',
  },
  {
    code: 'LOCKS_TABLES',
    names: words('LOCK TABLES'),
    severity: 'WARNING',
    what: 'It may lock tables',
    why: 'A lock that is not given back stops everybody who writes.',
  },
  {
    code: 'SEES_SERVER_STATE',
    names: words(
      'REPLICATION CLIENT, BINLOG MONITOR, SLAVE MONITOR, REPLICA MONITOR, SHOW DATABASES, SHOW_ROUTINE, SHOW CREATE ROUTINE',
    ),
    severity: 'INFO',
    what: 'It may see the state of the server, or things in it that are not its own',
    why: 'Reading tables does not take that.',
  },
  {
    code: 'TEMPORARY_TABLES',
    names: words('CREATE TEMPORARY TABLES'),
    severity: 'INFO',
    what: 'It may make temporary tables',
    why: 'They fill the disk, but no other session sees them. This app makes none.',
  },
]

/** What reading takes, and no more. */
export const PLAIN_READS: ReadonlySet<string> = words('USAGE, SELECT, SHOW VIEW')
