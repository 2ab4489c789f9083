import { desc, eq } from 'drizzle-orm'
import type { GeneratedQuery } from '../domain.ts'
import type { Database } from './store-database.ts'
import { queries } from './tables.ts'

const NOTHING_TO_CONFIRM = { needsConfirmation: false, confirmationReason: null }

export type Queries = ReturnType<typeof createQueries>

export function createQueries(db: Database) {
  return {
    async add(query: GeneratedQuery): Promise<void> {
      await db.insert(queries).values(query)
    },
    async find(id: string): Promise<GeneratedQuery | null> {
      const [found] = await db.select().from(queries).where(eq(queries.id, id))
      return found ? withWholeCheck(found) : null
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
  }
}

/** Checks that were kept before runs had to be confirmed do not say whether this one has. */
function withWholeCheck(query: GeneratedQuery): GeneratedQuery {
  return { ...query, check: { ...NOTHING_TO_CONFIRM, ...query.check } }
}
