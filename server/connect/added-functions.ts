import type { AddedFunction, FunctionName } from '../domain.ts'
import type { QualifiedName, ServerFacts, ServerFunction } from '../databases/database.ts'

export interface FunctionsOfServer {
  facts: Pick<ServerFacts, 'functions' | 'types' | 'operators' | 'casts'>
  /** What reading each relation of users calls. */
  relations: readonly { relation: QualifiedName; functions: readonly CalledFunction[] }[]
  listed: readonly FunctionName[]
  /** Whether queries may call it without being listed. */
  isAllowed: (called: ServerFunction) => boolean
}

type CalledFunction = Pick<ServerFunction, 'schema' | 'name' | 'builtIn' | 'volatility'>

/** Of each, so many uses are told; whoever wants more asks the server. */
const MOST_USES = 8
const VOLATILITIES = ['IMMUTABLE', 'STABLE', 'VOLATILE'] as const

/** The functions that users and extensions have added to a server, overloads as one, by schema and name. */
export function describeAddedFunctions({
  facts,
  relations,
  listed,
  isAllowed,
}: FunctionsOfServer): AddedFunction[] {
  const found = new Map<string, { overloads: ServerFunction[]; usedBy: Set<string> }>()
  const take = ({ schema, name }: FunctionName) => {
    const entry = found.get(keyOf({ schema, name })) ?? { overloads: [], usedBy: new Set() }
    found.set(keyOf({ schema, name }), entry)
    return entry
  }
  for (const each of facts.functions)
    // The server's own schema of views on the catalog has a few functions of its own.
    if (!each.builtIn && each.callable && each.schema !== 'information_schema')
      take(each).overloads.push(each)
  const use = (called: CalledFunction, words: string) => {
    if (!called.builtIn && called.name !== '') take(called).usedBy.add(words)
  }
  for (const { relation, functions } of relations)
    for (const called of functions) use(called, `reading ${written(relation)}`)
  for (const { functions, ...type } of facts.types)
    for (const called of functions) use(called, `values of the type ${written(type)}`)
  for (const { calls, ...operator } of facts.operators) use(calls, `the operator ${written(operator)}`)
  for (const { calls, target } of facts.casts) use(calls, `a cast to ${written(target)}`)

  const isListed = new Set(listed.map(keyOf))
  return [...found]
    .map(([key, { overloads, usedBy }]): AddedFunction => {
      const [schema, name] = JSON.parse(key) as [string, string]
      const [first] = overloads
      return {
        ...{ schema, name },
        volatility: worstOf(overloads),
        extension: overloads.every(({ extension }) => extension === first?.extension)
          ? (first?.extension ?? null)
          : null,
        usedBy: [...usedBy].sort().slice(0, MOST_USES),
        listed: isListed.has(key),
        allowedAnyway: overloads.length > 0 && overloads.every(isAllowed),
      }
    })
    .sort((one, other) => compare(one.schema, other.schema) || compare(one.name, other.name))
}

/** Of one that only shows behind a view nothing is known: it counts as the worst. */
function worstOf(overloads: readonly ServerFunction[]): AddedFunction['volatility'] {
  if (overloads.length === 0) return 'VOLATILE'
  const worst = Math.max(...overloads.map(({ volatility }) => VOLATILITIES.indexOf(volatility)))
  return VOLATILITIES[worst] ?? 'VOLATILE'
}

function written({ schema, name }: QualifiedName): string {
  return schema === '' ? name : `${schema}.${name}`
}

function keyOf({ schema, name }: FunctionName): string {
  return JSON.stringify([schema, name])
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
