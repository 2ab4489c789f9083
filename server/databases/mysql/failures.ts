/** One file for all numbers of the server's errors, long as it is: whether a number is known, and with which words, is looked up in one place. */
import {
  CANCELLED_BY_SOMEONE,
  CONNECT_TIMEOUT,
  CONNECTION_LOST,
  READ_ONLY_VIOLATION,
  statementFailed,
  TIMEOUT,
  TLS_FAILED,
  TLS_NOT_OFFERED,
  TLS_REQUIRED,
  TOO_MANY_CONNECTIONS,
} from '../failure.ts'
import type { Failure } from '../failure.ts'

const AUTH_FAILED: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database does not accept this user name and password.',
  hints: [
    'Check the user name and the password.',
    'Ask whether this login may connect from this machine: MySQL keeps a password for each user and host.',
  ],
}

const NOT_FOUND_HINTS = [
  'Check the name of the database; on most servers capitals count.',
  'Check that host and port are those of the right server.',
]

export const PERMISSION_DENIED: Failure = {
  code: 'DATABASE_PERMISSION_DENIED',
  message: 'The login of this connection may not read something that the statement uses.',
  hints: [
    'Ask the database’s administrator for SELECT on the tables concerned.',
    'Check the names: where a login has no rights, MySQL does not tell whether there is such a table.',
  ],
}

/** Before it has let us in. */
export const HUNG_UP: Failure = {
  code: 'DATABASE_CONNECTION_LOST',
  message: 'The database server hung up before it let us in.',
  hints: [
    'Check that host and port are those of a MySQL or MariaDB server.',
    'A proxy or firewall in between may end the connection, or the server may not take this app’s machine.',
  ],
  retryable: true,
}

const NO_ACCESS: Failure = {
  code: 'DATABASE_NOT_FOUND',
  message: 'The server has no database of this name, or the login may not use it.',
  hints: ['Check the name of the database.', 'Ask its administrator to give the login SELECT on it.'],
}

const STARTING_UP: Failure = {
  code: 'DATABASE_STARTING_UP',
  message: 'The database server is starting up or shutting down.',
  hints: ['Try again in a minute.'],
  retryable: true,
}

const LOCK_WAIT: Failure = {
  code: 'DATABASE_TIMEOUT',
  message: 'Another session holds a lock on a table that the statement reads.',
  hints: ['Try again when that work is done.'],
  retryable: true,
}

const IN_THE_WAY: Failure = {
  code: 'DATABASE_STATEMENT_FAILED',
  message: 'The statement got in the way of another one in the database and was stopped.',
  hints: ['Run it again.'],
  retryable: true,
}

const OUT_OF_RESOURCES = statementFailed(
  'The database ran out of memory, disk or another resource.',
  'Ask for fewer rows, or add a filter.',
)
const VALUE_DOES_NOT_FIT = statementFailed(
  'A value did not fit the operation or type that the statement uses it with.',
  'Look at casts, formats and ranges in the SQL.',
)
const NUMBER_OUT_OF_RANGE = statementFailed(
  'A number is out of the range of its type.',
  'Use decimal instead of an integer type; subtract only after a cast to signed.',
)
const BAD_REGULAR_EXPRESSION = statementFailed(
  'A regular expression in the statement is not valid.',
  'Look at the patterns in the SQL.',
)
const BAD_JSON = statementFailed(
  'A text could not be read as JSON.',
  'Look at the JSON functions in the SQL.',
)
const TOO_COMPLEX = statementFailed(
  'The statement is too complex for the database.',
  'Make it shorter, or split it.',
)
const MAY_NOT_DO = statementFailed(
  'The statement would change something, or is not allowed here.',
  'Only statements that read are run here.',
)
const MALFORMED_PACKET = statementFailed(
  'The database or a proxy in front of it does not accept how we connect.',
  'Connect to the database itself, not through a proxy.',
)

/**
 * By the number of the error. Below 1900 and from 3000 to 3999 a number means the same in MySQL and MariaDB; from 4000 on
 * both have their own, so few of those are here, each with the name of whose it is. Data errors get our words only: the
 * server's message quotes the value that did not fit, and that can be a cell of somebody's row.
 */
export const SERVER_FAILURES: ReadonlyMap<number, Failure> = new Map<number, Failure>([
  // Getting in.
  [1045, AUTH_FAILED],
  [1698, AUTH_FAILED], // the account signs in without a password, by the socket only
  [1862, expiredPassword()],
  [1820, expiredPassword()],
  [
    3118, // MySQL
    {
      code: 'DATABASE_AUTH_FAILED',
      message: 'The login of this connection is locked.',
      hints: ['Ask the database’s administrator to unlock it.', 'Use another login.'],
    },
  ],
  [
    4151, // MariaDB
    {
      code: 'DATABASE_AUTH_FAILED',
      message: 'The login of this connection is locked.',
      hints: ['Ask the database’s administrator to unlock it.', 'Use another login.'],
    },
  ],
  [1251, unknownSignIn()],
  [1275, unknownSignIn()],
  [2059, unknownSignIn()],
  [1044, NO_ACCESS],
  [
    1049,
    {
      code: 'DATABASE_NOT_FOUND',
      message: 'The server has no database of this name.',
      hints: NOT_FOUND_HINTS,
    },
  ],
  [
    1130,
    {
      code: 'DATABASE_HOST_NOT_ALLOWED',
      message: 'The database server takes no connections from this app’s machine.',
      hints: [
        'Ask its administrator for an account that may connect from this machine, such as user@’%’.',
        'Check host and port.',
      ],
    },
  ],
  [
    1129,
    {
      code: 'DATABASE_HOST_NOT_ALLOWED',
      message: 'The database server has blocked this app’s machine after too many failed connections.',
      hints: ['Ask its administrator to run FLUSH HOSTS.', 'Find out what fails before you try again.'],
    },
  ],
  [1040, TOO_MANY_CONNECTIONS],
  [1203, TOO_MANY_CONNECTIONS],
  [
    1226,
    {
      code: 'DATABASE_TOO_MANY_CONNECTIONS',
      message: 'The login of this connection has used up what it may (connections or statements in an hour).',
      hints: ['Try again later.', 'Ask the database’s administrator to raise the limits of this login.'],
      retryable: true,
    },
  ],
  [3159, TLS_REQUIRED], // MySQL, require_secure_transport
  [4031, CONNECTION_LOST], // MySQL, wait_timeout
  [1053, STARTING_UP],
  [1077, STARTING_UP],
  [3032, STARTING_UP], // MySQL, offline_mode
  [1047, MALFORMED_PACKET],
  [1835, MALFORMED_PACKET],
  [1153, TOO_COMPLEX],
  // Ended from outside.
  [1317, CANCELLED_BY_SOMEONE],
  [1927, CONNECTION_LOST], // MariaDB, KILL
  [1158, CONNECTION_LOST],
  [1159, CONNECTION_LOST],
  [1160, CONNECTION_LOST],
  [1161, CONNECTION_LOST],
  [1152, CONNECTION_LOST],
  [1184, CONNECTION_LOST],
  [1969, TIMEOUT], // MariaDB, max_statement_time
  [3024, TIMEOUT], // MySQL, max_execution_time
  [1205, LOCK_WAIT],
  [3572, LOCK_WAIT], // MySQL, NOWAIT
  [1213, IN_THE_WAY],
  [1412, IN_THE_WAY],
  // Writing.
  [1290, READ_ONLY_VIOLATION],
  [1792, READ_ONLY_VIOLATION],
  [1836, READ_ONLY_VIOLATION],
  [1874, READ_ONLY_VIOLATION],
  [1175, READ_ONLY_VIOLATION],
  [1568, MAY_NOT_DO],
  [1192, MAY_NOT_DO],
  [1223, MAY_NOT_DO],
  [1062, MAY_NOT_DO],
  [1451, MAY_NOT_DO],
  [1452, MAY_NOT_DO],
  // Not ours to read.
  [1142, PERMISSION_DENIED],
  [1143, PERMISSION_DENIED],
  [1227, PERMISSION_DENIED],
  [1345, PERMISSION_DENIED],
  [1356, PERMISSION_DENIED],
  [1370, PERMISSION_DENIED],
  [1449, PERMISSION_DENIED],
  // Data.
  [1264, NUMBER_OUT_OF_RANGE],
  [1690, NUMBER_OUT_OF_RANGE],
  [1916, NUMBER_OUT_OF_RANGE],
  [
    1365,
    statementFailed(
      'The statement divides by zero.',
      'Use nullif(divisor, 0), which gives an empty result instead.',
    ),
  ],
  [
    1242,
    statementFailed(
      'A sub-query gave more than one row where one is expected.',
      'Use in (…) or an aggregate such as max(…).',
    ),
  ],
  [1292, VALUE_DOES_NOT_FIT],
  [1366, VALUE_DOES_NOT_FIT],
  [1406, VALUE_DOES_NOT_FIT],
  [1411, VALUE_DOES_NOT_FIT],
  [1441, VALUE_DOES_NOT_FIT],
  [1525, VALUE_DOES_NOT_FIT],
  [1300, VALUE_DOES_NOT_FIT],
  [1139, BAD_REGULAR_EXPRESSION],
  [3685, BAD_REGULAR_EXPRESSION],
  [3686, BAD_REGULAR_EXPRESSION],
  [3688, BAD_REGULAR_EXPRESSION],
  [3690, BAD_REGULAR_EXPRESSION],
  [3691, BAD_REGULAR_EXPRESSION],
  [3692, BAD_REGULAR_EXPRESSION],
  [3696, BAD_REGULAR_EXPRESSION],
  [3699, BAD_REGULAR_EXPRESSION],
  [3141, BAD_JSON],
  [3143, BAD_JSON],
  [3146, BAD_JSON],
  [
    3636,
    statementFailed(
      'A recursive WITH takes more steps than the database allows.',
      'Add a condition that ends the recursion.',
    ),
  ],
  // Resources.
  [1037, OUT_OF_RESOURCES],
  [1038, OUT_OF_RESOURCES],
  [1041, OUT_OF_RESOURCES],
  [1021, OUT_OF_RESOURCES],
  [1114, OUT_OF_RESOURCES],
  [1135, OUT_OF_RESOURCES],
  [
    1104, // max_join_size, ours or the server's
    {
      code: 'RUN_TOO_EXPENSIVE',
      message: 'The statement would look at more rows than it may.',
      hints: ['Say how its tables belong together, for example through a customer number.', 'Add a filter.'],
    },
  ],
  [1116, TOO_COMPLEX],
  [1117, TOO_COMPLEX],
  [1119, TOO_COMPLEX],
  [1436, TOO_COMPLEX],
])

/**
 * Numbers whose message speaks of the SQL only: names, syntax and types that its author wrote.
 * Unknown or ambiguous names, grammar, grouping, arguments of functions, collations.
 */
export const MESSAGE_IS_ABOUT_THE_SQL: ReadonlySet<number> = new Set([
  1046, 1052, 1054, 1055, 1056, 1059, 1060, 1063, 1064, 1065, 1066, 1102, 1103, 1109, 1110, 1111, 1115, 1120,
  1140, 1146, 1149, 1176, 1210, 1221, 1222, 1235, 1241, 1247, 1248, 1250, 1253, 1267, 1270, 1271, 1273, 1295,
  1305, 1318, 1327, 1463, 1582, 1583, 1584, 1630, 1641, 1747, 3029, 3065, 3579, 3580, 3581, 3582, 3593, 3598,
])

/** By the code of a socket, the driver, or `sign-in.ts`. */
export const DRIVER_FAILURES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ['ETIMEDOUT', CONNECT_TIMEOUT],
  ['ECONNRESET', CONNECTION_LOST],
  ['ECONNABORTED', CONNECTION_LOST],
  ['EPIPE', CONNECTION_LOST],
  ['ERR_STREAM_DESTROYED', CONNECTION_LOST],
  ['ERR_STREAM_WRITE_AFTER_END', CONNECTION_LOST],
  ['HANDSHAKE_NO_SSL_SUPPORT', TLS_NOT_OFFERED],
  ['HANDSHAKE_SSL_ERROR', TLS_FAILED],
  ['HANDSHAKE_UNKNOWN_ERROR', MALFORMED_PACKET],
  ['AUTH_SWITCH_PLUGIN_ERROR', unknownSignIn()],
  [
    'MYSQL_CLEAR_PASSWORD_NOT_ENABLED',
    {
      code: 'DATABASE_AUTH_FAILED',
      message: 'The database server asks for the password in clear text, which this app does not send.',
      hints: [
        'Ask its administrator for a login with a password of the database itself.',
        'Use another login.',
      ],
    },
  ],
  [
    'PASSWORD_NEEDS_TLS',
    {
      ...TLS_REQUIRED,
      message:
        'The database server takes this login’s password over an encrypted connection only, and offers none.',
      hints: [
        'Ask its administrator to switch on TLS.',
        'On a network you trust, choose the TLS mode “off”.',
      ],
    },
  ],
])

function expiredPassword(): Failure {
  return {
    code: 'DATABASE_AUTH_FAILED',
    message: 'The password of this login has expired.',
    hints: ['Ask the database’s administrator for a new one.', 'Use another login.'],
  }
}

function unknownSignIn(): Failure {
  return {
    code: 'DATABASE_AUTH_FAILED',
    message: 'The database signs this login in by a method that this app does not know.',
    hints: [
      'Ask its administrator for a login with caching_sha2_password or mysql_native_password.',
      'Use another login.',
    ],
  }
}
