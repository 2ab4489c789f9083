import type { ErrorCode } from '../../errors.ts'

/** What an SQLSTATE or a socket's error code means to the reader. */
export interface Failure {
  code: ErrorCode
  message: string
  hints: readonly string[]
  retryable?: boolean
}

const statementFailed = (message: string, hint: string): Failure => ({
  code: 'DATABASE_STATEMENT_FAILED',
  message,
  hints: [hint],
})

const AUTH_FAILED: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database does not accept this user name and password.',
  hints: [
    'Check the user name and the password.',
    'Ask whether this login may connect from this machine (pg_hba.conf).',
  ],
}
const TOO_MANY: Failure = {
  code: 'DATABASE_TOO_MANY_CONNECTIONS',
  message: 'The database has no connection left for us.',
  hints: ['Try again in a minute.', 'Ask the database’s administrator to raise the limit of connections.'],
  retryable: true,
}
export const CONNECTION_LOST: Failure = {
  code: 'DATABASE_CONNECTION_LOST',
  message: 'The connection to the database was lost.',
  hints: ['Run it again: the next run connects anew.'],
  retryable: true,
}

/**
 * By SQLSTATE, or by its first two characters for a whole class. Data exceptions (class 22) get our words only: the
 * server's message quotes the value that did not fit, and that can be a cell of somebody's row.
 */
export const SQLSTATE_FAILURES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['08', CONNECTION_LOST],
  [
    '08P01',
    statementFailed(
      'The database or a pooler in front of it does not accept how we connect.',
      'Connect to the database itself, not through a pooler.',
    ),
  ],
  [
    '22',
    statementFailed(
      'A value did not fit the operation or type that the statement uses it with.',
      'Look at casts, formats and ranges in the SQL.',
    ),
  ],
  [
    '22003',
    statementFailed('A number is out of the range of its type.', 'Use numeric instead of an integer type.'),
  ],
  [
    '22007',
    statementFailed(
      'A text could not be read as a date or time.',
      'Look at casts to a date or time in the SQL.',
    ),
  ],
  [
    '22008',
    statementFailed('A date or time is out of range.', 'Look at the dates and intervals in the SQL.'),
  ],
  [
    '22012',
    statementFailed(
      'The statement divides by zero.',
      'Use nullif(divisor, 0), which gives an empty result instead.',
    ),
  ],
  [
    '22P02',
    statementFailed('A text could not be read as the type it is cast to.', 'Look at casts in the SQL.'),
  ],
  [
    '2201B',
    statementFailed(
      'A regular expression in the statement is not valid.',
      'Look at the patterns in the SQL.',
    ),
  ],
  [
    '21000',
    statementFailed(
      'A sub-query gave more than one row where one is expected.',
      'Use in (…) or an aggregate such as max(…).',
    ),
  ],
  [
    '23',
    statementFailed(
      'The statement would break a rule of the data.',
      'Only statements that read are run here.',
    ),
  ],
  [
    '25006',
    {
      code: 'DATABASE_READ_ONLY_VIOLATION',
      message: 'The statement tried to change something. It was stopped and nothing was changed.',
      hints: ['Only statements that read are run here.'],
    },
  ],
  [
    '25001',
    statementFailed(
      'The statement cannot run inside a read-only transaction.',
      'Only statements that read are run here.',
    ),
  ],
  ['28', AUTH_FAILED],
  [
    '3D000',
    {
      code: 'DATABASE_NOT_FOUND',
      message: 'The server has no database of this name.',
      hints: [
        'Check the name of the database; capitals count.',
        'Check that host and port are those of the right server.',
      ],
    },
  ],
  [
    '40',
    {
      code: 'DATABASE_STATEMENT_FAILED',
      message: 'The statement got in the way of another one in the database and was stopped.',
      hints: ['Run it again.'],
      retryable: true,
    },
  ],
  [
    '42501',
    {
      code: 'DATABASE_PERMISSION_DENIED',
      message: 'The login of this connection may not read something that the statement uses.',
      hints: ['Ask the database’s administrator for SELECT on the tables concerned.'],
    },
  ],
  [
    '53',
    statementFailed(
      'The database ran out of memory, disk or another resource.',
      'Ask for fewer rows, or add a filter.',
    ),
  ],
  ['53300', TOO_MANY],
  [
    '53400',
    statementFailed(
      'The statement went over a limit of the database.',
      'Ask for fewer rows, or add a filter.',
    ),
  ],
  ['54', statementFailed('The statement is too complex for the database.', 'Make it shorter, or split it.')],
  [
    '55P03',
    {
      code: 'DATABASE_TIMEOUT',
      message: 'Another session holds a lock on a table that the statement reads.',
      hints: ['Try again when that work is done.'],
      retryable: true,
    },
  ],
  [
    '57014',
    {
      code: 'DATABASE_TIMEOUT',
      message: 'The database did not answer within the time limit.',
      hints: ['Add a filter, or ask for less at once.'],
      retryable: true,
    },
  ],
  ['57P01', CONNECTION_LOST],
  ['57P02', CONNECTION_LOST],
  [
    '57P03',
    {
      code: 'DATABASE_STARTING_UP',
      message: 'The database server is starting up or shutting down.',
      hints: ['Try again in a minute.'],
      retryable: true,
    },
  ],
  ['57P05', CONNECTION_LOST],
  ['25P03', CONNECTION_LOST],
  ['25P04', CONNECTION_LOST],
])

export const CANCELLED_BY_SOMEONE: Failure = {
  code: 'DATABASE_STATEMENT_FAILED',
  message: 'Someone cancelled the statement in the database.',
  hints: ['Run it again, or ask the database’s administrator.'],
  retryable: true,
}

export const CATALOG_CHANGED_HINTS: readonly string[] = [
  'A table or column was renamed or removed since the query was made: ask once more.',
]

export const TLS_FAILED: Failure = {
  code: 'DATABASE_TLS_FAILED',
  message: 'No encrypted connection to the database server could be made.',
  hints: [
    'Check that the server offers TLS, or choose another TLS mode for this connection.',
    'For VERIFY_FULL the server’s certificate must be valid for this host name.',
  ],
}

const NOT_RESOLVED: Failure = {
  code: 'DATABASE_NAME_NOT_RESOLVED',
  message: 'The host name of the database could not be found.',
  hints: ['Check the spelling of the host name.', 'Check that this machine may ask the name server for it.'],
}
const NOT_LISTENING: Failure = {
  code: 'DATABASE_NOT_LISTENING',
  message: 'Nothing answers at this host and port.',
  hints: [
    'Check host and port.',
    'Check that the database server is running and reachable from this machine.',
  ],
}
export const CONNECT_TIMEOUT: Failure = {
  code: 'DATABASE_CONNECT_TIMEOUT',
  message: 'The database server did not answer in time.',
  hints: ['Check host and port.', 'A firewall in between may drop the packets.'],
  retryable: true,
}

/** By the code of a socket, the name service or the driver. */
export const DRIVER_FAILURES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['ENOTFOUND', NOT_RESOLVED],
  ['EAI_AGAIN', NOT_RESOLVED],
  ['ECONNREFUSED', NOT_LISTENING],
  ['EHOSTUNREACH', NOT_LISTENING],
  ['ENETUNREACH', NOT_LISTENING],
  ['EADDRNOTAVAIL', NOT_LISTENING],
  ['ETIMEDOUT', CONNECT_TIMEOUT],
  ['CONNECT_TIMEOUT', CONNECT_TIMEOUT],
  ['SASL_SIGNATURE_MISMATCH', AUTH_FAILED],
  ['CONNECTION_CLOSED', CONNECTION_LOST],
  ['CONNECTION_DESTROYED', CONNECTION_LOST],
  ['CONNECTION_ENDED', CONNECTION_LOST],
  ['ECONNRESET', CONNECTION_LOST],
  ['ECONNABORTED', CONNECTION_LOST],
  ['EPIPE', CONNECTION_LOST],
])
