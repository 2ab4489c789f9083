import { and, desc, eq, inArray, lt, or, isNull, sql } from 'drizzle-orm'
import type {
  CatalogChange,
  DryRun,
  Finding,
  MigrationProposal,
  MigrationStep,
  Problem,
  ProposalComment,
  ProposalState,
  Review,
} from '../domain.ts'
import { readCursor, toPage } from './page.ts'
import type { Page } from './page.ts'
import {
  proposalComments,
  proposalReviews,
  proposalRevisions,
  proposals,
  proposalSteps,
} from './proposal-tables.ts'
import type { RevisionBase } from './proposal-tables.ts'
import type { Database } from './store-database.ts'

export type { RevisionBase } from './proposal-tables.ts'

/** What an edit makes, without what its application has done so far. */
export interface ProposalRevision {
  revision: number
  editorId: string
  sql: string
  rollbackSql: string | null
  digest: string
  steps: readonly MigrationStep[]
  findings: readonly Finding[]
  changes: readonly CatalogChange[]
  dryRun: DryRun | null
  base: RevisionBase
  createdAt: Date
}

export type NewProposal = Pick<
  MigrationProposal,
  'id' | 'connectionId' | 'promptId' | 'authorId' | 'title' | 'request' | 'createdAt'
>

export interface ProposalFilter {
  connectionId: string | null
  state: ProposalState | null
  first: number
  /** The end cursor of the part before. */
  after: string | null
}

/** What is on record of one step of a revision on the target. */
export interface StepRecord {
  revision: number
  position: number
  transactionId: string | null
  startedAt: Date
  endedAt: Date | null
  durationMs: number | null
  applied: boolean
  code: string | null
}

export type StoredReview = Review & { breakGlass: boolean }

export interface ProposalChange {
  state?: ProposalState
  drifted?: boolean
  problem?: Problem | null
  appliedAt?: Date | null
  appliedById?: string | null
  heartbeatAt?: Date | null
}

export type Proposals = ReturnType<typeof createProposals>

export function createProposals(db: Database) {
  async function withRevisions(rows: (typeof proposals.$inferSelect)[]): Promise<MigrationProposal[]> {
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    const [revisions, records] = await Promise.all([
      db
        .select()
        .from(proposalRevisions)
        .where(
          and(
            inArray(proposalRevisions.proposalId, ids),
            or(
              ...rows.map(({ id, revision }) =>
                and(eq(proposalRevisions.proposalId, id), eq(proposalRevisions.revision, revision)),
              ),
            ),
          ),
        ),
      db.select().from(proposalSteps).where(inArray(proposalSteps.proposalId, ids)),
    ])
    return rows.flatMap(({ heartbeatAt: _, ...row }) => {
      const found = revisions.find(({ proposalId }) => proposalId === row.id)
      if (found === undefined) return []
      const done = new Map(
        records
          .filter(({ proposalId, revision }) => proposalId === row.id && revision === row.revision)
          .map(record => [record.position, record]),
      )
      const { sql, rollbackSql, digest, steps, findings, changes, dryRun } = found
      return [
        {
          ...row,
          ...{ sql, rollbackSql, digest, findings, changes },
          dryRun: dryRun && { ...dryRun, ranAt: new Date(dryRun.ranAt) },
          steps: steps.map(step => {
            const record = done.get(step.position)
            return { ...step, applied: record?.applied ?? false, durationMs: record?.durationMs ?? null }
          }),
        },
      ]
    })
  }

  const addRevision = async (proposalId: string, revision: ProposalRevision): Promise<boolean> => {
    const added = await db
      .insert(proposalRevisions)
      .values({
        ...revision,
        proposalId,
        steps: [...revision.steps],
        findings: [...revision.findings],
        changes: [...revision.changes],
      })
      .onConflictDoNothing()
      .returning({ revision: proposalRevisions.revision })
    return added.length === 1
  }

  return {
    /** Its first revision is `revision`. */
    async add(proposal: NewProposal, revision: ProposalRevision, state: ProposalState): Promise<void> {
      await db.insert(proposals).values({ ...proposal, state, revision: revision.revision, drifted: false })
      await addRevision(proposal.id, revision)
    },
    /** Makes it the newest revision, when the one before still is and the state is one of these; else false. */
    async revise(
      id: string,
      revision: ProposalRevision,
      { from, to }: { from: readonly ProposalState[]; to: ProposalState },
    ): Promise<boolean> {
      if (!(await addRevision(id, revision))) return false
      const moved = await db
        .update(proposals)
        .set({ state: to, revision: revision.revision, drifted: false, problem: null })
        .where(
          and(
            eq(proposals.id, id),
            eq(proposals.revision, revision.revision - 1),
            inArray(proposals.state, [...from]),
          ),
        )
        .returning({ id: proposals.id })
      if (moved.length === 1) return true
      await db
        .delete(proposalRevisions)
        .where(and(eq(proposalRevisions.proposalId, id), eq(proposalRevisions.revision, revision.revision)))
      return false
    },
    /** What a new dry run of the same text found; false when the revision is no longer the newest, or in another state. */
    async refresh(
      id: string,
      revision: ProposalRevision,
      { from, to }: { from: readonly ProposalState[]; to: ProposalState },
    ): Promise<boolean> {
      const moved = await db
        .update(proposals)
        .set({ state: to, drifted: false, problem: null })
        .where(
          and(
            eq(proposals.id, id),
            eq(proposals.revision, revision.revision),
            inArray(proposals.state, [...from]),
          ),
        )
        .returning({ id: proposals.id })
      if (moved.length === 0) return false
      await db
        .update(proposalRevisions)
        .set({
          digest: revision.digest,
          rollbackSql: revision.rollbackSql,
          steps: [...revision.steps],
          findings: [...revision.findings],
          changes: [...revision.changes],
          dryRun: revision.dryRun,
          base: revision.base,
        })
        .where(and(eq(proposalRevisions.proposalId, id), eq(proposalRevisions.revision, revision.revision)))
      return true
    },
    /** Compare-and-set: false when the state or the revision is another one by now. One caller at most gets true. */
    async move(
      id: string,
      revision: number,
      from: readonly ProposalState[],
      change: ProposalChange & { state: ProposalState },
    ): Promise<boolean> {
      const moved = await db
        .update(proposals)
        .set(change)
        .where(
          and(eq(proposals.id, id), eq(proposals.revision, revision), inArray(proposals.state, [...from])),
        )
        .returning({ id: proposals.id })
      return moved.length === 1
    },
    async update(id: string, change: Omit<ProposalChange, 'state'>): Promise<void> {
      await db.update(proposals).set(change).where(eq(proposals.id, id))
    },
    async find(id: string): Promise<MigrationProposal | null> {
      const [found] = await withRevisions(await db.select().from(proposals).where(eq(proposals.id, id)))
      return found ?? null
    },
    async findByPrompt(promptId: string): Promise<MigrationProposal | null> {
      const [found] = await withRevisions(
        await db.select().from(proposals).where(eq(proposals.promptId, promptId)),
      )
      return found ?? null
    },
    async findByNumber(number: number): Promise<MigrationProposal | null> {
      const rows = await db.select().from(proposals).where(eq(proposals.number, number))
      const [found] = await withRevisions(rows)
      return found ?? null
    },
    /** Newest first. */
    async list(filter: ProposalFilter): Promise<Page<MigrationProposal>> {
      const after = filter.after === null ? null : readCursor(filter.after)
      const rows = await db
        .select()
        .from(proposals)
        .where(
          and(
            filter.connectionId ? eq(proposals.connectionId, filter.connectionId) : undefined,
            filter.state ? eq(proposals.state, filter.state) : undefined,
            after
              ? sql`(${proposals.createdAt}, ${proposals.id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
              : undefined,
          ),
        )
        .orderBy(desc(proposals.createdAt), desc(proposals.id))
        .limit(filter.first + 1)
      return toPage(await withRevisions(rows), filter.first)
    },
    async readRevision(id: string, revision: number): Promise<ProposalRevision | null> {
      const [found] = await db
        .select()
        .from(proposalRevisions)
        .where(and(eq(proposalRevisions.proposalId, id), eq(proposalRevisions.revision, revision)))
      return found ?? null
    },
    /** Everybody who wrote or edited any revision, oldest first. */
    async editors(id: string): Promise<string[]> {
      const found = await db
        .selectDistinct({ editorId: proposalRevisions.editorId })
        .from(proposalRevisions)
        .where(eq(proposalRevisions.proposalId, id))
      return found.map(({ editorId }) => editorId)
    },
    async addReview(proposalId: string, review: StoredReview): Promise<void> {
      await db.insert(proposalReviews).values({ ...review, proposalId })
    },
    /** Oldest first. */
    async reviews(id: string): Promise<StoredReview[]> {
      return db
        .select()
        .from(proposalReviews)
        .where(eq(proposalReviews.proposalId, id))
        .orderBy(proposalReviews.createdAt, proposalReviews.id)
    },
    async addComment(proposalId: string, comment: ProposalComment): Promise<void> {
      await db.insert(proposalComments).values({ ...comment, proposalId })
    },
    /** Oldest first. */
    async comments(id: string): Promise<ProposalComment[]> {
      return db
        .select()
        .from(proposalComments)
        .where(eq(proposalComments.proposalId, id))
        .orderBy(proposalComments.createdAt, proposalComments.id)
    },
    /** Written before the step and after it; the last word counts. */
    async recordStep(proposalId: string, record: StepRecord): Promise<void> {
      const { revision: _, position: __, ...rest } = record
      await db
        .insert(proposalSteps)
        .values({ ...record, proposalId })
        .onConflictDoUpdate({
          target: [proposalSteps.proposalId, proposalSteps.revision, proposalSteps.position],
          set: rest,
        })
    },
    /** In order of their positions. */
    async stepRecords(id: string, revision: number): Promise<StepRecord[]> {
      return db
        .select()
        .from(proposalSteps)
        .where(and(eq(proposalSteps.proposalId, id), eq(proposalSteps.revision, revision)))
        .orderBy(proposalSteps.position)
    },
    /** Those that a process was applying that has not been heard of since. */
    async silentSince(at: Date): Promise<MigrationProposal[]> {
      return withRevisions(
        await db
          .select()
          .from(proposals)
          .where(
            and(
              eq(proposals.state, 'APPLYING'),
              or(lt(proposals.heartbeatAt, at), isNull(proposals.heartbeatAt)),
            ),
          ),
      )
    },
  }
}
