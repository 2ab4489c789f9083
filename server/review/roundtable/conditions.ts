import type { Evidence, MigrationStep, RoundtableCondition, RoundtablePrediction } from '../../domain.ts'
import { timeInWords } from './one-line.ts'

const SHORT_LOCK_MS = 1000
const OLD_TRANSACTION_MS = 5000
/** So much longer than the worst that was predicted, and never less than half a minute. */
const PATIENCE = 4
const LEAST_STATEMENT_MS = 30_000

/** What the application keeps to, where others are kept out of a table that is not known to be small. */
export function conditionsOf(
  evidence: readonly Evidence[],
  steps: readonly MigrationStep[],
  { durationMs }: RoundtablePrediction,
): readonly RoundtableCondition[] {
  const ids = (topic: Evidence['topic']) =>
    evidence.filter(each => each.topic === topic && each.floor !== 'APPROVE').map(({ id }) => id)
  const [locks, blockers] = [ids('COST'), ids('BLOCKERS')]
  const conditions: RoundtableCondition[] = []
  const waits = [...locks, ...blockers]
  if (waits.length > 0)
    conditions.push(
      {
        kind: 'LOCK_TIMEOUT',
        valueMs: SHORT_LOCK_MS,
        words: `Give up on a lock after ${timeInWords(SHORT_LOCK_MS)}, and try again later`,
        evidence: waits,
      },
      {
        kind: 'NO_OLD_TRANSACTIONS',
        valueMs: OLD_TRANSACTION_MS,
        words: `Do not begin while a session has held what it touches for more than ${timeInWords(OLD_TRANSACTION_MS)}`,
        evidence: waits,
      },
    )
  const works = steps.some(({ cost }) => cost !== 'METADATA')
  if (locks.length > 0 && works && durationMs !== null) {
    const valueMs = Math.max(LEAST_STATEMENT_MS, durationMs[1] * PATIENCE)
    conditions.push({
      kind: 'STATEMENT_TIMEOUT',
      valueMs,
      words: `Stop a step that runs for more than ${timeInWords(valueMs)}, which is far more than was predicted`,
      evidence: locks,
    })
  }
  return conditions
}
