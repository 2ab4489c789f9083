import type { LintRule } from '../lint.ts'

/** What is there after the change and not in force: it promises what nobody has checked. */
export const warnLeftNotValid: LintRule = {
  id: 'warn-left-not-valid',
  check: ({ before, after }) => {
    const known = new Set(before.objects.filter(({ valid }) => !valid).map(({ id }) => id))
    return (after?.objects ?? [])
      .filter(({ id, valid }) => !valid && !known.has(id))
      .map(({ name }) => ({
        severity: 'WARNING',
        message: `${name} is not valid after the change: rows from before were never checked.`,
        hint: 'Propose VALIDATE CONSTRAINT as the next change.',
        start: null,
        end: null,
      }))
  },
}
