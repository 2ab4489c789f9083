import { and, desc, eq, ilike, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Prompt, PromptOutcome } from '../domain.ts'
import { readCursor, toPage } from './page.ts'
import type { Page } from './page.ts'
import type { Database } from './store-database.ts'
import { prompts } from './tables.ts'

/** A prompt that is still being worked on has no outcome yet. */
export type PendingPrompt = Omit<Prompt, 'outcome'> & { outcome: PromptOutcome | null }

export interface PromptEnd {
  outcome: PromptOutcome
  message: string | null
  suggestions: readonly string[]
  queryId: string | null
}

export interface HistoryFilter {
  authorId: string
  connectionId: string | null
  search: string | null
  first: number
  /** The end cursor of the part before. */
  after: string | null
}

export type Prompts = ReturnType<typeof createPrompts>

export function createPrompts(db: Database) {
  return {
    /** False when this author has used the request id before. */
    async add(prompt: PendingPrompt, requestId: string | null): Promise<boolean> {
      const added = await db
        .insert(prompts)
        .values({ ...prompt, suggestions: [...prompt.suggestions], requestId })
        .onConflictDoNothing({ target: [prompts.authorId, prompts.requestId] })
        .returning({ id: prompts.id })
      return added.length === 1
    },
    async end(id: string, end: PromptEnd): Promise<void> {
      await db
        .update(prompts)
        .set({ ...end, suggestions: [...end.suggestions] })
        .where(eq(prompts.id, id))
    },
    async find(id: string): Promise<PendingPrompt | null> {
      const [found] = await db.select().from(prompts).where(eq(prompts.id, id))
      return found ?? null
    },
    async findByRequest(authorId: string, requestId: string): Promise<PendingPrompt | null> {
      const [found] = await db
        .select()
        .from(prompts)
        .where(and(eq(prompts.authorId, authorId), eq(prompts.requestId, requestId)))
      return found ?? null
    },
    /** Finished prompts of one author, newest first. */
    async history(filter: HistoryFilter): Promise<Page<Prompt>> {
      const { authorId, connectionId, search, first } = filter
      const after = filter.after === null ? null : readCursor(filter.after)
      const found = await db
        .select()
        .from(prompts)
        .where(
          and(
            eq(prompts.authorId, authorId),
            isNotNull(prompts.outcome),
            connectionId ? eq(prompts.connectionId, connectionId) : undefined,
            search ? ilike(prompts.text, `%${search.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
            after
              ? sql`(${prompts.createdAt}, ${prompts.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
              : undefined,
          ),
        )
        .orderBy(desc(prompts.createdAt), desc(prompts.id))
        .limit(first + 1)
      return toPage(
        found.flatMap(prompt => (prompt.outcome === null ? [] : [{ ...prompt, outcome: prompt.outcome }])),
        first,
      )
    },
    /** Ends prompts whose process died while it worked on them; answers which. */
    async failUnfinishedBefore(at: Date, message: string): Promise<PendingPrompt[]> {
      return db
        .update(prompts)
        .set({ outcome: 'FAILURE', message })
        .where(and(isNull(prompts.outcome), lt(prompts.createdAt, at)))
        .returning()
    },
  }
}
