import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'

/** A view or routine that runs with the rights of the login that changes are applied with. */
export const warnDefinerRights: LintRule = {
  id: 'warn-definer-rights',
  check: input =>
    input.statements.flatMap(statement => {
      const { written } = statement
      if (written?.verb !== 'CREATE_PROGRAM' || written.asInvoker) return []
      if (written.what === 'TRIGGER' || written.what === 'EVENT') return []
      const head = input.text.slice(statement.start, written.at.start)
      return [
        {
          severity: 'INFO' as const,
          message: `Whoever may use this ${written.what.toLowerCase()} reaches what it reads with the rights of its maker, which is the login that changes are applied with; when that login goes it fails.`,
          hint: 'SQL SECURITY INVOKER lets everybody reach only what they may reach anyway.',
          ...at(statement),
          // Of a routine it stands among its characteristics.
          ...(written.what === 'VIEW' &&
            !/\bsecurity\b/i.test(head) && {
              fix: edited(input.text, {
                start: written.at.start,
                end: written.at.start,
                to: 'SQL SECURITY INVOKER ',
              }),
            }),
        },
      ]
    }),
}
