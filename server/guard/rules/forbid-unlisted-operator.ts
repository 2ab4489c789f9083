import { byName } from '../by-name.ts'
import type { GuardFunction } from '../guard-facts.ts'
import { comesIn } from '../reach.ts'
import { refusal, whoLists, written } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-operator'

/** An operator is a function with another spelling, and users can make some with the names of the server's own. */
export const forbidUnlistedOperator: StatementRule = {
  id,
  checkStatement(context) {
    const { statement, policy, facts } = context
    const mayCall = (called: GuardFunction): boolean => context.mayCall(called) || computes(called)
    const ofUsers = facts.operators.filter(each => !mayCall(each.calls) && comesIn(each, context))
    return statement.operators.flatMap(operator => {
      const { schema, name } = operator
      const meant = byName(facts.operators, name).filter(each => isMeant(each.schema))
      const bad = ofUsers.find(each => meant.includes(each))
      if (bad !== undefined)
        return refusal(id, operator, {
          message: `The operator ${written(operator)} may call ${written(bad.calls)}(), which was added to this database and may do more than read.`,
          hint: `Compare or compute another way, with columns of the usual types.${whoLists(bad.calls)}`,
        })
      if (policy.allowsOperator(operator) || meant.some(each => mayCall(each.calls))) return []
      return refusal(id, operator, {
        message: `The operator ${written(operator)} does not come with the server, and what it does is not known here.`,
        hint: 'Use the usual operators, without OPERATOR(…) around them.',
      })

      function isMeant(of: string): boolean {
        return schema === null || schema === of
      }
    })
  },
}

/** Extensions are a superuser's choice, and an operator gets two values to compute with: no text that names a table. */
function computes({ extension, volatility }: GuardFunction): boolean {
  return extension != null && volatility !== 'VOLATILE'
}
