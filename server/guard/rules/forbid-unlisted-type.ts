import { byName } from '../by-name.ts'
import type { GuardType } from '../guard-facts.ts'
import type { QualifiedName } from '../policy.ts'
import { refusal, whoLists, written } from '../rule.ts'
import type { FindingText, StatementContext, StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-type'

/**
 * Functions and an operator that make a row of a type from texts, so that a table's name in front of them names its row
 * type. The short name and the operator are hstore's.
 */
const POPULATES = /^(jsonb?_)?populate_record(set|_valid)?$/
const POPULATING_OPERATOR = '#='

export const forbidUnlistedType: StatementRule = {
  id,
  checkStatement(context) {
    const { types, functions, operators, tables } = context.statement
    const populates =
      functions.some(({ name }) => POPULATES.test(name)) ||
      operators.some(({ name }) => name === POPULATING_OPERATOR)
    return [
      ...types,
      // `('x').regclass` is the cast to it, where x has no field of that name.
      ...functions.filter(({ form }) => form === 'ATTRIBUTE'),
      ...(populates ? tables : []),
    ].flatMap(type => {
      const problem = problemOf(type, context, tables.includes(type))
      return problem === null ? [] : [refusal(id, type, problem)]
    })
  },
}

function problemOf(type: QualifiedName, context: StatementContext, isRow: boolean): FindingText | null {
  if (!isRow && !context.policy.allowsType(type))
    return {
      message: `The type ${written(type)} looks things up in the server or is for its own use.`,
      hint: 'Use a type that columns have, such as text, integer, numeric, date or timestamp.',
    }
  const called = typesMeant(type, context)
    .flatMap(({ functions }) => functions)
    .find(each => !context.mayCall(each))
  if (called === undefined) return null
  return {
    message: `A value of the type ${written(type)} is checked by ${written(called)}(), which may do more than read.`,
    hint: `Use the type that it is made of, such as text or integer.${whoLists(called)}`,
  }
}

function typesMeant({ schema, name }: QualifiedName, { facts }: StatementContext): readonly GuardType[] {
  return byName(facts.types, name).filter(type => schema === null || type.schema === schema)
}
