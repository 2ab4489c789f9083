import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Prompt, PromptOutcome } from '../domain.ts'
import { readCursor, toPage } from './page.ts'
import type { Page } from './page.ts'
import { PROMPT_COLUMNS, isFinished, wordSet } from './prompt-columns.ts'
import type { PendingPrompt } from './prompt-columns.ts'
import { searchWords, wordQuery } from './search-words.ts'
import type { Database } from './store-database.ts'
import { connections, prompts, queries } from './tables.ts'

export type { PendingPrompt } from './prompt-columns.ts'

export interface PromptEnd extends Pick<
  Prompt,
  'message' | 'suggestions' | 'queryId' | 'askedWords' | 'meaning'
> {
  outcome: PromptOutcome
}

/** MINE: of one author. APPROVED and REQUESTED: of everybody, on connections that are still there. */
export type HistoryScope = 'MINE' | 'APPROVED' | 'REQUESTED'

export interface HistoryFilter {
  scope: HistoryScope
  viewerId: string
  connectionId: string | null
  /** Where not all connections are the viewer's. */
  connectionIds: readonly string[] | null
  outcome: PromptOutcome | null
  favourites: boolean
  /** Asked then or later. */
  since: Date | null
  /** Asked before then. */
  until: Date | null
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
        .values({
          ...prompt,
          suggestions: [...prompt.suggestions],
          requestId,
          words: wordSet(searchWords(prompt.text, prompt.title)),
        })
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
      const [found] = await db.select(PROMPT_COLUMNS).from(prompts).where(eq(prompts.id, id))
      return found ?? null
    },
    async findByRequest(authorId: string, requestId: string): Promise<PendingPrompt | null> {
      const [found] = await db
        .select(PROMPT_COLUMNS)
        .from(prompts)
        .where(and(eq(prompts.authorId, authorId), eq(prompts.requestId, requestId)))
      return found ?? null
    },
    /** Finished prompts, newest first. */
    async history(filter: HistoryFilter): Promise<Page<Prompt>> {
      const { first } = filter
      const wanted = filter.search === null ? undefined : wordQuery(filter.search)
      // Nothing but marks, which no text is searched by.
      if (wanted === null) return toPage([], first)
      const after = filter.after === null ? null : readCursor(filter.after)
      const found = await db
        .select(PROMPT_COLUMNS)
        .from(prompts)
        .where(
          and(
            inScope(db, filter),
            isNotNull(prompts.outcome),
            filter.connectionId === null ? undefined : eq(prompts.connectionId, filter.connectionId),
            filter.connectionIds === null
              ? undefined
              : inArray(prompts.connectionId, [...filter.connectionIds]),
            filter.outcome === null ? undefined : eq(prompts.outcome, filter.outcome),
            filter.favourites ? and(prompts.favourite, eq(prompts.authorId, filter.viewerId)) : undefined,
            filter.since === null ? undefined : gte(prompts.createdAt, filter.since),
            filter.until === null ? undefined : lt(prompts.createdAt, filter.until),
            wanted === undefined ? undefined : sql`${prompts.words} @@ ${wanted}::tsquery`,
            after
              ? sql`(${prompts.createdAt}, ${prompts.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
              : undefined,
          ),
        )
        .orderBy(desc(prompts.createdAt), desc(prompts.id))
        .limit(first + 1)
      return toPage(found.filter(isFinished), first)
    },
    /** The prompt, all its SQL and all its result sets. */
    async remove(id: string): Promise<void> {
      await db.delete(prompts).where(eq(prompts.id, id))
    },
    /** Says also of its words what they are now: nothing is left of an earlier title. */
    async setFavourite(id: string, favourite: boolean, title: string | null): Promise<void> {
      const [found] = await db.select({ text: prompts.text }).from(prompts).where(eq(prompts.id, id))
      if (!found) return
      const all = await db.select({ sql: queries.sql }).from(queries).where(eq(queries.promptId, id))
      const words = wordSet(searchWords(found.text, title, ...all.map(query => query.sql)))
      await db.update(prompts).set({ favourite, title, words }).where(eq(prompts.id, id))
    },
    /** Ends prompts whose process died while it worked on them; answers which. */
    async failUnfinishedBefore(at: Date, message: string): Promise<PendingPrompt[]> {
      return db
        .update(prompts)
        .set({ outcome: 'FAILURE', message })
        .where(and(isNull(prompts.outcome), lt(prompts.createdAt, at)))
        .returning(PROMPT_COLUMNS)
    },
  }
}

function inScope(db: Database, { scope, viewerId }: HistoryFilter): SQL | undefined {
  if (scope === 'MINE') return eq(prompts.authorId, viewerId)
  const there = db.select({ id: connections.id }).from(connections).where(isNull(connections.deletedAt))
  return and(eq(prompts.sharing, scope), inArray(prompts.connectionId, there))
}
