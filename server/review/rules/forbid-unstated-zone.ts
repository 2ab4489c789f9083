import { actionsInUse, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { columnOf } from '../named-object.ts'

/** From then on a session in UTC writes nothing anew. */
const NO_REWRITE_SINCE = 120_000

/** Times that become moments, or moments times, without saying where the clock hangs. */
export const forbidUnstatedZone: LintRule = {
  id: 'forbid-unstated-zone',
  check: input =>
    actionsInUse(input, 'SET TYPE').flatMap(found => {
      const { column, type, hasUsing } = found.action
      const old = String(columnOf(input.before, found.table, column)?.parts.type ?? '')
      const crosses =
        (/^timestamp\b.* without /.test(old) && type === 'timestamptz') ||
        (/^timestamp\b.* with /.test(old) && type === 'timestamp')
      if (!crosses || hasUsing) return []
      const rewrites = input.before.serverVersionNumber < NO_REWRITE_SINCE
      return [
        {
          severity: 'BLOCKING' as const,
          message: `${column} is read as UTC, which the session that applies it is in: where its times were meant otherwise, they all shift${rewrites ? ', and the table is written anew' : ''}.`,
          hint: `Say which zone they are in: USING ${column} AT TIME ZONE '…', which writes the table anew; in UTC it costs the catalog only.`,
          ...clausePlace(found),
        },
      ]
    }),
}
