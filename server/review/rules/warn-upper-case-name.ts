import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { newNames } from '../new-names.ts'

/** A table whose name is another one on another machine. */
export const warnUpperCaseName: LintRule = {
  id: 'warn-upper-case-name',
  check: input =>
    newNames(input)
      .filter(({ name, of }) => of === 'TABLE' && name !== name.toLowerCase())
      .map(({ name, ...place }) => ({
        severity: 'INFO' as const,
        message: `Whether ${name} and ${name.toLowerCase()} are the same table hangs on the machine that the server runs on (lower_case_table_names).`,
        hint: 'Write names of tables in small letters.',
        ...at(place),
      })),
}
