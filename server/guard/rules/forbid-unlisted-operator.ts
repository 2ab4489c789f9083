import { refusal, written } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-operator'

/** An operator is a function with another spelling. */
export const forbidUnlistedOperator: StatementRule = {
  id,
  checkStatement: ({ statement, policy }) =>
    statement.operators
      .filter(operator => !policy.allowsOperator(operator))
      .map(operator =>
        refusal(id, operator, {
          message: `The operator ${written(operator)} does not come with the server, and what it does is not known here.`,
          hint: 'Use the usual operators, without OPERATOR(…) around them.',
        }),
      ),
}
