import type { Connection, GeneratedQuery, SqlCheck, User } from '../domain.ts'
import { createActRecord } from './act-record.ts'
import { hashSql } from './check-sql.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import { basisOf } from './reading-basis.ts'

/** guard → preview of SQL that a person wrote: checked while typing, kept when they mean it. */
export function createReviseQuery(dependencies: Dependencies, lookup: Lookup, checkSql: CheckSql) {
  const { store, databases, ground, now, newId } = dependencies
  const { carryOut, settle } = createActRecord(dependencies)

  async function basis(user: User, promptId: string | null, connection: Connection, { tables }: SqlCheck) {
    const prompt = promptId === null ? null : await lookup.findPrompt(user, promptId)
    if (prompt === null) return null
    const catalog = await (await databases.get(connection)).catalog()
    const glossary = await store.connections.readGlossary(connection.id)
    return basisOf(
      tables,
      catalog,
      ground({ text: prompt.text, previous: [], catalog, values: [], glossary }),
    )
  }

  return {
    async check(user: User, connectionId: string, sql: string): Promise<SqlCheck> {
      const connection = await lookup.connection(user, connectionId)
      const acting = { act: 'query.check', user, connectionId, subjectId: null } as const
      return carryOut(acting, { sql, sqlHash: hashSql(sql) }, async () => {
        const check = await checkSql(connection, sql, user.role)
        return [check, judgementOf(check)]
      })
    },

    /** A new query with this SQL in place of that one's; kept also when the guard refuses it. */
    async revise(user: User, queryId: string, sql: string): Promise<GeneratedQuery> {
      const original = await lookup.query(user, queryId)
      const connection = await lookup.connection(user, original.connectionId)
      const [id, sqlHash] = [newId(), hashSql(sql)]
      const acting = { act: 'query.revise', user, connectionId: connection.id, subjectId: id } as const
      return carryOut(acting, { sql, sqlHash, originalId: original.id }, async () => {
        const check = await checkSql(connection, sql, user.role)
        const query: GeneratedQuery = {
          ...original,
          id,
          sql,
          sqlHash,
          origin: 'EDITED',
          model: null,
          explanation: 'Your own SQL',
          assumptions: [],
          confidence: null,
          check,
          usage: null,
          basis: await basis(user, original.promptId, connection, check),
          reusedFromId: null,
          createdAt: now(),
        }
        await store.queries.add(query)
        return [query, judgementOf(check)]
      })
    },

    settle,
  }
}

function judgementOf({ allowed, refusals }: SqlCheck) {
  return { allowed, refusals: refusals.map(({ code }) => code) }
}
