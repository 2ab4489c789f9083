import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unknown-syntax'

/** The grammar reads more than a query needs; what is not known to be harmless is refused. */
export const forbidUnknownSyntax: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.unknownSyntax.map(part =>
      refusal(id, part, {
        message: `This uses syntax that is not known here to be a plain read (${part.words}).`,
        hint: 'Write it another way, with SELECT, joins, conditions and the usual expressions.',
      }),
    ),
}
