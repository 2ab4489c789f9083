import { AppError } from '../../errors.ts'
import { CHANGE_LOCK_TIMEOUT, failed, MAY_NOT_CHANGE, statementFailed, wordsOfServer } from '../failure.ts'
import { toSessionError } from './errors.ts'

/**
 * Numbers whose message speaks of the structure only: names and what depends on what. Those beyond are in
 * `MESSAGE_IS_ABOUT_THE_SQL`.
 */
const ABOUT_THE_STRUCTURE: ReadonlySet<number> = new Set([
  1005, 1022, 1050, 1051, 1061, 1067, 1068, 1069, 1070, 1071, 1072, 1073, 1074, 1075, 1089, 1090, 1091, 1101,
  1113, 1118, 1121, 1164, 1166, 1170, 1171, 1173, 1215, 1217, 1239, 1283, 1293, 1294, 1304, 1347, 1350, 1353,
  1356, 1359, 1360, 1394, 1419, 1479, 1481, 1488, 1503, 1504, 1505, 1506, 1507, 1508, 1537, 1539, 1553, 1564,
  1697, 1701, 1800, 1822, 1823, 1824, 1825, 1826, 1827, 1828, 1829, 1830, 1831, 1832, 1833, 1834, 1901, 1903,
  1904, 1905, 1907, 3105, 3106, 3107, 3108, 3109, 3715, 3723, 3728, 3730, 3734, 3739, 3750, 3757, 3758, 3759,
  3770, 3780, 3812, 3814, 3815, 3820, 3821, 3822, 3940, 3959, 4031, 4091, 4098, 4102,
])

/** The server says why it cannot do it in the way that was asked for. */
export const OTHER_ALGORITHM: readonly string[] = ['1221', '1800', '1845', '1846']
export const SYNTAX = '1064'

const BROKEN_RULES: ReadonlyMap<string, (message: string) => string> = new Map([
  ['1048', message => `${quotedIn(message, 'a column')} has rows without a value`],
  ['1138', () => 'a column that must have a value has rows without one'],
  ['1062', message => `several rows have the same key, which ${lastQuotedIn(message)} forbids`],
  ['1586', message => `several rows have the same key, which ${lastQuotedIn(message)} forbids`],
  ['1216', () => 'rows break a foreign key'],
  ['1217', () => 'rows of another table hang off it'],
  ['1451', message => `rows of another table hang off it (${constraintIn(message)})`],
  ['1452', message => `rows break the foreign key ${constraintIn(message)}`],
  ['1265', message => `rows have no value, or one that does not fit, in ${quotedIn(message, 'a column')}`],
  ['1264', message => `rows hold values that are out of the range of ${quotedIn(message, 'a column')}`],
  ['1366', () => 'rows hold values that the new type cannot take'],
  ['1292', () => 'rows hold values that the new type cannot take'],
  ['1406', message => `rows hold texts that are too long for ${quotedIn(message, 'a column')}`],
  ['3819', message => `rows break the rule ${quotedIn(message, 'of a check')}`],
  ['4025', message => `rows break the rule ${quotedIn(message, 'of a check')}`],
])

/** As `toSessionError`, for statements that change the structure; a lock that was not had in time is PROPOSAL_LOCK_TIMEOUT. */
export function toChangeError(error: unknown): AppError {
  const number = numberOf(error)
  if (error instanceof AppError || number === null) return toSessionError(error)
  const state = String(number)
  const message = error instanceof Error ? error.message : ''
  // Of two that wait for each other the server stops one, and has undone all of its transaction.
  if (['1205', '1213', '3572'].includes(state)) return failed(CHANGE_LOCK_TIMEOUT, state)
  if (['1290', '1792', '1836', '1874'].includes(state)) return failed(MAY_NOT_CHANGE, state)
  const rule = BROKEN_RULES.get(state)
  if (rule !== undefined) {
    const broken = `The data does not allow this change: ${rule(message)}.`
    return failed(statementFailed(broken, 'Mend the rows first, or change the rule.'), state)
  }
  if (['1044', '1142', '1143', '1227', '1370', '1419'].includes(state))
    return failed(
      {
        code: 'DATABASE_PERMISSION_DENIED',
        message: `The login of this connection may not do this: ${withoutAccount(wordsOfServer(message))}.`,
        hints: [
          'Ask the administrator of the database for the right that it takes, or give another login for changes.',
        ],
      },
      state,
    )
  if (OTHER_ALGORITHM.includes(state))
    return failed(
      statementFailed(
        `The server would not do this in the way that was tried: ${wordsOfServer(message)}.`,
        'Have the change dry-run again.',
      ),
      state,
    )
  if (!ABOUT_THE_STRUCTURE.has(number)) return toSessionError(error)
  return failed(
    statementFailed(
      `The database does not accept this statement: ${wordsOfServer(message)}.`,
      'Check names and spelling in the SQL.',
    ),
    state,
  )
}

function numberOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') return null
  return error.errno > 0 && 'sqlMessage' in error ? error.errno : null
}

/** The first name in quotes; what else the message holds can be a value. */
function quotedIn(message: string, otherwise: string): string {
  const column =
    /(?:for )?column '((?:`[^`]*`|[^'`])+)'/i.exec(message)?.[1] ?? /CONSTRAINT `([^`]+)`/.exec(message)?.[1]
  const check = /Check constraint '([^']+)'/.exec(message)?.[1]
  const found = column ?? check
  return found === undefined ? otherwise : wordsOfServer(found.replaceAll('`', ''))
}

/** Of "Duplicate entry '…' for key 'x'": the entry is a value, the key a name. */
function lastQuotedIn(message: string): string {
  return wordsOfServer(/for key '([^']*)'$/.exec(message)?.[1] ?? 'a key')
}

function constraintIn(message: string): string {
  return wordsOfServer(/CONSTRAINT `((?:[^`]|``)+)`/.exec(message)?.[1] ?? 'of another table')
}

/** Who we are and where from says nothing that helps. */
function withoutAccount(words: string): string {
  return words.replace(/ (?:to|for) user '[^']*'@'[^']*'/i, '')
}
