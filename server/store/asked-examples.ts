import { and, desc, eq, sql } from 'drizzle-orm'
import type { Database } from './store-database.ts'
import { prompts, queries } from './tables.ts'

/** Beyond that many, the oldest are no examples any more. */
const MOST = 500

export type AskedExamples = ReturnType<typeof createAskedExamples>

/** What a translator learns of a connection from how it was asked before. */
export function createAskedExamples(db: Database) {
  return {
    /** Questions that are approved for the team with the SQL that was approved, the newest first. */
    async approved(connectionId: string): Promise<{ text: string; sql: string }[]> {
      return db
        .select({ text: prompts.text, sql: queries.sql })
        .from(prompts)
        .innerJoin(queries, eq(queries.id, prompts.sharedQueryId))
        .where(and(eq(prompts.connectionId, connectionId), eq(prompts.sharing, 'APPROVED')))
        .orderBy(desc(prompts.approvedAt))
        .limit(MOST)
    },
    /** How often each table is in the newest queries that may run, by the name that the check gives it. */
    async tableUse(connectionId: string): Promise<{ table: string; queries: number }[]> {
      const newest = db
        .select({ check: queries.check })
        .from(queries)
        .where(and(eq(queries.connectionId, connectionId), sql`${queries.check} @> '{"allowed": true}'`))
        .orderBy(desc(queries.createdAt))
        .limit(MOST)
        .as('newest')
      return db
        .select({ table: sql<string>`name`, queries: sql`count(*)`.mapWith(Number) })
        .from(newest)
        .innerJoin(sql`jsonb_array_elements_text(${newest.check} -> 'tables') as name`, sql`true`)
        .groupBy(sql`name`)
    },
  }
}
