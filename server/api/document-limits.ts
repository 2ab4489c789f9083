import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql'
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql'

export interface DocumentLimits {
  maxDepth: number
  maxAliases: number
  maxDirectives: number
  /** See `measureDocument`. */
  maxCost: number
}

/** What executing a document could take, fragments written out wherever they are spread. */
export interface DocumentMeasure {
  depth: number
  aliases: number
  directives: number
  cost: number
}

/** A list of unknown length counts as so many. */
const LIST_SIZE = 10
/** Of a field of Query, Mutation or Subscription: it asks the store, a database or a model. Introspection asks nobody. */
const ROOT_COST = 5000

const NOTHING: DocumentMeasure = { depth: 0, aliases: 0, directives: 0, cost: 0 }

/** In words what is too much, or null. Works on documents that nobody has validated yet, in one pass over their nodes. */
export function exceededLimit(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
  limits: DocumentLimits,
): string | null {
  const { depth, aliases, directives, cost } = measureDocument(document, schema, variables)
  if (depth > limits.maxDepth) return `It is ${depth} levels deep; ${limits.maxDepth} may be`
  if (aliases > limits.maxAliases) return `It has ${aliases} aliases; ${limits.maxAliases} may be`
  if (directives > limits.maxDirectives)
    return `It has ${directives} directives; ${limits.maxDirectives} may be`
  if (cost > limits.maxCost) return `It costs ${cost}; ${limits.maxCost} may be`
  return null
}

/**
 * A field costs 1, times the lengths of the lists around it: their argument `first`, else 10. A field of a root type costs
 * 5,000 more. Each fragment is measured once, so that one that is spread a billion times is told at once; a cycle counts
 * as nothing, because validation refuses it.
 */
export function measureDocument(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): DocumentMeasure {
  const roots = new Set<GraphQLNamedType | null | undefined>([
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ])
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  /** By fragment and whether its lists are already counted. */
  const measured = new Map<string, DocumentMeasure>()

  function ofFragment(name: string, sized: boolean): DocumentMeasure {
    const key = `${sized} ${name}`
    const known = measured.get(key)
    if (known) return known
    measured.set(key, NOTHING)
    const fragment = fragments.get(name)
    if (!fragment) return NOTHING
    const type = schema.getType(fragment.typeCondition.name.value)
    const measure = plus(ofSelections(fragment.selectionSet, type, sized), {
      directives: fragment.directives?.length ?? 0,
    })
    measured.set(key, measure)
    return measure
  }

  function ofSelections(
    { selections }: SelectionSetNode,
    type: GraphQLNamedType | undefined,
    sized: boolean,
  ): DocumentMeasure {
    let sum = NOTHING
    for (const node of selections) {
      const directives = node.directives?.length ?? 0
      if (node.kind === Kind.FIELD) {
        sum = plus(sum, ofField(node, type, sized), { directives })
      } else if (node.kind === Kind.FRAGMENT_SPREAD) {
        sum = plus(sum, ofFragment(node.name.value, sized), { directives })
      } else {
        const condition = node.typeCondition && schema.getType(node.typeCondition.name.value)
        sum = plus(sum, ofSelections(node.selectionSet, condition ?? type, sized), { directives })
      }
    }
    return sum
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined, sized: boolean): DocumentMeasure {
    const isRoot = parent !== undefined && roots.has(parent)
    const field = fieldOf(node.name.value, parent, isRoot)
    const first = field && firstOf(node, field, variables)
    const isList = field !== undefined && isListType(getNullableType(field.type))
    const size = first ?? (isList && !sized ? LIST_SIZE : 1)
    const inner = node.selectionSet
      ? ofSelections(node.selectionSet, field && getNamedType(field.type), first !== undefined && !isList)
      : NOTHING
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      directives: inner.directives,
      cost: 1 + inner.cost * size + (isRoot && !node.name.value.startsWith('__') ? ROOT_COST : 0),
    }
  }

  let sum = NOTHING
  for (const operation of operations) {
    const type = schema.getRootType(operation.operation) ?? undefined
    const declared = [operation, ...(operation.variableDefinitions ?? [])]
    sum = plus(sum, ofSelections(operation.selectionSet, type, false), {
      directives: declared.flatMap(({ directives }) => directives ?? []).length,
    })
  }
  return sum
}

/** Undefined for what there is not; validation will say so. Introspection is in no type, and can go round in circles. */
function fieldOf(
  name: string,
  parent: GraphQLNamedType | undefined,
  isRoot: boolean,
): GraphQLField<unknown, unknown> | undefined {
  if (isRoot && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
  if (isRoot && name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
}

/** The argument `first` as it was written, by a variable, or by default. */
function firstOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  variables: Readonly<Record<string, unknown>>,
): number | undefined {
  const declared = field.args.find(({ name }) => name === 'first')
  if (!declared) return undefined
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value
  const given =
    value?.kind === Kind.INT
      ? Number(value.value)
      : value?.kind === Kind.VARIABLE
        ? variables[value.name.value]
        : undefined
  const size = given ?? declared.defaultValue
  return typeof size === 'number' && Number.isFinite(size) ? Math.max(1, size) : LIST_SIZE
}

function plus(...parts: readonly Partial<DocumentMeasure>[]): DocumentMeasure {
  let sum = NOTHING
  for (const { depth = 0, aliases = 0, directives = 0, cost = 0 } of parts)
    sum = {
      depth: Math.max(sum.depth, depth),
      aliases: sum.aliases + aliases,
      directives: sum.directives + directives,
      cost: sum.cost + cost,
    }
  return sum
}
