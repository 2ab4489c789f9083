import type { LintRule } from '../lint.ts'
import { alteredTables, at, measuredWay, milderIfSmall, sizeInBrackets } from '../altered-tables.ts'

/** What the server does in place, and only while nobody writes, as it said on the copy. */
export const forbidSharedLock: LintRule = {
  id: 'forbid-shared-lock',
  cost: 'BY_MEASURE',
  check: input =>
    alteredTables(input)
      .filter(({ step }) => {
        const way = measuredWay(step)
        return way !== null && way.algorithm !== 'COPY' && /^(SHARED|EXCLUSIVE)$/.test(way.lock ?? '')
      })
      .map(({ statement, step, table }) => ({
        severity: milderIfSmall('BLOCKING', step),
        message: `Nobody can write to ${table.name} while the server does this${sizeInBrackets(step)}.`,
        hint: 'Do it in a window. A FULLTEXT or SPATIAL index and a column that counts by itself have no other way.',
        ...at(statement),
      })),
}
