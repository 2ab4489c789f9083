import type { LintRule } from '../lint.ts'
import { alteringActions, at } from '../altered-tables.ts'

/** Partitions that go, with all rows in them. */
export const forbidPartitionDrop: LintRule = {
  id: 'forbid-partition-drop',
  check: input =>
    alteringActions(input).flatMap(({ action, on }) =>
      action.kind === 'PARTITION' && (action.what === 'DROP' || action.what === 'TRUNCATE')
        ? [
            {
              severity: 'BLOCKING' as const,
              message: `All rows in these partitions of ${on.table.name} are gone; no rollback brings them back.`,
              hint: 'EXCHANGE PARTITION … WITH TABLE puts them into a table of their own first.',
              ...at(action),
            },
          ]
        : [],
    ),
}
