import { warning } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'warn-cross-join'

export const warnCrossJoin: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.crossJoins.map(item =>
      warning(id, item, {
        message: `No condition ties ${item.words} to the other tables: every row is paired with every row of theirs.`,
        hint: `Add a condition such as ${item.words}.id = other.${item.words}_id, or leave ${item.words} out.`,
      }),
    ),
}
