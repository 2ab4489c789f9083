import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { ModelUsageOfDay } from '../domain.ts'
import { modelUsage } from './model-tables.ts'
import type { Database } from './store-database.ts'

export interface UsedTokens {
  everybody: number
  user: number
}

export type ModelUsages = ReturnType<typeof createModelUsages>

export function createModelUsages(db: Database) {
  return {
    /** Adds to the sums of that day, person and model. */
    async add(used: ModelUsageOfDay): Promise<void> {
      const plus = (column: keyof typeof SUMS) => sql`${modelUsage[column]} + ${used[column]}`
      await db
        .insert(modelUsage)
        .values(used)
        .onConflictDoUpdate({
          target: [modelUsage.day, modelUsage.userId, modelUsage.model],
          set: Object.fromEntries(COLUMNS.map(column => [column, plus(column)])),
        })
    },
    /** Input and output of that day, cached input included. */
    async tokensOf(day: string, userId: string): Promise<UsedTokens> {
      const tokens = sql`${modelUsage.inputTokens} + ${modelUsage.outputTokens}`
      const [row] = await db
        .select({
          everybody: sql`coalesce(sum(${tokens}), 0)`.mapWith(Number),
          user: sql`coalesce(sum(${tokens}) filter (where ${eq(modelUsage.userId, userId)}), 0)`.mapWith(
            Number,
          ),
        })
        .from(modelUsage)
        .where(eq(modelUsage.day, day))
      return row ?? { everybody: 0, user: 0 }
    },
    /** The newest day first; within it the most tokens. */
    async listSince(day: string): Promise<ModelUsageOfDay[]> {
      return db
        .select()
        .from(modelUsage)
        .where(and(gte(modelUsage.day, day)))
        .orderBy(
          desc(modelUsage.day),
          sql`${modelUsage.inputTokens} + ${modelUsage.outputTokens} desc`,
          modelUsage.userId,
        )
    },
  }
}

const SUMS = {
  requests: true,
  failures: true,
  inputTokens: true,
  cachedInputTokens: true,
  outputTokens: true,
} as const
const COLUMNS = Object.keys(SUMS) as (keyof typeof SUMS)[]
