import type { LintRule } from '../lint.ts'
import { alteringActions, at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns, sameCharset } from '../modified-columns.ts'

/** Texts that are kept in another character set, and a default that changes none. */
export const forbidCharsetConversion: LintRule = {
  id: 'forbid-charset-conversion',
  cost: 'BY_WORDS',
  check: input => [
    ...alteringActions(input).flatMap(({ action, on }) =>
      action.kind === 'CONVERT_CHARSET' && copies(on)
        ? [
            {
              severity: milderIfSmall('BLOCKING', on.step),
              message: `Every text of ${on.table.name} is written anew in ${action.charset}: the server copies the table while nobody can write${sizeInBrackets(on.step)}.`,
              hint: 'Do it in a window. New columns can have a character set of their own; the default alone changes at once, and no text that is there.',
              ...at(action),
            },
          ]
        : [],
    ),
    ...modifiedColumns(input)
      .filter(
        ({ charsets: [from, to], on, change }) =>
          (change === 'NONE' || change === 'LONGER') && !sameCharset(from, to) && copies(on),
      )
      .filter(({ from }) => /CHAR|TEXT|ENUM|SET/.test(from.name))
      .map(({ action, on, before, charsets: [from, to] }) => ({
        severity: milderIfSmall('BLOCKING', on.step),
        message: `${before.name} is kept in ${to ?? ''} instead of ${from ?? ''}: the server copies ${on.table.name} for that, while nobody can write${sizeInBrackets(on.step)}.`,
        hint: `If that was not meant, add CHARACTER SET ${from ?? ''}: MODIFY and CHANGE describe the whole column. Else do it in a window.`,
        ...at(action),
        ...(action.column.type.charset === null && {
          fix: `${input.text.slice(0, action.column.type.end)} CHARACTER SET ${from ?? ''}${input.text.slice(action.column.type.end)}`,
        }),
      })),
  ],
}
