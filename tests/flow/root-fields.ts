/** Documents for every root field of a schema, made from the schema itself, so that a new field is never left out. */
import {
  astFromValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  print,
} from 'graphql'
import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql'

export interface RootField {
  operation: 'query' | 'mutation' | 'subscription'
  name: string
  /** Calls the field with `variables` and asks for as little as can be asked for. */
  document: string
  /** Values of the right types for all arguments that must be there. */
  variables: Record<string, unknown>
  /** Arguments of the type ID, those of inputs with the input's name in front, e.g. `input.queryId`. */
  ids: readonly string[]
}

export function rootFieldsOf(schema: GraphQLSchema): RootField[] {
  return (['query', 'mutation', 'subscription'] as const).flatMap(operation => {
    const type = {
      query: schema.getQueryType(),
      mutation: schema.getMutationType(),
      subscription: schema.getSubscriptionType(),
    }[operation]
    return Object.values(type?.getFields() ?? {}).map(field => toRootField(operation, field))
  })
}

function toRootField(operation: RootField['operation'], field: GraphQLField<unknown, unknown>): RootField {
  const declared = field.args.map(arg => `$${arg.name}: ${String(arg.type)}${defaultOf(arg)}`).join(', ')
  const passed = field.args.map(arg => `${arg.name}: $${arg.name}`).join(', ')
  const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
  const inParentheses = (text: string) => (text === '' ? '' : `(${text})`)
  return {
    operation,
    name: field.name,
    document: `${operation} ${inParentheses(declared)} { ${field.name}${inParentheses(passed)} ${selection} }`,
    variables: Object.fromEntries(
      field.args.filter(isRequiredArgument).map(arg => [arg.name, valueOf(arg.type)]),
    ),
    ids: field.args.flatMap(arg => idsOf(arg.name, arg.type)),
  }
}

/** What need not be given: the variable then has the argument's own default. */
function defaultOf({ defaultValue, type }: GraphQLArgument): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type)
  return value === null || value === undefined ? '' : ` = ${print(value)}`
}

function valueOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType)
  if (isListType(type)) return []
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField)
    return Object.fromEntries(fields.map(field => [field.name, valueOf(field.type)]))
  }
  if (isEnumType(type)) return type.getValues()[0]?.name
  return { ID: '00000000-0000-4000-8000-000000000000', Int: 1, Float: 1, Boolean: true }[type.name] ?? 'text'
}

function idsOf(name: string, type: GraphQLInputType): string[] {
  const named = getNamedType(type)
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap(field => idsOf(`${name}.${field.name}`, field.type))
  return named.name === 'ID' ? [name] : []
}
