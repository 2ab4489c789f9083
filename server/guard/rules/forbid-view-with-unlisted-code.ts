import { refusal, whoLists, written } from '../rule.ts'
import type { FindingText, StatementContext, StatementRule } from '../rule.ts'
import type { Behind } from '../policy.ts'

const id = 'forbid-view-with-unlisted-code'

/**
 * A name in FROM can run code that the query does not show: a view's query, a row policy, a column that is computed
 * when it is read. What hangs off them is held to the lists for queries, all the way down.
 */
export const forbidViewWithUnlistedCode: StatementRule = {
  id,
  checkStatement: context =>
    context.statement.tables.flatMap(table =>
      context.behind(table).flatMap(found => {
        const problem = problemOf(found, context)
        return problem === null ? [] : [refusal(id, table, problem)]
      }),
    ),
}

function problemOf(found: Behind, { policy, mayRunBehind }: StatementContext): FindingText | null {
  if (found.unknown !== null)
    return {
      message: `${written(found)} is a view, and ${found.unknown}, so what it runs is not known.`,
      hint: 'Query the tables below it, or ask an administrator for the right to see how views are made.',
    }
  const called = found.functions.find(each => !mayRunBehind(each))
  if (called !== undefined)
    return {
      message: `Reading ${written(found)} calls ${written(called)}(), which may do more than read.`,
      hint: `Query the tables below it with the usual functions of the server.${whoLists(called)}`,
    }
  const shown = found.relations.find(each => !policy.allowsRelation(each, []))
  if (shown === undefined) return null
  return {
    message: `${written(found)} shows ${written(shown)}, a system catalog that can hold passwords, settings or other people's work.`,
    hint: 'For tables and columns, read information_schema.tables and information_schema.columns.',
  }
}
