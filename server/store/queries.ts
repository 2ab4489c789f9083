import { and, desc, eq, sql } from 'drizzle-orm'
import type { Connection, GeneratedQuery } from '../domain.ts'
import { VISIBLE_CONNECTION } from './connections.ts'
import { wordSet } from './prompt-columns.ts'
import { searchWords } from './search-words.ts'
import type { Database } from './store-database.ts'
import { connections, prompts, queries } from './tables.ts'

const NOTHING_TO_CONFIRM = { needsConfirmation: false, confirmationReason: null }

export type Queries = ReturnType<typeof createQueries>

export function createQueries(db: Database) {
  const byId = db
    .select()
    .from(queries)
    .where(eq(queries.id, sql.placeholder('id')))
    .prepare('query_by_id')
  const withConnection = db
    .select({ query: queries, connection: VISIBLE_CONNECTION })
    .from(queries)
    .innerJoin(connections, eq(connections.id, queries.connectionId))
    .where(eq(queries.id, sql.placeholder('id')))
    .prepare('query_with_connection')
  return {
    /** Its words then find its prompt. */
    async add(query: GeneratedQuery): Promise<void> {
      await db.insert(queries).values(query)
      if (query.promptId === null) return
      await db
        .update(prompts)
        .set({ words: sql`${prompts.words} || ${wordSet(searchWords(query.sql))}` })
        .where(eq(prompts.id, query.promptId))
    },
    async find(id: string): Promise<GeneratedQuery | null> {
      const [found] = await byId.execute({ id })
      return found ? withWholeCheck(found) : null
    },
    /** Its connection may be deleted. */
    async findWithConnection(id: string): Promise<{ query: GeneratedQuery; connection: Connection } | null> {
      const [found] = await withConnection.execute({ id })
      return found ? { ...found, query: withWholeCheck(found.query) } : null
    },
    /** The generated query of a prompt and its revisions, newest first. */
    async listOfPrompt(promptId: string): Promise<GeneratedQuery[]> {
      const found = await db
        .select()
        .from(queries)
        .where(eq(queries.promptId, promptId))
        .orderBy(desc(queries.createdAt))
      return found.map(withWholeCheck)
    },
    /** The SQL of a prompt that its author meant last and that may run. */
    async findNewestAllowed(promptId: string): Promise<GeneratedQuery | null> {
      const [found] = await db
        .select()
        .from(queries)
        .where(and(eq(queries.promptId, promptId), sql`${queries.check} @> '{"allowed": true}'`))
        .orderBy(desc(queries.createdAt))
        .limit(1)
      return found ? withWholeCheck(found) : null
    },
  }
}

/** Checks that were kept before runs had to be confirmed do not say whether this one has. */
function withWholeCheck(query: GeneratedQuery): GeneratedQuery {
  return { ...query, check: { ...NOTHING_TO_CONFIRM, ...query.check } }
}
