import type { SqlParser } from '../../sql/sql.ts'
import type { GuardFacts, GuardFunction, GuardRelation } from '../guard-facts.ts'
import type { Behind, QualifiedName } from '../policy.ts'
import { ALLOWED_FUNCTIONS } from './allowed-functions.ts'
import { allowsRelation, foldName } from './allowed-relations.ts'

/**
 * The server tells of a view no more than its query, so that is read as a query of a person is, and the views in it in
 * their turn. In it the server writes its own functions bare, and those of users in backquotes or with their schema.
 */
export function behind(relation: QualifiedName, facts: GuardFacts, parser: SqlParser): readonly Behind[] {
  return meant(relation, facts).map(root => {
    const { schema, name, foreign } = root
    const found: Found = { functions: [], relations: [], servers: [], unknown: null }
    // Growing while it is gone through: a view on views brings those, each once.
    const pending = new Set([root])
    for (const next of pending) {
      const below = lookAt(next, found, facts, parser)
      for (const table of below) for (const view of meant(table, facts)) pending.add(view)
    }
    return { schema, name, foreign, ...found }
  })
}

interface Found {
  functions: GuardFunction[]
  relations: { schema: string; name: string }[]
  servers: string[]
  unknown: string | null
}

function meant({ schema, name }: QualifiedName, { relations }: GuardFacts): readonly GuardRelation[] {
  return relations.filter(
    relation =>
      foldName(relation.name) === foldName(name) &&
      (schema === null ? relation.bare : foldName(relation.schema) === foldName(schema)),
  )
}

/** Adds what it finds; returns the relations that the view reads. */
function lookAt(
  { schema, servers, definition }: GuardRelation,
  found: Found,
  facts: GuardFacts,
  parser: SqlParser,
): readonly QualifiedName[] {
  found.servers.push(...servers)
  if (definition === undefined) return []
  if (definition === null) {
    found.unknown = 'this login may not see how it is made'
    return []
  }
  const parsed = parser.parse(definition)
  const [query, second] = parsed.ok ? parsed.statements : []
  if (query?.reads !== true || second !== undefined || query.unknownSyntax.length > 0) {
    found.unknown = 'how it is made cannot be read here'
    return []
  }
  found.functions.push(...query.functions.flatMap(call => functionsMeant(call, definition, schema, facts)))
  found.relations.push(...query.tables.flatMap(own))
  return query.tables
}

/**
 * Those of users by the names that the server has told, so that they are found in a list; some it tells only to those
 * who may call them. In backquotes without a schema is one of the view's own.
 */
function functionsMeant(
  { schema, name, end }: QualifiedName & { end: number },
  definition: string,
  viewSchema: string,
  { functions }: GuardFacts,
): readonly GuardFunction[] {
  const bare = schema === null && definition[end - 1] !== '`'
  // A function without a schema is loadable, and written bare.
  const home = bare ? '' : (schema ?? viewSchema)
  const ofUsers = functions.filter(
    called =>
      !called.builtIn &&
      foldName(called.name) === foldName(name) &&
      foldName(called.schema) === foldName(home),
  )
  if (ofUsers.length > 0 && !(bare && ALLOWED_FUNCTIONS.has(name))) return ofUsers
  return [{ schema: home, name, volatility: 'VOLATILE', builtIn: bare }]
}

/** The server's own relations; in a view's query every table has its schema. */
function own({ schema, name }: QualifiedName): { schema: string; name: string }[] {
  return allowsRelation({ schema, name }) ? [] : [{ schema: schema ?? '', name }]
}
