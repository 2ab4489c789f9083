import type { LintRule } from '../lint.ts'
import { heldTables, placeOf } from '../table-in-use.ts'

/** Two or more tables that others are kept out of in one transaction, which they may want in another order. */
export const warnManyTablesLocked: LintRule = {
  id: 'warn-many-tables-locked',
  check: input => {
    const held = new Set<string>()
    for (const step of input.steps) {
      const before = held.size
      if (!step.transactional) held.clear()
      else for (const table of heldTables(input, step)) held.add(table)
      if (held.size < 2 || held.size === before) continue
      return [
        {
          severity: 'WARNING',
          message: `One transaction keeps others out of ${[...held].join(' and ')}: who wants them in another order waits for ever, and one of the two is thrown out.`,
          hint: 'Make a change for each table; a foreign key locks both of its tables in any case.',
          ...placeOf(input, step),
        },
      ]
    }
    return []
  },
}
