import type { GuardCast } from '../guard-facts.ts'
import { comesIn } from '../reach.ts'
import { refusal, whoLists, written } from '../rule.ts'
import type { StatementContext, StatementRule } from '../rule.ts'

const id = 'forbid-unlisted-cast'

/** A cast that a user has made calls a function, often where nothing is written. */
export const forbidUnlistedCast: StatementRule = {
  id,
  checkStatement(context) {
    const casts = context.facts.casts.filter(cast => !context.mayCall(cast.calls) && comesIn(cast, context))
    return casts.flatMap(cast => {
      const place = placeOf(cast, context)
      if (place === null) return []
      return [
        refusal(id, place, {
          message: `A cast to ${cast.target.name} calls ${written(cast.calls)}(), which was added to this database and may do more than read.`,
          hint: `Leave the columns and types out that it is for.${whoLists(cast.calls)}`,
        }),
      ]
    })
  },
}

/** Where the cast's target is named, else, for one that needs no naming, the whole statement. Null: it is not used. */
function placeOf({ target, implicit }: GuardCast, { statement }: StatementContext) {
  const named = statement.types.find(
    ({ schema, name }) => name === target.name && (schema === null || schema === target.schema),
  )
  // (x).name casts x to a type of that name.
  const attribute = statement.functions.find(({ form, name }) => form === 'ATTRIBUTE' && name === target.name)
  return named ?? attribute ?? (implicit ? statement : null)
}
