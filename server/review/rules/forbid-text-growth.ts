import type { LintRule } from '../lint.ts'
import { at, copies, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'
import { bytesOf } from '../column-types.ts'
import { modifiedColumns, sameCharset } from '../modified-columns.ts'

/** One byte tells the length of a text up to here. */
const ONE_BYTE = 255
/** MariaDB leaves room for another one below this. */
const GROWS_ALWAYS = 127

/** A longer VARCHAR whose length then needs two bytes, in every row. */
export const forbidTextGrowth: LintRule = {
  id: 'forbid-text-growth',
  cost: 'BY_WORDS',
  check: input =>
    modifiedColumns(input)
      .filter(({ change, from, to, charsets: [charset, other], on }) => {
        const bytes = bytesOf(from, charset)
        const mayCross =
          bytes <= GROWS_ALWAYS && input.before.traits?.includes('SHORT_TEXT_GROWS_AT_ONCE') === true
        const crosses = bytes <= ONE_BYTE && bytesOf(to, other) > ONE_BYTE && !mayCross
        return change === 'LONGER' && crosses && sameCharset(charset, other) && copies(on)
      })
      .map(({ action, on, before, from, charsets: [charset] }) => ({
        severity: milderIfSmall('BLOCKING', on.step),
        message: `${before.name} grows past ${ONE_BYTE} bytes, where its length needs two: the server copies ${on.table.name} for that, while nobody can write${sizeInBrackets(on.step)}.`,
        hint: `Up to ${Math.floor(ONE_BYTE / (bytesOf(from, charset) / Number(from.arguments[0] ?? 1)))} characters it grows at once. Or do it in a window.`,
        ...at(action),
      })),
}
