import type { Statement } from '../statement.ts'
import { differenceBetween } from './agreement.ts'
import type { Difference } from './agreement.ts'
import { secondReadings } from './second-reading.ts'
import { Unreadable } from './token.ts'
import type { Token } from './token.ts'

/**
 * Holds what our grammar has read of a query to what sql-parser-cst reads. The dialect of the server is not known here,
 * so one of its two dialects has to agree. Throws Unreadable when both read it in another way, and when neither reads
 * it at all, unless it has a form that they are known not to read.
 */
export function confirmReading(sql: string, tokens: readonly Token[], statement: Statement): void {
  let difference: Difference | null = null
  // What EXPLAIN explains is read as the query that it is.
  const query = statement.inspects === undefined ? 0 : tokens.findIndex(isFirstOfQuery)
  for (const facts of secondReadings(sql, tokens.slice(query))) {
    const found = differenceBetween(statement, facts)
    if (found === null) return
    difference ??= found
  }
  if (difference !== null)
    throw new Unreadable(
      `Two readings of this differ in ${difference.words}, so it is not judged.`,
      difference.place?.start ?? statement.start,
    )
  // What locks, writes to a file or is not known to be a read is better refused for that.
  const refusedAnyway = [statement.intos, statement.locks, statement.unknownSyntax].some(
    list => list.length > 0,
  )
  if (!refusedAnyway && !tokens.some(({ word }) => word === 'SYSTEM_TIME'))
    throw new Unreadable('Only one of two readers can read this, so it is not judged.', statement.start)
}

function isFirstOfQuery({ kind, word, text }: Token): boolean {
  return ['SELECT', 'WITH', 'TABLE', 'VALUES'].includes(word) || (kind === 'SYMBOL' && text === '(')
}
