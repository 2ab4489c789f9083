/**
 * What people have kept, run and applied, as evidence about a connection: never whose it is, and of what is not approved
 * for the team no words either.
 */
import { and, desc, eq, gte, isNotNull, ne, or, sql } from 'drizzle-orm'
import type { Environment } from '../domain.ts'
import { proposalRevisions, proposals, proposalSteps } from './proposal-tables.ts'
import type { Database } from './store-database.ts'
import { connections, prompts, queries, resultSets } from './tables.ts'

/** Beyond that many, the oldest are no evidence any more. */
const MOST = 500
const MOST_RUN = 50

export interface KeptQuery {
  kind: 'APPROVED' | 'FAVOURITE'
  /** Of an approved one: its title, or the question. */
  title: string | null
  sql: string
  tables: readonly string[]
}

/** SQL that ran more than once, without who asked. */
export interface RepeatedRun {
  sql: string
  runs: number
  meanMs: number
  longestMs: number
  tables: readonly string[]
}

export interface AppliedElsewhere {
  number: number
  connection: string
  environment: Environment
  durationMs: number
}

export type KeptEvidence = ReturnType<typeof createKeptEvidence>

export function createKeptEvidence(db: Database) {
  return {
    /** Favourites, and queries that are approved for the team, with the SQL that they stand for. */
    async queries(connectionId: string): Promise<KeptQuery[]> {
      const found = await db
        .select({
          approved: sql<boolean>`${prompts.sharing} = 'APPROVED'`,
          title: prompts.title,
          text: prompts.text,
          sql: queries.sql,
          check: queries.check,
        })
        .from(prompts)
        .innerJoin(queries, eq(queries.id, sql`coalesce(${prompts.sharedQueryId}, ${prompts.queryId})`))
        .where(
          and(
            eq(prompts.connectionId, connectionId),
            or(prompts.favourite, eq(prompts.sharing, 'APPROVED')),
            isNotNull(prompts.queryId),
          ),
        )
        .orderBy(desc(prompts.createdAt))
        .limit(MOST)
      return found.map(({ approved, title, text, sql: text_, check }) => ({
        kind: approved ? 'APPROVED' : 'FAVOURITE',
        title: approved ? (title ?? text) : null,
        sql: text_,
        tables: check.tables,
      }))
    },

    /** What ran to its end at least so often since then, by the time that it took in all. */
    async repeatedRuns(connectionId: string, since: Date, least: number): Promise<RepeatedRun[]> {
      const ran = and(
        eq(resultSets.connectionId, connectionId),
        gte(resultSets.startedAt, since),
        or(eq(resultSets.state, 'COMPLETED'), eq(resultSets.state, 'TRUNCATED')),
        isNotNull(resultSets.durationMs),
      )
      return db
        .select({
          sql: sql<string>`min(${queries.sql})`,
          runs: sql`count(*)`.mapWith(Number),
          meanMs: sql`avg(${resultSets.durationMs})`.mapWith(Number),
          longestMs: sql`max(${resultSets.durationMs})`.mapWith(Number),
          tables: sql<string[]>`(array_agg(${queries.check} -> 'tables'))[1]`,
        })
        .from(resultSets)
        .innerJoin(queries, eq(queries.id, resultSets.queryId))
        .where(ran)
        .groupBy(queries.sqlHash)
        .having(sql`count(*) >= ${least}`)
        .orderBy(desc(sql`sum(${resultSets.durationMs})`))
        .limit(MOST_RUN)
    },

    /** Where the very same SQL was applied, the newest first. */
    async appliedElsewhere(text: string, proposalId: string): Promise<AppliedElsewhere[]> {
      const took = db
        .select({
          proposalId: proposalSteps.proposalId,
          revision: proposalSteps.revision,
          durationMs: sql`coalesce(sum(${proposalSteps.durationMs}), 0)`.mapWith(Number).as('took'),
        })
        .from(proposalSteps)
        .groupBy(proposalSteps.proposalId, proposalSteps.revision)
        .as('took')
      return db
        .select({
          number: proposals.number,
          connection: connections.name,
          environment: connections.environment,
          durationMs: sql`coalesce(${took.durationMs}, 0)`.mapWith(Number),
        })
        .from(proposals)
        .innerJoin(
          proposalRevisions,
          and(
            eq(proposalRevisions.proposalId, proposals.id),
            eq(proposalRevisions.revision, proposals.revision),
          ),
        )
        .innerJoin(connections, eq(connections.id, proposals.connectionId))
        .leftJoin(took, and(eq(took.proposalId, proposals.id), eq(took.revision, proposals.revision)))
        .where(
          and(eq(proposals.state, 'APPLIED'), eq(proposalRevisions.sql, text), ne(proposals.id, proposalId)),
        )
        .orderBy(desc(proposals.appliedAt))
        .limit(3)
    },
  }
}
