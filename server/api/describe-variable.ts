import type { GraphQLError } from 'graphql'
import type { FieldProblem } from '../domain.ts'

/** GraphQL's own words, in those of a person who has filled in a form. */
const REASONS: readonly [RegExp, string][] = [
  [/of required type .* was not provided|^Expected non-nullable type/, 'This is missing'],
  [/^Int cannot represent/, 'This must be a whole number, and not that large'],
  [/^Float cannot represent/, 'This must be a number'],
  [/^Boolean cannot represent/, 'This must be true or false'],
  [/^(String|ID) cannot represent/, 'This must be text'],
  [/ enum[.]?( Did you mean .*)?$|^Enum /, 'This is none of the values that it can have'],
  [/is not defined by type/, 'There is no such field'],
]

/**
 * Which field of a variable is wrong and why, without the value: GraphQL's message repeats all that was given, and with
 * it a password. Null for errors that are about no variable's value.
 */
export function describeVariable(error: GraphQLError, root: GraphQLError): FieldProblem | null {
  if (!/^Variable "\$\w+" got invalid value /.test(error.message)) return null
  // The root error holds the reason alone; what stands before it ends with the path, if there is one.
  const before = error.message.endsWith(root.message) ? error.message.slice(0, -root.message.length) : ''
  const path =
    / at "([\w.[\]]+)"; $/.exec(before)?.[1] ?? /^Variable "\$(\w+)"/.exec(error.message)?.[1] ?? ''
  const missing = /^Field "(\w+)"/.exec(root.message)?.[1]
  const names = [...path.replace(/\[(\d+)\]/g, '.$1').split('.'), ...(missing === undefined ? [] : [missing])]
  const message =
    REASONS.find(([pattern]) => pattern.test(root.message))?.[1] ?? 'This is not what the API takes'
  // The variable's own name says something only where the variable is no input with fields.
  return { field: (names.length > 1 ? names.slice(1) : names).join('.'), message }
}
