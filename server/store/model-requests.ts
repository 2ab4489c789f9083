import { asc, eq, sql } from 'drizzle-orm'
import type { ModelRequestRecord } from '../domain.ts'
import { modelRequests, proposalModelRequests } from './model-tables.ts'
import type { Database } from './store-database.ts'

export type ModelRequests = ReturnType<typeof createModelRequests>

/** Requests for one question at the same moment are a few at most. */
const MOST_TRIES = 20

export function createModelRequests(db: Database) {
  return {
    /** As the next one of this prompt. */
    async add(promptId: string, request: Omit<ModelRequestRecord, 'position'>): Promise<void> {
      const position = sql<number>`(select coalesce(max(position), 0) + 1 from model_requests
        where prompt_id = ${promptId})`
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        // Another one of the same moment may have taken the position.
        const added = await db
          .insert(modelRequests)
          .values({ ...request, position, promptId, turns: [...request.turns], tools: [...request.tools] })
          .onConflictDoNothing()
          .returning({ position: modelRequests.position })
        if (added.length > 0) return
      }
      throw new Error('a request to a model found no place on its list')
    },
    /** In their order, once there is the proposal that came of them. */
    async addToProposal(
      proposalId: string,
      requests: readonly Omit<ModelRequestRecord, 'position'>[],
    ): Promise<void> {
      if (requests.length === 0) return
      await db.insert(proposalModelRequests).values(
        requests.map(({ turns, tools, ...request }, index) => ({
          ...{ ...request, proposalId, position: index + 1 },
          ...{ turns: [...turns], tools: [...tools] },
        })),
      )
    },
    /** In the order in which they were sent. */
    async listOfProposal(proposalId: string): Promise<ModelRequestRecord[]> {
      const found = await db
        .select()
        .from(proposalModelRequests)
        .where(eq(proposalModelRequests.proposalId, proposalId))
        .orderBy(asc(proposalModelRequests.position))
      return found.map(({ proposalId: _proposalId, ...request }) => request)
    },
    /** In the order in which they were sent. */
    async listOfPrompt(promptId: string): Promise<ModelRequestRecord[]> {
      const found = await db
        .select()
        .from(modelRequests)
        .where(eq(modelRequests.promptId, promptId))
        .orderBy(asc(modelRequests.position))
      return found.map(({ promptId: _promptId, ...request }) => request)
    },
  }
}
