import type { LintRule } from '../lint.ts'

/** A promise about the rows that nobody keeps any more. */
export const warnDroppedConstraint: LintRule = {
  id: 'warn-dropped-constraint',
  check: ({ changes }) =>
    changes
      .filter(({ kind }) => kind === 'REMOVED CONSTRAINT')
      .map(({ object, before }) => ({
        severity: 'WARNING',
        message: `${object} no longer holds${/\bPRIMARY KEY\b/i.test(before ?? '') ? ': rows cannot be told apart, and replicas may need it' : ''}.`,
        hint: 'Rows that break it can come from then on, and keep it from coming back.',
        start: null,
        end: null,
      })),
}
