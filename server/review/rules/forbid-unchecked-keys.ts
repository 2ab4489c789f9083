import type { LintRule } from '../lint.ts'
import { edited, withoutStatement } from '../text-edits.ts'

/** Checks of keys that a change switches off for itself. */
export const forbidUncheckedKeys: LintRule = {
  id: 'forbid-unchecked-keys',
  check: input =>
    input.statements.flatMap(statement => {
      const { written, start, end } = statement
      if (written?.verb !== 'SET') return []
      const setting = written.settings.find(
        ({ name, value }) => CHECKS.has(name) && !/^(1|on|true|default)$/i.test(value),
      )
      if (setting === undefined) return []
      return [
        {
          severity: 'BLOCKING' as const,
          message: `Without ${setting.name} rows get in that break their keys, and nothing looks at them ever again.`,
          hint: 'Leave it out. What the checks would refuse has to be mended first.',
          ...{ start, end },
          ...(written.settings.length === 1 && {
            fix: edited(input.text, withoutStatement(input, statement)),
          }),
        },
      ]
    }),
}

const CHECKS = new Set(['foreign_key_checks', 'unique_checks', 'check_constraint_checks'])
