/** Functions of users that queries may call: which there are, and which an administrator answers for. */
import { setImmediate } from 'node:timers/promises'
import type { ServerFacts } from '../databases/database.ts'
import type { OpenDatabase } from '../databases/open-databases.ts'
import type { AddedFunction, Connection, FunctionName, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { GuardFunction } from '../guard/guard.ts'
import { requireMay } from '../permissions.ts'
import type { Act, ActRecord } from './act-record.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'

/** Reading how a view is made takes about a millisecond: others get their turn in between. */
const VIEWS_AT_ONCE = 25

export function createAllowedFunctions(
  { store, databases, connect, guard }: Dependencies,
  lookup: Lookup,
  { decide, carryOut }: ActRecord,
) {
  async function relationsOf(connection: Connection, facts: ServerFacts) {
    const relations: { relation: FunctionName; functions: readonly GuardFunction[] }[] = []
    for (const [index, relation] of facts.relations.entries()) {
      if (index % VIEWS_AT_ONCE === 0) await setImmediate()
      relations.push({ relation, functions: guard.functionsBehind(connection.engine, relation, facts) })
    }
    return relations
  }

  async function addedTo(
    connection: Connection,
    facts: ServerFacts,
    listed: readonly FunctionName[],
  ): Promise<AddedFunction[]> {
    return connect.describeAddedFunctions({
      facts,
      relations: await relationsOf(connection, facts),
      listed,
      isAllowed: called => guard.allows(connection.engine, called),
    })
  }

  /** What users know it by, quotes and all. */
  function write({ schema, name }: FunctionName, { dialect }: Pick<OpenDatabase, 'dialect'>): string {
    return [...(schema === '' ? [] : [schema]), name].map(part => dialect.quoteIdentifier(part)).join('.')
  }

  return {
    /** As one writes it in SQL. */
    write(connection: Connection, name: FunctionName): string {
      const found = databases.engines.find(({ engine }) => engine === connection.engine)
      return found === undefined ? name.name : write(name, found)
    },

    /** What users and extensions have added to the server, as old as the facts of the server are kept. */
    async added(user: User, { id }: Connection): Promise<AddedFunction[]> {
      requireMay(user, 'INSPECT_CONNECTIONS')
      const connection = await lookup.connection(user, id)
      const opened = await databases.get(connection)
      return addedTo(connection, await opened.facts(), connection.allowedFunctions)
    },

    /**
     * In place of all that were listed; the next judgement knows it. Held against the server as it is now:
     * INPUT_INVALID for a name that it does not have, and nothing is changed.
     */
    async set(user: User, id: string, given: readonly string[]): Promise<Connection> {
      const connection = await lookup.connection(user, id)
      const acting: Act<'connection.set-allowed-functions'> = {
        ...{ act: 'connection.set-allowed-functions', user },
        ...{ connectionId: connection.id, subjectId: connection.id },
      }
      const functions = await decide(acting, async () => {
        requireMay(user, 'ALLOW_FUNCTIONS')
        const opened = await databases.get(connection)
        const listed = connection.allowedFunctions
        // Taking functions off the list must work while the server is away, too.
        const kept = new Set(listed.map(name => write(name, opened)))
        if (given.every(text => kept.has(text.trim())))
          return connect.validateFunctions(given, { known: [], listed, write: name => write(name, opened) })
        const facts = await opened.readFacts()
        const added = await addedTo(connection, facts, listed)
        const known = [
          ...facts.functions,
          ...added.map(each => ({ ...each, builtIn: false, callable: true })),
        ]
        return connect.validateFunctions(given, { known, listed, write: name => write(name, opened) })
      })
      const paths = (names: readonly FunctionName[]) => names.map(({ schema, name }) => [schema, name])
      const intent = { functions: paths(functions), before: paths(connection.allowedFunctions) }
      return carryOut(acting, intent, async () => {
        const saved = await store.connections.setAllowedFunctions(
          connection.id,
          functions,
          connection.targetChangedAt,
        )
        if (!saved) throw movedMeanwhile()
        return [await lookup.connection(user, connection.id), {}]
      })
    },
  }
}

function movedMeanwhile(): AppError {
  return new AppError('DATABASE_CONNECTION_CHANGED', 'Somebody else has edited this connection meanwhile', {
    hints: ['Load the page again: the functions of another database may be others'],
  })
}
