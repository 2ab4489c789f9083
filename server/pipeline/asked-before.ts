/** An earlier answer in place of a new reading: of the person's own favourites and of what is approved for the team. */
import type { Catalog, Connection, GeneratedQuery, GroundedQuestion, Prompt, User } from '../domain.ts'
import type { Dependencies } from './dependencies.ts'
import { holdsOnAnyDay } from './day-of-question.ts'
import { basisOf } from './reading-basis.ts'

export interface EarlierAnswer {
  prompt: Prompt
  query: GeneratedQuery
}

export interface AskedNow {
  user: User
  connection: Connection
  question: GroundedQuestion
  catalog: Catalog
  askedWords: string
  meaning: string | null
  at: Date
}

export type AskedBefore = ReturnType<typeof createAskedBefore>

export function createAskedBefore({ store }: Pick<Dependencies, 'store'>) {
  /** What a kept question stands for: for the team the SQL that is approved, for its author the newest that may run. */
  async function keptQuery(viewer: User, prompt: Prompt): Promise<GeneratedQuery | null> {
    const own = prompt.authorId === viewer.id && prompt.favourite
    if (own || prompt.sharedQueryId === null) return store.queries.findNewestAllowed(prompt.id)
    return store.queries.find(prompt.sharedQueryId)
  }

  return {
    keptQuery,

    /**
     * The answer to a question that was asked before, in the same words or with the same meaning, on tables and terms that
     * are still the same; null where there is none. Nothing is said of whether it may run.
     */
    async find({
      user,
      connection,
      question,
      catalog,
      askedWords,
      meaning,
      at,
    }: AskedNow): Promise<EarlierAnswer | null> {
      const { id: connectionId } = connection
      const kept = await store.keptPrompts.findAskedBefore({
        connectionId,
        viewerId: user.id,
        askedWords,
        meaning,
      })
      for (const prompt of kept) {
        // The same words, and meanwhile they are surely read as something else.
        if (prompt.meaning !== null && meaning !== null && prompt.meaning !== meaning) continue
        const query = await keptQuery(user, prompt)
        if (query === null || query.basis === null) continue
        if (query.basis !== basisOf(query.check.tables, catalog, question)) continue
        const sameDay = dayOf(query.createdAt) === dayOf(at)
        if (sameDay || holdsOnAnyDay(askedWords, query.sql)) return { prompt, query }
      }
      return null
    },
  }
}

/** In UTC, as the model is told which day it is. */
function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
