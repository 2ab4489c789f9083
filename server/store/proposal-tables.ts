/** The tables of proposals; `npm run generate` makes the store migrations in drizzle/ from this file too. */
import {
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  CatalogChange,
  DryRun,
  Finding,
  MigrationStep,
  Problem,
  ProposalState,
  ReviewVerdict,
  Roundtable,
  StructureObject,
  TargetIdentity,
} from '../domain.ts'
import { connections, prompts, users } from './tables.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Who changes are applied as, where it is not the login that questions use. */
export const changeLogins = pgTable('change_logins', {
  connectionId: uuid('connection_id')
    .primaryKey()
    .references(() => connections.id),
  username: text().notNull(),
  /** As in `connections`, bound to this row. */
  sealedPassword: bytes('sealed_password').notNull(),
  keyId: text('key_id').notNull(),
  /** Where it was given for: nobody may send it elsewhere by editing the connection. */
  place: text().notNull(),
})

export const proposals = pgTable(
  'proposals',
  {
    id: uuid().primaryKey(),
    number: integer().notNull().generatedAlwaysAsIdentity(),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connections.id),
    promptId: uuid('prompt_id').references(() => prompts.id, { onDelete: 'set null' }),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    title: text().notNull(),
    request: text(),
    state: text().$type<ProposalState>().notNull(),
    revision: integer().notNull(),
    drifted: boolean().notNull(),
    problem: jsonb().$type<Problem>(),
    createdAt: instant('created_at').notNull(),
    appliedAt: instant('applied_at'),
    appliedById: uuid('applied_by_id').references(() => users.id),
    /** The process that applies it and when it was last heard of. */
    heartbeatAt: instant('heartbeat_at'),
  },
  table => [
    uniqueIndex('proposals_number').on(table.number),
    index('proposals_connection').on(table.connectionId, table.createdAt),
    index('proposals_state').on(table.state, table.createdAt),
  ],
)

/** What one edit made of a proposal; never changed but by a new dry run of the same text. */
export const proposalRevisions = pgTable(
  'proposal_revisions',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    revision: integer().notNull(),
    editorId: uuid('editor_id')
      .notNull()
      .references(() => users.id),
    sql: text().notNull(),
    rollbackSql: text('rollback_sql'),
    digest: text().notNull(),
    steps: jsonb().$type<MigrationStep[]>().notNull(),
    findings: jsonb().$type<Finding[]>().notNull(),
    changes: jsonb().$type<CatalogChange[]>().notNull(),
    dryRun: jsonb('dry_run').$type<DryRun>(),
    base: jsonb().$type<RevisionBase>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  table => [primaryKey({ columns: [table.proposalId, table.revision] })],
)

/** What the revision was reviewed against. */
export interface RevisionBase {
  target: TargetIdentity
  /** Roots that the change is about; null: the whole structure. */
  roots: string[] | null
  fingerprint: string
  /** After each step, in order; empty where no dry run could tell. */
  predicted: string[]
  settings: Record<string, string>
  serverVersion: string
  /** A way back: what was written since that it would lose, null where nobody could count. Absent for anything else. */
  lost?: { what: string; count: number | null }[]
  /** What the roots were; absent without roots, and in what was kept before this was. */
  objects?: StructureObject[]
}

/** What has happened to each step on the target, written before and after. */
export const proposalSteps = pgTable(
  'proposal_steps',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    revision: integer().notNull(),
    position: integer().notNull(),
    /** The target's id of the transaction that it is in; null where it commits by itself. */
    transactionId: text('transaction_id'),
    startedAt: instant('started_at').notNull(),
    /** Null while it runs, or when whoever ran it died. */
    endedAt: instant('ended_at'),
    durationMs: integer('duration_ms'),
    applied: boolean().notNull(),
    code: text(),
  },
  table => [primaryKey({ columns: [table.proposalId, table.revision, table.position] })],
)

export const proposalReviews = pgTable(
  'proposal_reviews',
  {
    id: uuid().primaryKey(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    revision: integer().notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    verdict: text().$type<ReviewVerdict>().notNull(),
    body: text().notNull(),
    /** Approved alone in production, with a reason, because there is no second administrator. */
    breakGlass: boolean('break_glass').notNull().default(false),
    createdAt: instant('created_at').notNull(),
  },
  table => [index('proposal_reviews_proposal').on(table.proposalId, table.createdAt)],
)

export const proposalComments = pgTable(
  'proposal_comments',
  {
    id: uuid().primaryKey(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    revision: integer().notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    line: integer(),
    body: text().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  table => [index('proposal_comments_proposal').on(table.proposalId, table.createdAt)],
)

/** What the roundtable said of a revision; the newest one counts. */
export const roundtables = pgTable(
  'roundtables',
  {
    id: uuid().primaryKey(),
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id),
    revision: integer().notNull(),
    heldById: uuid('held_by_id')
      .notNull()
      .references(() => users.id),
    record: jsonb().$type<Omit<Roundtable, 'createdAt'>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  table => [index('roundtables_proposal').on(table.proposalId, table.createdAt)],
)
