/** What can be in the way of a session, by what the server says before it lets us in. */
import { TLS_REQUIRED, TOO_MANY_CONNECTIONS } from '../failure.ts'
import type { Failure } from '../failure.ts'

/** What the server says of a connection that it refuses. */
export interface Refusal {
  state: string
  /** The C function that refused: the same in every language, unlike the message. Poolers have none. */
  routine: string
  message: string
}

interface KnownRefusal {
  state: string
  routine?: string
  /** English words, where the protocol tells two reasons apart in no other way. */
  words?: RegExp
  failure: Failure
}

export const AUTH_FAILED: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database does not accept this user name and password.',
  hints: ['Check the user name and the password.', 'Capitals count in both.'],
}

export const HUNG_UP: Failure = {
  code: 'DATABASE_CONNECTION_LOST',
  message: 'What answers at this host and port hung up before it let us in.',
  hints: [
    'Check host and port: a proxy or a port forward may have no database behind it.',
    'The server, or a firewall, may refuse this machine.',
  ],
  retryable: true,
}

export const SIGN_IN_UNKNOWN: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database server wants a way of signing in that this app does not know, such as Kerberos.',
  hints: ['Ask its administrator for a login with a password (scram-sha-256 in pg_hba.conf).'],
}

export const DATABASE_NOT_FOUND: Failure = {
  code: 'DATABASE_NOT_FOUND',
  message: 'The server has no database of this name.',
  hints: [
    'Check the name of the database; capitals count.',
    'Check that host and port are those of the right server.',
  ],
}

const USER_NOT_FOUND: Failure = {
  code: 'DATABASE_USER_NOT_FOUND',
  message: 'The server has no login of this name.',
  hints: ['Check the user name; capitals count.', 'Check that host and port are those of the right server.'],
}

const MAY_NOT_LOG_IN: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The server knows a role of this name, but it may not log in.',
  hints: ['Use another user name.', 'Ask the database’s administrator for: alter role … login.'],
}

const HOST_NOT_ALLOWED: Failure = {
  code: 'DATABASE_HOST_NOT_ALLOWED',
  message: 'The database server does not let this login in from this app’s address.',
  hints: [
    'Ask its administrator to allow this app’s address, for this login and this database (pg_hba.conf).',
    'Check user name and database: what is allowed can depend on them.',
  ],
}

const CLIENT_CERTIFICATE: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database server wants a client certificate, which this app cannot show.',
  hints: ['Ask its administrator for a login with a password (scram-sha-256 in pg_hba.conf).'],
}

const OTHER_SIGN_IN: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The database server signs this login in by other means than a password, and they do not fit.',
  hints: ['Ask its administrator for a login with a password (scram-sha-256 in pg_hba.conf).'],
}

const TAKES_NO_CONNECTIONS: Failure = {
  code: 'DATABASE_PERMISSION_DENIED',
  message: 'The database of this name takes no connections.',
  hints: [
    'Check the name of the database: a template takes none.',
    'Ask the database’s administrator for: alter database … allow_connections true.',
  ],
}

const NO_CONNECT_PRIVILEGE: Failure = {
  code: 'DATABASE_PERMISSION_DENIED',
  message: 'This login may not connect to this database.',
  hints: [
    'Check the name of the database.',
    'Ask the database’s administrator for: grant connect on database … to ….',
  ],
}

const ROLE_IS_FULL: Failure = {
  ...TOO_MANY_CONNECTIONS,
  message: 'This login has as many connections to the server as it may have.',
  hints: ['Try again in a minute.', 'Ask the database’s administrator for: alter role … connection limit ….'],
}

const DATABASE_IS_FULL: Failure = {
  ...TOO_MANY_CONNECTIONS,
  message: 'This database has as many connections as it may have.',
  hints: [
    'Try again in a minute.',
    'Ask the database’s administrator for: alter database … connection limit ….',
  ],
}

function notYet(message: string, hint = 'Try again in a minute.'): Failure {
  return { code: 'DATABASE_STARTING_UP', message, hints: [hint], retryable: true }
}

const SHUTTING_DOWN = notYet('The database server is shutting down.')
const STARTING_UP = notYet('The database server is starting up.')
const RECOVERING = notYet('The database server is recovering from a crash.')
const CLOSED_STANDBY = notYet(
  'The database server is a standby that takes no connections, or not yet.',
  'Connect to the primary server, or ask the administrator whether hot_standby is on.',
)

const POOLER_PARAMETER: Failure = {
  code: 'DATABASE_STATEMENT_FAILED',
  message: 'A pooler in front of the database refuses a setting that this app connects with.',
  hints: [
    'Ask its administrator to ignore unknown start parameters (ignore_startup_parameters of PgBouncer).',
  ],
}

const POOLER_IS_REFUSED: Failure = {
  code: 'DATABASE_AUTH_FAILED',
  message: 'The pooler in front of the database could not sign in to it.',
  hints: ['Check user name and database.', 'The pooler’s log names the reason.'],
}

const INITIALIZE_USER = 'InitializeSessionUserId'
/** PgBouncer says nearly everything with the state of a protocol violation, at any moment. */
export const POOLER_STATE = '08P01'

/** The first that fits counts. Routines: PostgreSQL's auth.c, miscinit.c, postinit.c; words of 08P01: PgBouncer's. */
const KNOWN_REFUSALS: readonly KnownRefusal[] = [
  { state: '28000', routine: INITIALIZE_USER, words: /not permitted to log in/, failure: MAY_NOT_LOG_IN },
  { state: '28000', routine: INITIALIZE_USER, failure: USER_NOT_FOUND },
  { state: '28000', routine: 'ClientAuthentication', words: /certificate/, failure: CLIENT_CERTIFICATE },
  { state: '28000', routine: 'ClientAuthentication', failure: HOST_NOT_ALLOWED },
  { state: '28000', routine: 'auth_failed', failure: OTHER_SIGN_IN },
  { state: '55000', failure: TAKES_NO_CONNECTIONS },
  { state: '42501', failure: NO_CONNECT_PRIVILEGE },
  { state: '53300', routine: INITIALIZE_USER, failure: ROLE_IS_FULL },
  { state: '53300', routine: 'CheckMyDatabase', failure: DATABASE_IS_FULL },
  { state: '57P03', words: /shutting down/, failure: SHUTTING_DOWN },
  { state: '57P03', words: /starting up/, failure: STARTING_UP },
  { state: '57P03', words: /recovery mode/, failure: RECOVERING },
  { state: '57P03', words: /accepting connections/, failure: CLOSED_STANDBY },
  { state: POOLER_STATE, words: /(SSL|TLS connection) required/, failure: TLS_REQUIRED },
  { state: POOLER_STATE, words: /TLS client certificate/, failure: CLIENT_CERTIFICATE },
  { state: POOLER_STATE, words: /no such database/, failure: DATABASE_NOT_FOUND },
  { state: POOLER_STATE, words: /no such user/, failure: USER_NOT_FOUND },
  { state: POOLER_STATE, words: /startup parameter/, failure: POOLER_PARAMETER },
  {
    state: POOLER_STATE,
    words: /no more connections|too many|query_wait_timeout/,
    failure: TOO_MANY_CONNECTIONS,
  },
  { state: POOLER_STATE, words: /server login/, failure: POOLER_IS_REFUSED },
  { state: POOLER_STATE, words: /authentication failed/, failure: AUTH_FAILED },
  { state: POOLER_STATE, words: /login (rejected|failed)|not allowed/, failure: HOST_NOT_ALLOWED },
]

export function knownRefusal(refusal: Refusal): Failure | null {
  const known = KNOWN_REFUSALS.find(
    ({ state, routine, words }) =>
      state === refusal.state &&
      (routine === undefined || routine === refusal.routine) &&
      (words === undefined || words.test(refusal.message)),
  )
  return known?.failure ?? null
}
