import type { LintRule } from '../lint.ts'

/** Rows that go when somebody deletes others. */
export const warnOnDeleteCascade: LintRule = {
  id: 'warn-on-delete-cascade',
  check({ before, after }) {
    const known = new Set(before.objects.map(({ id, definition }) => `${id} ${definition}`))
    return (after?.objects ?? [])
      .filter(
        ({ kind, id, definition }) =>
          kind === 'CONSTRAINT' &&
          !known.has(`${id} ${definition}`) &&
          /\bON DELETE CASCADE\b/i.test(definition),
      )
      .map(({ name }) => ({
        severity: 'WARNING',
        message: `By ${name} rows are deleted when the row that they refer to is, without anybody naming them.`,
        hint: 'Leave ON DELETE out: then a delete that would leave rows behind is refused.',
        start: null,
        end: null,
      }))
  },
}
