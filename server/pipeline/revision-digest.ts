import type { Connection } from '../domain.ts'
import type { ProposalRevision } from '../store/proposals.ts'
import type { Dependencies } from './dependencies.ts'

/**
 * What an approval of this revision stands for on the connection as it is now, by the rules that there are now. It is made
 * twice: when the revision is, and when that is applied. If it is another one then, nothing is.
 */
export function digestOfRevision(
  { review }: Pick<Dependencies, 'review'>,
  { id, environment }: Pick<Connection, 'id' | 'environment'>,
  { revision, steps, rollbackSql, base, findings }: Omit<ProposalRevision, 'digest'>,
): string {
  return review.digest({
    statements: steps.map(({ sql, transactional }) => ({ sql, transactional })),
    ...{ rollbackSql, environment, revision },
    settings: base.settings,
    serverVersion: base.serverVersion,
    target: { ...base.target, connectionId: id },
    baseFingerprint: base.fingerprint,
    predicted: base.predicted,
    findings: findings.map(({ code, message }) => `${code} ${message}`),
  })
}
