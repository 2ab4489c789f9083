import type { LintRule } from '../lint.ts'

/** All rows of a table at once, which no rollback brings back. */
export const forbidTruncate: LintRule = {
  id: 'forbid-truncate',
  check: ({ statements }) =>
    statements
      .filter(({ command }) => command === 'TRUNCATE')
      .map(({ start, end }) => ({
        severity: 'BLOCKING',
        message: 'TRUNCATE empties the table for good, and keeps everybody out of it meanwhile.',
        hint: 'Rename the table and make an empty one in its place; drop the old one when nobody has missed it.',
        ...{ start, end },
      })),
}
