import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-parameters'

export const forbidParameters: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.parameters.map(parameter =>
      refusal(id, parameter, {
        message: `${parameter.words} is a parameter, and there is no value for it.`,
        hint: `Write the value in place of ${parameter.words}.`,
      }),
    ),
}
