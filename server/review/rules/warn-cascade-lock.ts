import type { LintRule } from '../lint.ts'
import { alteredTables, at, partsOf } from '../altered-tables.ts'

/** A demand for no lock that a server cannot keep for this table. */
export const warnCascadeLock: LintRule = {
  id: 'warn-cascade-lock',
  check: input =>
    input.before.traits?.includes('CASCADES_NEED_LOCK') !== true
      ? []
      : alteredTables(input).flatMap(({ written, table }) => {
          const lock = written.actions.find(action => action.kind === 'LOCK' && action.name === 'NONE')
          const key = partsOf(input, table).find(
            ({ parts, definition }) =>
              parts.type === 'FOREIGN' && /\bON (DELETE|UPDATE) (CASCADE|SET NULL)\b/i.test(definition),
          )
          if (lock === undefined || key === undefined) return []
          return [
            {
              severity: 'WARNING' as const,
              message: `The foreign key ${key.name} changes rows of ${table.name} by itself, so this server alters the table with no one writing or not at all.`,
              hint: 'Leave LOCK=NONE out and choose a quiet time; what the server takes instead shows in the dry run.',
              ...at(lock),
            },
          ]
        }),
}
