import { and, desc, eq, lt } from 'drizzle-orm'
import type { Problem, ResultSet } from '../domain.ts'
import type { Database } from './store-database.ts'
import { queries, resultSets } from './tables.ts'

export type ResultSetChange = Partial<
  Pick<
    ResultSet,
    | 'state'
    | 'columns'
    | 'rowCount'
    | 'firstRowMs'
    | 'durationMs'
    | 'problem'
    | 'summary'
    | 'summaryModel'
    | 'followUps'
    | 'chart'
  >
>

export type ResultSets = ReturnType<typeof createResultSets>

export function createResultSets(db: Database) {
  return {
    /** False when this author has used the request id before. */
    async add(resultSet: ResultSet, requestId: string | null): Promise<boolean> {
      const added = await db
        .insert(resultSets)
        .values({
          ...resultSet,
          columns: [...resultSet.columns],
          followUps: [...resultSet.followUps],
          heartbeatAt: resultSet.startedAt,
          requestId,
        })
        .onConflictDoNothing({ target: [resultSets.authorId, resultSets.requestId] })
        .returning({ id: resultSets.id })
      return added.length === 1
    },
    async update(id: string, change: ResultSetChange): Promise<void> {
      const { columns, followUps, ...rest } = change
      await db
        .update(resultSets)
        .set({
          ...rest,
          ...(columns ? { columns: [...columns] } : {}),
          ...(followUps ? { followUps: [...followUps] } : {}),
        })
        .where(eq(resultSets.id, id))
    },
    async find(id: string): Promise<ResultSet | null> {
      const [found] = await db.select().from(resultSets).where(eq(resultSets.id, id))
      return found ?? null
    },
    async findByRequest(authorId: string, requestId: string): Promise<ResultSet | null> {
      const [found] = await db
        .select()
        .from(resultSets)
        .where(and(eq(resultSets.authorId, authorId), eq(resultSets.requestId, requestId)))
      return found ?? null
    },
    /** Newest first. */
    async listOfQuery(queryId: string): Promise<ResultSet[]> {
      return db
        .select()
        .from(resultSets)
        .where(eq(resultSets.queryId, queryId))
        .orderBy(desc(resultSets.startedAt))
    },
    /** Runs of all SQL of a prompt, newest first. */
    async listOfPrompt(promptId: string, first: number): Promise<ResultSet[]> {
      const found = await db
        .select({ resultSet: resultSets })
        .from(resultSets)
        .innerJoin(queries, eq(resultSets.queryId, queries.id))
        .where(eq(queries.promptId, promptId))
        .orderBy(desc(resultSets.startedAt))
        .limit(first)
      return found.map(({ resultSet }) => resultSet)
    },
    async heartbeat(id: string, at: Date): Promise<void> {
      await db.update(resultSets).set({ heartbeatAt: at }).where(eq(resultSets.id, id))
    },
    /** Ends runs that no process has spoken for since; answers which. */
    async failSilentSince(at: Date, problem: Problem): Promise<ResultSet[]> {
      return db
        .update(resultSets)
        .set({ state: 'FAILED', problem })
        .where(and(eq(resultSets.state, 'RUNNING'), lt(resultSets.heartbeatAt, at)))
        .returning()
    },
  }
}
