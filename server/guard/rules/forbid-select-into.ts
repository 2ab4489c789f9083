import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-select-into'

export const forbidSelectInto: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.intos.map(into =>
      refusal(id, into, {
        message: `SELECT … ${into.words} writes to a table, file or variable. Queries here only read.`,
        hint: 'Leave INTO out: the rows come back as the result, which can be exported.',
      }),
    ),
}
