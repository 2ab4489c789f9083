import type { LintRule } from '../lint.ts'

/** A new table whose rows nothing tells apart. */
export const warnNoPrimaryKey: LintRule = {
  id: 'warn-no-primary-key',
  check: ({ before, after }) => {
    if (after === null) return []
    const known = new Set(before.objects.map(({ id }) => id))
    const keyed = new Set(
      after.objects
        .filter(({ kind, definition }) => kind === 'CONSTRAINT' && /\bPRIMARY KEY\b/i.test(definition))
        .map(({ partOf }) => partOf),
    )
    return after.objects
      .filter(({ kind, id }) => kind === 'TABLE' && !known.has(id) && !keyed.has(id))
      .map(({ name }) => ({
        severity: 'WARNING',
        message: `${name} has no primary key: its rows cannot be told apart, and replication and tools need one.`,
        hint: 'Give it a key of its own, such as a column id of type bigint that counts by itself.',
        start: null,
        end: null,
      }))
  },
}
