import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'

/** Rows in another engine than the one that keeps them through a crash. */
export const warnOtherEngine: LintRule = {
  id: 'warn-other-engine',
  check: input =>
    input.statements.flatMap(({ written }) => {
      if (written?.verb !== 'CREATE_TABLE' && written?.verb !== 'ALTER_TABLE') return []
      return written.actions.flatMap(action => {
        if (action.kind !== 'ENGINE' || /^(innodb|rocksdb|ndb|ndbcluster)$/i.test(action.engine)) return []
        return [
          {
            severity: 'WARNING' as const,
            message: `${action.engine} knows no transactions and no foreign keys, and may lose rows of ${written.table.name} in a crash.`,
            hint: 'Leave ENGINE out, or write InnoDB.',
            ...at(action),
            fix: edited(input.text, { ...action.value, to: 'InnoDB' }),
          },
        ]
      })
    }),
}
