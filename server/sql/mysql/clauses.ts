import { RESERVED_CALLS } from './reserved-words.ts'
import { isPlainName } from './simple-operand.ts'
import type { Token } from './token.ts'

/**
 * What stands at a place: tables; the items of a select list; a condition; keys of GROUP BY, ORDER BY and PARTITION BY;
 * operands in brackets; or something that is left as it stands.
 */
export type Clause = 'FROM' | 'LIST' | 'CONDITION' | 'SORT' | 'OPERANDS' | 'RAW'

const SORTS = new Set(['GROUP', 'ORDER', 'PARTITION'])
const BEGINNINGS: Readonly<Record<string, Clause>> = {
  ...{ SELECT: 'LIST', FROM: 'FROM', JOIN: 'FROM', STRAIGHT_JOIN: 'FROM', TABLE: 'FROM' },
  ...{ WHERE: 'CONDITION', HAVING: 'CONDITION', VALUES: 'RAW', WITH: 'RAW' },
}
/** Each ends the clause before it. */
const ENDS = new Set(
  `FROM WHERE HAVING GROUP ORDER LIMIT OFFSET FETCH UNION EXCEPT INTERSECT MINUS WINDOW PROCEDURE INTO FOR LOCK SEPARATOR
  ROWS RANGE LEFT RIGHT INNER CROSS JOIN NATURAL STRAIGHT_JOIN ON USING QUALIFY`.split(/\s+/),
)
/** Between their brackets there are keywords or columns where others have operands. */
const RAW_BRACKETS = new Set(
  `AGAINST COLUMNS EXTRACT GET_FORMAT GROUP INTERVAL JSON_TABLE LATERAL MATCH OF OVER POSITION ROW TIMESTAMPADD
  TIMESTAMPDIFF VALUE VALUES`.split(/\s+/),
)
/** What follows such a word or comma in the brackets of a call is of another kind: a type, a character set, an operand. */
const INSIDE_CALLS: Readonly<Record<string, Readonly<Record<string, Clause>>>> = {
  CAST: { AS: 'RAW' },
  CHAR: { USING: 'RAW' },
  CONVERT: { ',': 'RAW', USING: 'RAW' },
  EXTRACT: { FROM: 'OPERANDS' },
  JSON_VALUE: { RETURNING: 'RAW' },
  TIMESTAMPADD: { ',': 'OPERANDS' },
  TIMESTAMPDIFF: { ',': 'OPERANDS' },
  WEIGHT_STRING: { AS: 'RAW' },
}
/** Words that are no plain names and call something where a bracket follows. */
const CALLS = new Set([
  ...[...RESERVED_CALLS].filter(word => !['DEFAULT', 'MOD', 'VALUES'].includes(word)),
  ...`CAST CUME_DIST DATE DENSE_RANK FIRST_VALUE GROUPING GROUP_CONCAT LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK
  POSITION RANK ROW_NUMBER TIME TIMESTAMP`.split(/\s+/),
])
const NO_CALLS = new Set(['AGAINST', 'JSON_TABLE', 'VALUE'])

export function isOfOperands(clause: Clause): boolean {
  return clause !== 'FROM' && clause !== 'RAW'
}

/** What stands in a bracket that is opened there, behind that token. */
export function clauseOfBracket(outer: Clause, call: Token | undefined): Clause {
  if (!isOfOperands(outer)) return outer
  return call !== undefined && RAW_BRACKETS.has(call.word) ? 'RAW' : 'OPERANDS'
}

/** What goes on behind a word or comma in the brackets of a call, where it is something else than before. */
export function clauseInsideCall(call: Token | undefined, sign: string): Clause | undefined {
  return INSIDE_CALLS[call?.word ?? '']?.[sign]
}

export function endsClause({ word }: Token, next: Token | undefined): boolean {
  return ENDS.has(word) || beginsSort(word, next)
}

/** ON begins a condition only behind tables. */
export function clauseBegunBy({ word }: Token, next: Token | undefined, before: Clause): Clause | undefined {
  if (beginsSort(word, next)) return 'SORT'
  if (word === 'ON') return before === 'FROM' ? 'CONDITION' : undefined
  return BEGINNINGS[word]
}

function beginsSort(word: string, next: Token | undefined): boolean {
  return SORTS.has(word) && next?.word === 'BY'
}

/** A token that calls something when a bracket follows. */
export function isCallable(token: Token): boolean {
  return CALLS.has(token.word) || (isPlainName(token) && !NO_CALLS.has(token.word))
}
