import { freeName, inPlaceOf } from '../fix.ts'
import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** An index on a table in use that is built while nobody can write to it. */
export const forbidIndexWithoutConcurrently: LintRule = {
  id: 'forbid-index-without-concurrently',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'CREATE INDEX')
      .filter(({ action, step }) => !action.concurrently && !action.only && costsAtLeast(step, 'INDEX_BUILD'))
      .map(found => {
        const isPartitioned = typeof found.table?.parts.partitionKey === 'string'
        return {
          severity: severityOn(found),
          message: `Nobody can write to ${found.on} while the index is built (${measured(found.step)}).`,
          hint: isPartitioned
            ? 'Create it ON ONLY the partitioned table, CONCURRENTLY on each partition, and attach those to it.'
            : 'Build it CONCURRENTLY: the step stands by itself, and everybody goes on.',
          ...clausePlace(found),
          ...(!isPartitioned && { fix: concurrently(input, found) }),
        }
      }),
}

const HEAD = /^create\s+(unique\s+)?index(\s+if\s+not\s+exists)?(?=\s)/i

/** Named, so that one that fails is found again. */
function concurrently(
  input: LintInput,
  { statement, action }: FoundAction<'CREATE INDEX'>,
): string | undefined {
  const { sql } = statement
  const start = sql.search(/create\s+(unique\s+)?index\b/i)
  const head = HEAD.exec(sql.slice(start))
  // What stands before it can only be comments.
  if (head === null || /^[^]*\S/.test(sql.slice(0, start).replace(/--.*$|\/\*[^]*?\*\//gm, '')))
    return undefined
  const rest = sql.slice(start + head[0].length)
  const columns = action.columns ?? []
  const name = action.name === null ? ` ${freeName(input, action.table.name, ...columns, 'idx')}` : ''
  const made = `CREATE ${head[1] === undefined ? '' : 'UNIQUE '}INDEX CONCURRENTLY${name}${rest}`
  return inPlaceOf(input, statement, [`${sql.slice(0, start)}${made}`])
}
