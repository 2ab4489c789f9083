import type { Problem, ResultColumn, RunState } from '../domain.ts'
import { groupingOf, tellGrouping } from './grouping.ts'
import { tellNoRows } from './no-rows.ts'
import { tellOneRow } from './one-row.ts'
import type { ResultDigest } from './result-digest.ts'
import { tellList } from './row-list.ts'
import { nounOf } from './row-noun.ts'
import { countOf, sentence, toldColumns, withThousands } from './wording.ts'

export { factsOf } from './facts.ts'
export { createResultDigest } from './result-digest.ts'
export { suggestChart } from './suggest-chart.ts'
export type { ResultDigest } from './result-digest.ts'

const WORDS_PER_CHUNK = 4
const TOO_MANY = 'That is too many to sum up here: ask for totals or for groups to see what is in them.'

export interface Explanation {
  question: string
  /** How the question was read, in words; empty where nobody said. */
  reading: string
  columns: readonly ResultColumn[]
  digest: ResultDigest
  state: RunState
  problem: Problem | null
}

/**
 * A result in plain words, as pieces of a few words each that joined make the whole summary. Every sentence follows
 * from rows that were seen: nothing is rounded without need, no unit is invented, ids are not added up. Pure; the
 * rows go nowhere.
 */
export function explainResult(explanation: Explanation): readonly string[] {
  return inChunks(sentencesFor(explanation).join(' '))
}

function sentencesFor({ question, reading, columns, digest, state, problem }: Explanation): string[] {
  switch (state) {
    case 'RUNNING':
      return ['The query is still running.']
    case 'CANCELLED':
      return [
        `The query was stopped after ${countOf(digest.rowCount, 'row')}, so there is nothing to sum up.`,
      ]
    case 'FAILED':
      return [sentence(`The query failed: ${problem?.message ?? 'the reason is not known'}`)]
    case 'TRUNCATED':
      return tellFirstRows(digest, () => tellRows(question, reading, columns, digest))
    case 'COMPLETED':
      return tellRows(question, reading, columns, digest)
  }
}

function tellFirstRows({ rowCount, complete }: ResultDigest, tellRest: () => string[]): string[] {
  if (rowCount === 0) return ['The result was too large to read even its first row.']
  const read =
    rowCount === 1
      ? 'Only the first row was read'
      : `Only the first ${withThousands(rowCount)} rows were read`
  return complete
    ? [`${read}; the result has more, and what follows counts only what was read.`, ...tellRest()]
    : [`${read}; the result has more.`, TOO_MANY]
}

function tellRows(
  question: string,
  reading: string,
  columns: readonly ResultColumn[],
  digest: ResultDigest,
): string[] {
  if (columns.length === 0) return ['The query ran, and its result has no columns.']
  if (digest.rowCount === 0) return tellNoRows(question, reading)
  if (!digest.complete) return [`There are ${withThousands(digest.rowCount)} rows.`, TOO_MANY]
  const told = toldColumns(columns, digest)
  if (digest.rowCount === 1) return tellOneRow(told, digest)
  const grouping = groupingOf(told, digest)
  return grouping ? tellGrouping(grouping, digest) : tellList(told, digest, nounOf(question, columns, digest))
}

function inChunks(text: string): readonly string[] {
  return text.match(new RegExp(`(?:\\S+\\s*){1,${WORDS_PER_CHUNK}}`, 'g')) ?? []
}
