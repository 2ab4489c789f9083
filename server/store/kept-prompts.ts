/**
 * Questions that were kept to be asked again: favourites, which are their author's, and queries that a team shares.
 * Kept ones are few beside all that was ever asked, and have an index of their own.
 */
import { and, desc, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { Prompt } from '../domain.ts'
import { isFinished, PROMPT_COLUMNS } from './prompt-columns.ts'
import { wordQuery } from './search-words.ts'
import type { Database } from './store-database.ts'
import { prompts } from './tables.ts'

/** Among those that match, the newest are looked at. */
const MOST = 50

export interface AskedAgain {
  connectionId: string
  viewerId: string
  askedWords: string | null
  meaning: string | null
}

export interface Offer {
  promptId: string
  /** The SQL that is to be the team's. */
  queryId: string
  title: string | null
  at: Date
}

export type KeptPrompts = ReturnType<typeof createKeptPrompts>

export function createKeptPrompts(db: Database) {
  /** What this person may take again: their favourites, and what is approved. */
  const keptFor = (viewerId: string) =>
    or(and(prompts.favourite, eq(prompts.authorId, viewerId)), eq(prompts.sharing, 'APPROVED'))

  return {
    /** Asked in the same words or with the same meaning; own ones first, then the newest. */
    async findAskedBefore({ connectionId, viewerId, askedWords, meaning }: AskedAgain): Promise<Prompt[]> {
      const same = [
        ...(askedWords === null ? [] : [eq(prompts.askedWords, askedWords)]),
        ...(meaning === null ? [] : [eq(prompts.meaning, meaning)]),
      ]
      if (same.length === 0) return []
      const found = await db
        .select(PROMPT_COLUMNS)
        .from(prompts)
        .where(
          and(
            eq(prompts.connectionId, connectionId),
            eq(prompts.outcome, 'QUERY'),
            keptFor(viewerId),
            or(...same),
          ),
        )
        .orderBy(
          sql`${prompts.askedWords} is not distinct from ${askedWords} desc`,
          sql`${prompts.authorId} = ${viewerId} desc`,
          desc(prompts.createdAt),
        )
        .limit(MOST)
      return found.filter(isFinished)
    },

    /** Whose words begin with those that were typed; favourites first, then what is approved, each the newest first. */
    async findBeginning(
      connectionId: string,
      viewerId: string,
      typed: string,
      first: number,
    ): Promise<Prompt[]> {
      const wanted = wordQuery(typed)
      if (wanted === null) return []
      const found = await db
        .select(PROMPT_COLUMNS)
        .from(prompts)
        .where(
          and(
            eq(prompts.connectionId, connectionId),
            eq(prompts.outcome, 'QUERY'),
            keptFor(viewerId),
            sql`${prompts.words} @@ ${wanted}::tsquery`,
          ),
        )
        .orderBy(
          sql`${prompts.authorId} = ${viewerId} and ${prompts.favourite} desc`,
          desc(prompts.createdAt),
        )
        .limit(first)
      return found.filter(isFinished)
    },

    /** Has it wait for an approval; one that was approved has to be approved anew. */
    async offer({ promptId, queryId, title, at }: Offer): Promise<void> {
      await db
        .update(prompts)
        .set({
          ...{ sharing: 'REQUESTED', sharedQueryId: queryId, sharedAt: at, title },
          ...{ approvedById: null, approvedAt: null },
        })
        .where(eq(prompts.id, promptId))
    },

    /** False when that SQL is not what is offered (any more). Who approved it first stays on it. */
    async approve(promptId: string, queryId: string, approverId: string, at: Date): Promise<boolean> {
      const approved = await db
        .update(prompts)
        .set({
          sharing: 'APPROVED',
          approvedById: sql`coalesce(${prompts.approvedById}, ${approverId}::uuid)`,
          approvedAt: sql`coalesce(${prompts.approvedAt}, ${at.toISOString()}::timestamptz)`,
        })
        .where(and(eq(prompts.id, promptId), isNotNull(prompts.sharing), eq(prompts.sharedQueryId, queryId)))
        .returning({ id: prompts.id })
      return approved.length === 1
    },

    /** Has it be its author's alone again. */
    async withdraw(promptId: string): Promise<void> {
      await db
        .update(prompts)
        .set({ sharing: null, sharedQueryId: null, sharedAt: null, approvedById: null, approvedAt: null })
        .where(eq(prompts.id, promptId))
    },
  }
}
