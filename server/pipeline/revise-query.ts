import type { Connection, GeneratedQuery, SqlCheck, User } from '../domain.ts'
import { hashSql } from './check-sql.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'
import { basisOf } from './reading-basis.ts'

/** guard → preview of SQL that a person wrote: checked while typing, kept when they mean it. */
export function createReviseQuery(
  { store, audit, databases, ground, now, newId }: Dependencies,
  lookup: Lookup,
  checkSql: CheckSql,
) {
  const record = (
    action: 'query.checked' | 'query.revised',
    user: User,
    connectionId: string,
    subjectId: string | null,
    sql: string,
    { allowed, sqlHash, refusals }: SqlCheck,
  ) =>
    audit.record({
      action,
      actorId: user.id,
      connectionId,
      subjectId,
      detail: { sql, sqlHash, allowed, refusals: refusals.map(({ code }) => code) },
    })

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
      const check = await checkSql(connection, sql, user.role)
      await record('query.checked', user, connection.id, null, sql, check)
      return check
    },

    /** A new query with this SQL in place of that one's; kept also when the guard refuses it. */
    async revise(user: User, queryId: string, sql: string): Promise<GeneratedQuery> {
      const original = await lookup.query(user, queryId)
      const connection = await lookup.connection(user, original.connectionId)
      const check = await checkSql(connection, sql, user.role)
      const query: GeneratedQuery = {
        ...original,
        id: newId(),
        sql,
        sqlHash: hashSql(sql),
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
      await record('query.revised', user, query.connectionId, query.id, sql, check)
      await store.queries.add(query)
      return query
    },
  }
}
