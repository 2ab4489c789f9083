import { refusal, written } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-type'

export const forbidUnlistedType: StatementRule = {
  id,
  checkStatement: ({ statement, policy }) =>
    statement.types
      .filter(type => !policy.allowsType(type))
      .map(type =>
        refusal(id, type, {
          message: `The type ${written(type)} looks things up in the server or is for its own use.`,
          hint: 'Use a type that columns have, such as text, integer, numeric, date or timestamp.',
        }),
      ),
}
