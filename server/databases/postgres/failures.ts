import {
  CONNECT_TIMEOUT,
  CONNECTION_LOST,
  READ_ONLY_VIOLATION,
  statementFailed,
  TIMEOUT,
  TOO_MANY_CONNECTIONS,
} from '../failure.ts'
import type { Failure } from '../failure.ts'
import { AUTH_FAILED, DATABASE_NOT_FOUND } from './connect-failures.ts'

const RECOVERY_CONFLICT: Failure = {
  code: 'DATABASE_STATEMENT_FAILED',
  message: 'The database is a replica, and had to stop the statement to keep up with its primary server.',
  hints: [
    'Run it again; a shorter statement has better chances.',
    'The administrator can raise max_standby_streaming_delay or set hot_standby_feedback.',
  ],
  retryable: true,
}

/**
 * By SQLSTATE, with the server's routine where one state has several reasons, or by its first two characters for a whole
 * class. Data exceptions (class 22) get our words only: the
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
    '22021',
    statementFailed(
      'A text in the database has bytes that are no UTF-8.',
      "Read it as bytes, for example with convert_to(name, 'SQL_ASCII').",
    ),
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
  ['25006', READ_ONLY_VIOLATION],
  [
    '25001',
    statementFailed(
      'The statement cannot run inside a read-only transaction.',
      'Only statements that read are run here.',
    ),
  ],
  ['28', AUTH_FAILED],
  ['3D000', DATABASE_NOT_FOUND],
  [
    '40',
    {
      code: 'DATABASE_STATEMENT_FAILED',
      message: 'The statement got in the way of another one in the database and was stopped.',
      hints: ['Run it again.'],
      retryable: true,
    },
  ],
  // Rows that the statement still reads were removed on the primary, and a replica must follow it.
  ['40001/ProcessInterrupts', RECOVERY_CONFLICT],
  ['40001/ProcessRecoveryConflictInterrupt', RECOVERY_CONFLICT],
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
  ['53300', TOO_MANY_CONNECTIONS],
  [
    '53400',
    statementFailed(
      'The statement went over a limit of the database.',
      'Ask for fewer rows, or add a filter.',
    ),
  ],
  ['54', statementFailed('The statement is too complex for the database.', 'Make it shorter, or split it.')],
  [
    '55000',
    statementFailed(
      'The statement reads something that is not ready for it, such as a materialized view that was never filled.',
      'Ask the database’s administrator for: refresh materialized view ….',
    ),
  ],
  [
    '55P03',
    {
      code: 'DATABASE_TIMEOUT',
      message: 'Another session holds a lock on a table that the statement reads.',
      hints: ['Try again when that work is done.'],
      retryable: true,
    },
  ],
  ['57014', TIMEOUT],
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

/** By the code of a socket or the driver. */
export const DRIVER_FAILURES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
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
