import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { newNames } from '../new-names.ts'

/** In characters, for tables, columns, indexes and constraints alike. */
const LONGEST = 64

/** A name that no server takes. */
export const forbidLongName: LintRule = {
  id: 'forbid-long-name',
  check: input =>
    newNames(input)
      .filter(({ name }) => [...name].length > LONGEST)
      .map(({ name, ...place }) => ({
        severity: 'BLOCKING' as const,
        message: `${name.slice(0, 30)}… has ${[...name].length} characters; a name has at most ${LONGEST}.`,
        hint: 'Choose a shorter one.',
        ...at(place),
      })),
}
