import type { MigrationProposal, RoundtableCondition } from '../domain.ts'
import type { Dependencies } from './dependencies.ts'

/** How patient an application is. */
export interface ApplyOptions {
  lockTimeoutMs: number
  lockBudgetMs: number
  statementTimeoutMs: number
  /** It does not begin while a session has held what it touches for longer; null: it begins. */
  oldTransactionMs: number | null
  /** Of the roundtable on this very revision; none where there was none. */
  conditions: readonly RoundtableCondition[]
}

/** The configured limits, made stricter by the conditions of the roundtable. Nothing of it makes them laxer. */
export async function applyOptionsOf(
  { store, limits, roundtable }: Pick<Dependencies, 'store' | 'limits' | 'roundtable'>,
  proposal: Pick<MigrationProposal, 'id' | 'revision' | 'digest'>,
): Promise<ApplyOptions> {
  const held = await store.roundtables.findNewest(proposal.id)
  const conditions = held === null || roundtable.isStale(held, proposal) ? [] : held.conditions
  const of = (kind: RoundtableCondition['kind']) => conditions.find(each => each.kind === kind)?.valueMs
  const { lockTimeoutMs, lockBudgetMs, statementTimeoutMs } = limits.changes
  return {
    lockTimeoutMs: Math.min(lockTimeoutMs, of('LOCK_TIMEOUT') ?? Infinity),
    lockBudgetMs,
    statementTimeoutMs: Math.min(statementTimeoutMs, of('STATEMENT_TIMEOUT') ?? Infinity),
    oldTransactionMs: of('NO_OLD_TRANSACTIONS') ?? null,
    conditions,
  }
}
