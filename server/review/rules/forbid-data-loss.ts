import type { LintRule } from '../lint.ts'

/** Tables and columns that are gone at the end, with all that is in them. */
export const forbidDataLoss: LintRule = {
  id: 'forbid-data-loss',
  check: ({ changes }) =>
    changes
      .filter(({ kind }) => kind === 'REMOVED TABLE' || kind === 'REMOVED COLUMN')
      .map(({ kind, object }) => ({
        severity: 'BLOCKING',
        message: `${object} is dropped with all that is in it; no rollback brings that back.`,
        hint: `Rename the ${kind === 'REMOVED TABLE' ? 'table' : 'column'} now, and drop it when nobody has missed it for a while.`,
        start: null,
        end: null,
      })),
}
