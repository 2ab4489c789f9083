import type { FunctionReference } from '../../sql/sql.ts'
import type { GuardFunction } from '../guard-facts.ts'
import { refusal, whoLists, written } from '../rule.ts'
import type { FindingText, StatementContext, StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-function'

/**
 * A function may do anything: read files, open connections, wait, write. Only functions that the dialect's policy lists
 * may be called: the engine's own, and those of extensions that only compute. A name with several overloads counts as the worst of them, because which one
 * is meant depends on types that only the server knows.
 */
export const forbidUnlistedFunction: StatementRule = {
  id,
  checkStatement: context =>
    context.statement.functions.flatMap(call => {
      const problem = problemOf(call, context)
      return problem === null ? [] : [refusal(id, call, problem)]
    }),
}

function problemOf(call: FunctionReference, context: StatementContext): FindingText | null {
  if (call.form === 'SAMPLING') return samplingProblem(call, context)
  const overloads = context.policy.functionsMeant(call, context.facts.functions)
  if (call.form === 'FIELD') return fieldProblem(call, overloads, context)
  // No function is called so: `(x).f` can only be a field.
  if (call.form === 'ATTRIBUTE' && overloads.length === 0) return null
  return callProblem(call, overloads, context)
}

function callProblem(
  call: FunctionReference,
  overloads: readonly GuardFunction[],
  { policy, mayCall }: StatementContext,
): FindingText | null {
  const name = call.form === 'ATTRIBUTE' ? `(…).${call.name}` : `${written(call)}()`
  if (overloads.length === 0)
    return {
      message: `${name} is not a function of this server.`,
      hint: 'Check its spelling and its schema.',
    }
  const refused = overloads.filter(overload => !mayCall(overload))
  const [first] = refused
  if (first === undefined) return null
  if (
    policy.builtInPrefix !== null &&
    refused.length < overloads.length &&
    refused.every(overload => !overload.builtIn)
  )
    return {
      message: `${name} may mean ${written(first)}(), which was added to this database and may do more than read.`,
      hint: `Write ${policy.builtInPrefix}${call.name}(…) for the one that comes with the server.`,
    }
  return {
    message: first.builtIn
      ? `${name} may do more than read data: it is not among the functions that queries may call.`
      : `${name} was added to this database, and what it does is not known here.`,
    hint: `Write the query without it, with tables and the usual functions of the server.${whoLists(first)}`,
  }
}

/** `t.f` is a column nearly always. It calls a function only when that takes a row, and no built-in one that matters does. */
function fieldProblem(
  call: FunctionReference,
  overloads: readonly GuardFunction[],
  { mayCall }: StatementContext,
): FindingText | null {
  const callable = overloads.filter(overload => !overload.builtIn && overload.takesRow !== false)
  const refused = callable.find(overload => !mayCall(overload))
  if (refused === undefined) return null
  return {
    message: `….${call.name} may call the function ${call.name}(), which was added to this database and may do more than read.`,
    hint: `If a column is meant, write ${call.name} without the table in front of it.${whoLists(refused)}`,
  }
}

function samplingProblem(call: FunctionReference, { policy }: StatementContext): FindingText | null {
  if (policy.allowsSamplingMethod(call)) return null
  return {
    message: `The sampling method ${written(call)} is not known here.`,
    hint: 'Use SYSTEM or BERNOULLI.',
  }
}
