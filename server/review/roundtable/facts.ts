import type { ServerCheck } from '../../databases/database.ts'
import type { Blocker, Structure } from '../../databases/schema-changes.ts'
import type { Connection, Environment, MigrationProposal, PrivacyLevel, ProposalState } from '../../domain.ts'
import type { MigrationStatement } from '../../sql/sql.ts'

/** All that is known of a change when the roundtable sits down. Null: could not be found out, which is never "none". */
export interface Facts {
  proposal: MigrationProposal
  /** What it has to pass, whatever the connection is called. */
  environment: Environment
  connection: Connection
  statements: readonly MigrationStatement[]
  /** As the target is now. */
  structure: Structure | null
  /** What the change touches, see `touched.ts`; null: the whole structure. */
  roots: readonly string[] | null
  /** What it touches is no longer as it was reviewed; null: not known. */
  drifted: boolean | null
  /** The code of what the target answered with, where it could not be asked. */
  unreachable: string | null
  server: ServerCheck | null
  /** Who changes are applied as, where it is not the login that questions use. */
  changeLogin: string | null
  /** Sessions that locks on what it touches would wait for now. */
  blockers: readonly Blocker[] | null
  savedQueries: readonly SavedQuery[]
  /** How many of the latest queries that may run name which table. */
  tableUse: readonly { table: string; queries: number }[]
  /** Other open changes of the same connection, with the roots that both touch. */
  otherProposals: readonly { number: number; state: ProposalState; shared: readonly string[] }[]
  /** Where the very same SQL was applied before. */
  appliedElsewhere: readonly {
    number: number
    connection: string
    environment: Environment
    durationMs: number
  }[]
  /** What the target's rows say, where they were asked. */
  rowChecks: readonly AnsweredRowCheck[]
  people: { authors: number; approvals: number; missing: readonly string[]; brokeGlass: boolean }
  audit: { ok: boolean; checked: number; ofProposal: number } | null
  /** Who speaks at the table. */
  model: { name: string; privacy: PrivacyLevel } | null
  lockBudgetMs: number
}

/** A query that somebody keeps. What is not approved for the team stays its author's: it is counted, never named. */
export interface SavedQuery {
  kind: 'APPROVED' | 'FAVOURITE'
  /** Of an approved one: its title, or the question. */
  title: string | null
  sql: string
  tables: readonly string[]
}

/** A question to the target whose answer says whether a step can work on the rows that are there. */
export interface RowCheck {
  /** e.g. `rows of public.customers without email` */
  what: string
  /** Reads one number: rows that are in the way. */
  sql: string
}

export interface AnsweredRowCheck extends RowCheck {
  /** Null: not answered, see `why`. */
  count: number | null
  why: string | null
}
