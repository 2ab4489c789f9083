import type { LintRule } from '../lint.ts'

/** Settings and locks that the applier decides; those of a script would outlive their statement or lift its limits. */
export const forbidSessionSetting: LintRule = {
  id: 'forbid-session-setting',
  check: ({ statements }) =>
    statements
      .filter(({ kind }) => kind === 'SESSION')
      .map(({ command, start, end }) => ({
        severity: 'BLOCKING',
        message: `${command} changes the session that the change is applied in.`,
        hint: 'Leave it out: time limits, locks and settings are set by what applies the change.',
        ...{ start, end },
      })),
}
