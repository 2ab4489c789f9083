import type { Statement } from '../sql/sql.ts'
import type { NamedIn, Reach } from './guard-facts.ts'
import type { QualifiedName } from './policy.ts'

/** Whether a statement can get at something that users have made for their types: it names one, or a column of one. */
export function comesIn(
  { everywhere, types, relations }: Reach,
  { statement }: { statement: Statement },
): boolean {
  if (everywhere) return true
  const named = [
    ...statement.types,
    ...statement.functions
      .filter(({ form }) => form === 'ATTRIBUTE')
      .map(({ name }) => ({ schema: null, name })),
  ]
  return names(named, types) || names(statement.tables, relations)
}

function names(written: readonly QualifiedName[], meant: readonly NamedIn[]): boolean {
  return meant.some(each =>
    written.some(
      // An array of a type may be named `_type` too.
      ({ schema, name }) =>
        (name === each.name || name === `_${each.name}`) && (schema === null || schema === each.schema),
    ),
  )
}
