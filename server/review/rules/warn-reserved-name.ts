import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { newNames } from '../new-names.ts'

/** A name that is a word of the language on some servers. */
export const warnReservedName: LintRule = {
  id: 'warn-reserved-name',
  check: input =>
    newNames(input)
      .filter(({ reserved }) => reserved)
      .map(({ name, ...place }) => ({
        severity: 'INFO' as const,
        message: `${name} is a word of the language: every query has to write it in backquotes, on this server or after an upgrade.`,
        hint: 'Choose another name, for instance with the name of the table before it.',
        ...at(place),
      })),
}
