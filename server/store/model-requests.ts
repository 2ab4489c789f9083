import { asc, eq } from 'drizzle-orm'
import type { ModelRequestRecord } from '../domain.ts'
import { modelRequests } from './model-tables.ts'
import type { Database } from './store-database.ts'

export type ModelRequests = ReturnType<typeof createModelRequests>

export function createModelRequests(db: Database) {
  return {
    async add(promptId: string, request: ModelRequestRecord): Promise<void> {
      await db
        .insert(modelRequests)
        .values({ ...request, promptId, turns: [...request.turns], tools: [...request.tools] })
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
