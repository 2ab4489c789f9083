import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Of 14.0 to 14.3 the release notes of 14.4 say that indexes that are built CONCURRENTLY may miss rows. */
const FIRST_BROKEN = 140_000
const FIRST_MENDED = 140_004

/** An index that a bug of the server may leave without some of its rows. */
export const forbidConcurrentlyOnBrokenVersion: LintRule = {
  id: 'forbid-concurrently-on-broken-version',
  check: input => {
    const { serverVersionNumber: version } = input.target
    if (version < FIRST_BROKEN || version >= FIRST_MENDED) return []
    return actionsThat(input, 'CREATE INDEX', 'REINDEX')
      .filter(({ action }) => action.concurrently)
      .map(found => ({
        severity: 'BLOCKING',
        message: `PostgreSQL 14.${version % 10_000} can leave rows out of an index that is built CONCURRENTLY, without a word.`,
        hint: 'Upgrade the server to 14.4 or later first.',
        ...clausePlace(found),
      }))
  },
}
