import { AppError } from '../../errors.ts'
import { CHANGE_LOCK_TIMEOUT, failed, MAY_NOT_CHANGE, statementFailed, wordsOfServer } from '../failure.ts'
import { toAppError } from './errors.ts'

/**
 * SQLSTATEs whose primary message speaks of the structure only: names, types and what depends on what. 2BP01: other
 * objects depend on it; 55000 and 55006: not in a state for this; 25001: not in a transaction.
 */
const ABOUT_THE_STRUCTURE = /^(0A|2B|3F|34|42|25001|55000|55006|55P04|54011|2F)/

/** By SQLSTATE; the names are those that the server gives apart from its words, which can hold values of rows. */
const BROKEN_RULES: ReadonlyMap<string, (names: Names) => string> = new Map([
  ['23502', ({ column, table }) => `column ${column} of ${table} has rows without a value`],
  ['23503', ({ constraint, table }) => `rows of ${table} break the foreign key ${constraint}`],
  [
    '23505',
    ({ constraint, table }) => `${table} has several rows with the same key, which ${constraint} forbids`,
  ],
  ['23514', ({ constraint, table }) => `rows of ${table} break the rule ${constraint}`],
  ['23P01', ({ constraint, table }) => `rows of ${table} get in each other’s way by ${constraint}`],
])

interface Names {
  table: string
  column: string
  constraint: string
}

/** As `toAppError`, for statements that change the structure; a lock that was not had in time is PROPOSAL_LOCK_TIMEOUT. */
export function toChangeError(error: unknown): AppError {
  const state = stateIn(error)
  if (error instanceof AppError || state === null) return toAppError(error)
  // Of two that wait for each other the server stops one, and has undone all of its transaction.
  if (state === '55P03' || state === '40P01') return failed(CHANGE_LOCK_TIMEOUT, state)
  if (state === '25006') return failed(MAY_NOT_CHANGE, state)
  const rule = BROKEN_RULES.get(state)
  if (rule !== undefined) {
    const broken = `The data does not allow this change: ${rule(namesIn(error))}.`
    return failed(statementFailed(broken, 'Mend the rows first, or change the rule.'), state)
  }
  const words = wordsOfServer(error instanceof Error ? error.message : '')
  if (state === '42501') {
    return failed(
      {
        code: 'DATABASE_PERMISSION_DENIED',
        message: `The login of this connection may not do this: ${words}.`,
        hints: ['Only the owner of an object, or a member of that role, can change it.'],
      },
      state,
    )
  }
  if (!ABOUT_THE_STRUCTURE.test(state)) return toAppError(error)
  return failed(
    statementFailed(
      `The database does not accept this statement: ${words}.`,
      'Check names and spelling in the SQL.',
    ),
    state,
  )
}

/** Null for what the server did not say. */
function stateIn(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return 'severity' in error || 'severity_local' in error ? error.code : null
}

function namesIn(error: unknown): Names {
  const fields = error as Record<string, unknown>
  const read = (name: string) => {
    const value = fields[name]
    return typeof value === 'string' && value !== '' ? wordsOfServer(value) : '(unnamed)'
  }
  return { table: read('table_name'), column: read('column_name'), constraint: read('constraint_name') }
}
