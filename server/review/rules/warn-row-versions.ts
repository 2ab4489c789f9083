import type { LintRule } from '../lint.ts'
import { alteredTables, at } from '../altered-tables.ts'

/** So many a server keeps apart before a table has to be written anew. */
const MOST = 64
const NEARLY = 56

/** Columns that are added and dropped at once, of which a table can have only so many. */
export const warnRowVersions: LintRule = {
  id: 'warn-row-versions',
  check: input =>
    input.before.traits?.includes('COUNTS_ROW_VERSIONS') !== true
      ? []
      : alteredTables(input).flatMap(({ written, table, statement }) => {
          const adds = written.actions.some(({ kind }) => kind === 'ADD_COLUMN' || kind === 'DROP_COLUMN')
          const versions = input.sizes.find(({ id }) => id === table.id)?.rowVersions ?? null
          if (!adds || versions === null || versions < NEARLY) return []
          return [
            {
              severity: 'WARNING' as const,
              message:
                versions >= MOST
                  ? `${table.name} has had ${versions} columns added or dropped at once, which is all that this server keeps apart: the next one writes it anew or is refused.`
                  : `${table.name} has had ${versions} columns added or dropped at once; after ${MOST} it has to be written anew.`,
              hint: `In a quiet time, ALTER TABLE ${table.name} FORCE writes it anew and counts from the beginning.`,
              ...at(statement),
            },
          ]
        }),
}
