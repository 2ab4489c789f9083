import type { LintRule } from '../lint.ts'
import { alteredTables, at } from '../altered-tables.ts'
import { edited, withBlanksBefore } from '../text-edits.ts'

/** A statement that says itself how long it waits for its table: everybody else waits behind it. */
export const forbidOwnWait: LintRule = {
  id: 'forbid-own-wait',
  check: input =>
    alteredTables(input).flatMap(({ written: { wait }, table }) =>
      wait === null
        ? []
        : [
            {
              severity: 'BLOCKING' as const,
              message: `How long to wait for ${table.name} is decided by what applies the change: while this waits, all who come later wait behind it.`,
              hint: 'Leave it out: the change waits a few seconds, lets the others through, and tries again.',
              ...at(wait),
              fix: edited(input.text, withBlanksBefore(input.text, wait)),
            },
          ],
    ),
}
