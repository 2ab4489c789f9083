import { refusal, written } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-catalog'

export const forbidUnlistedCatalog: StatementRule = {
  id,
  checkStatement: ({ statement, policy, facts }) =>
    statement.tables
      .filter(table => !policy.allowsRelation(table, facts.searchPath))
      .map(table =>
        refusal(id, table, {
          message: `${written(table)} is a system catalog that can show passwords, settings or other people's work.`,
          hint: 'For tables and columns, read information_schema.tables and information_schema.columns.',
        }),
      ),
}
