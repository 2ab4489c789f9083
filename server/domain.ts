/**
 * The nouns of the product. Plain data: no behaviour, nothing of a driver, GraphQL or the store. One file, because every
 * room speaks these words and none of them owns one.
 */
import type { AuditAction } from './audit-details.ts'

export const Role = { READ_ONLY: 'READ_ONLY', DEVELOPER: 'DEVELOPER', ADMIN: 'ADMIN' } as const
export type Role = keyof typeof Role

export const Engine = { POSTGRES: 'POSTGRES', MYSQL: 'MYSQL' } as const
export type Engine = keyof typeof Engine

export const Environment = { DEVELOPMENT: 'DEVELOPMENT', PRODUCTION: 'PRODUCTION' } as const
export type Environment = keyof typeof Environment

export const TlsMode = {
  DISABLE: 'DISABLE',
  PREFER: 'PREFER',
  REQUIRE: 'REQUIRE',
  VERIFY_FULL: 'VERIFY_FULL',
} as const
export type TlsMode = keyof typeof TlsMode

/** What a model may see: names and types; also sample values of allowed columns; also result rows. */
export const PrivacyLevel = { CATALOG: 'CATALOG', VALUES: 'VALUES', ROWS: 'ROWS' } as const
export type PrivacyLevel = keyof typeof PrivacyLevel

export const Severity = { INFO: 'INFO', WARNING: 'WARNING', BLOCKING: 'BLOCKING' } as const
export type Severity = keyof typeof Severity

export interface User {
  id: string
  email: string
  name: string
  /** Through an API token the token's role, where that is the lesser one. */
  role: Role
  createdAt: Date
  /** What an API token leaves them; absent: they have signed in, or are only spoken of. */
  through?: TokenScope
}

/** What an API token is good for; its role is the caller's. */
export interface TokenScope {
  tokenId: string
  /** Nothing but reads: see `permissions.ts`. */
  readOnly: boolean
  /** Null: all connections. */
  connectionIds: readonly string[] | null
}

/** A saved way into a user's database. Its password is not part of it: see `store/connections.ts`. */
export interface Connection {
  id: string
  name: string
  engine: Engine
  environment: Environment
  host: string
  port: number
  database: string
  username: string
  tls: TlsMode
  privacy: PrivacyLevel
  sampling: ValueSampling
  /** Functions of users and extensions that queries may call because an administrator answers for them. */
  allowedFunctions: readonly FunctionName[]
  /** Whoever may run may have drafts of an answer run and compared, because an administrator has switched it on. */
  careful: boolean
  /** What the server called itself when it was last asked, e.g. `MariaDB 10.11.6`; null: not known yet. */
  serverVersion: string | null
  /** Whether the login could write when it was last looked at; null: not known yet. */
  loginCanWrite: boolean | null
  /** One of the demo's own databases: where it is and how to get in is set at each start, not by people. */
  sample: boolean
  createdAt: Date
  /** Rises whenever something changes that open sessions depend on: where it is, or how to get in. */
  targetChangedAt: Date
  /** Deleted connections stay for the history that speaks of them; nothing can be asked of them any more. */
  deletedAt: Date | null
}

/** What a person gives to save or to check a connection. */
export interface ConnectionInput {
  name: string
  engine: Engine
  environment: Environment
  host: string
  port: number
  database: string
  username: string
  password: string
  tls: TlsMode
  privacy: PrivacyLevel
}

/** Which columns sample values are read of, so that a value in a question is found. */
export interface ValueSampling {
  enabled: boolean
  /** Columns that are left out although they look harmless. */
  never: readonly ColumnRef[]
  /** Columns that are read although they look like secrets or personal data. */
  always: readonly ColumnRef[]
}

/** One function, with all its overloads. The schema is empty where functions live in none. */
export interface FunctionName {
  schema: string
  name: string
}

/** What the author of a function has promised of it. */
export const Volatility = { IMMUTABLE: 'IMMUTABLE', STABLE: 'STABLE', VOLATILE: 'VOLATILE' } as const
export type Volatility = keyof typeof Volatility

/** A function that was added to a server, as whoever may list it wants to know it. */
export interface AddedFunction extends FunctionName {
  /** The worst of its overloads. */
  volatility: Volatility
  /** The extension or library that brought it, else null. */
  extension: string | null
  /** What calls it when a query uses it, in words, e.g. `the view public.totals`. */
  usedBy: readonly string[]
  listed: boolean
  /** Queries may call it without being listed: it comes with an extension that only computes. */
  allowedAnyway: boolean
}

/** One thing that a login may do and that reading tables does not take. */
export interface PrivilegeFinding {
  /** Stable, e.g. `SUPERUSER` or `TABLE_WRITES`. */
  code: string
  /** INFO for what nearly every login has. */
  severity: Severity
  /** What the login may do. */
  message: string
  /** Why that matters. */
  why: string
  /** Statements for the server's administrator that take it away; null where there is nothing to run. */
  mendSql: string | null
}

/** Something worth knowing about a connection that works. */
export interface Notice {
  code: string
  message: string
  hints: readonly string[]
}

/** What came of an attempt to connect. */
export interface ConnectionCheck {
  ok: boolean
  serverVersion: string | null
  latencyMs: number | null
  /** True when the login itself could write; the app stays read-only either way. */
  canWrite: boolean | null
  /** False for a login that gets in and finds no table that it may read. */
  canRead: boolean | null
  problem: Problem | null
  notices: readonly Notice[]
  /** What the login may do beyond reading tables, the worst first. */
  privileges: readonly PrivilegeFinding[]
  /** SQL that makes a login that can only read, for the server's administrator; null when the engine was not reached. */
  readOnlyLoginSql: string | null
}

/** What a value of a column is to a person, whatever the engine calls its type. */
export type ColumnKind =
  'TEXT' | 'INTEGER' | 'DECIMAL' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP' | 'TIME' | 'JSON' | 'BINARY' | 'OTHER'

export interface CatalogColumn {
  name: string
  /** As the engine prints it, e.g. `character varying(40)`. */
  type: string
  kind: ColumnKind
  nullable: boolean
  primaryKey: boolean
  comment: string | null
  /** The labels of an enum type in their order, else null. */
  enumValues: readonly string[] | null
  /** Computed by the database from other columns. */
  generated: boolean
  /** Of a glossary term that stands for a column which the database does not have. */
  formula?: ColumnFormula
}

/** What a glossary term's SQL makes of the columns of one table. */
export interface ColumnFormula {
  term: GlossaryTerm
  /** Of all rows that are spoken of; null: it is something of each row. */
  aggregate: 'SUM' | 'AVG' | 'MIN' | 'MAX' | null
  /** SQL, with the columns that it speaks of. */
  parts: readonly (string | CatalogColumn)[]
}

export interface ForeignKey {
  columns: readonly string[]
  referencesSchema: string
  referencesTable: string
  referencesColumns: readonly string[]
}

/** What an index begins with: without a condition on that it is of no use. */
export interface CatalogIndex {
  /** Null where it begins with an expression. */
  column: string | null
  /** As the engine prints it; null where it begins with a column. */
  expression: string | null
  /** Finds equals, ranges and beginnings. Others find words, parts or shapes. */
  ordered: boolean
}

export type TableKind = 'TABLE' | 'VIEW' | 'MATERIALIZED_VIEW' | 'FOREIGN_TABLE'

export interface CatalogTable {
  schema: string
  name: string
  kind: TableKind
  comment: string | null
  /** From the engine's statistics; null when it has none. */
  rowEstimate: number | null
  columns: readonly CatalogColumn[]
  primaryKey: readonly string[]
  foreignKeys: readonly ForeignKey[]
  /** Those that serve the whole table, in no order. Absent: not looked at. */
  indexes?: readonly CatalogIndex[]
}

/** The tables and columns of a user's database that its login can read. */
export interface Catalog {
  tables: readonly CatalogTable[]
  /** Schemas that a bare table name is looked up in, in order. */
  searchPath: readonly string[]
  readAt: Date
  /** Equal for equal tables, columns and keys, whenever read; row estimates do not count. */
  version: string
}

export interface ColumnRef {
  schema: string
  table: string
  column: string
}

/** Distinct values of one text column, so that "Germany" is found in `customers.country`. */
export interface ColumnValues extends ColumnRef {
  values: readonly string[]
  /** False when the column has more values than were read. */
  complete: boolean
}

/** Values and when they were read. */
export interface ColumnSample extends ColumnValues {
  readAt: Date
}

/** Words of the business and what they mean in this database. */
export interface GlossaryTerm {
  term: string
  meaning: string
  sql: string | null
}

/** One thing found in a piece of SQL; `start` and `end` are UTF-16 offsets into it when it has a place. */
export interface Finding {
  code: string
  severity: Severity
  message: string
  hint: string | null
  start: number | null
  end: number | null
  /** The whole text as it would be without this; left out where no machine can write that. */
  fix?: string
}

/** What the guard and the preview say of a piece of SQL on a connection, before anything runs. */
export interface SqlCheck {
  allowed: boolean
  sqlHash: string
  tables: readonly string[]
  refusals: readonly Finding[]
  warnings: readonly Finding[]
  estimatedRows: number | null
  estimatedCost: number | null
  /** What it would do, for a person, e.g. `reads 1 table · about 11 rows · cheap`; null when it is refused. */
  summary: string | null
  /** So much work for whom it was checked that a run has to be confirmed. */
  needsConfirmation: boolean
  /** Why, in words; null where nothing has to be confirmed. */
  confirmationReason: string | null
}

export const PromptOutcome = {
  QUERY: 'QUERY',
  PROPOSAL: 'PROPOSAL',
  CLARIFICATION: 'CLARIFICATION',
  REFUSAL: 'REFUSAL',
  FAILURE: 'FAILURE',
} as const
export type PromptOutcome = keyof typeof PromptOutcome

/** How far a question with its SQL has come on the way to being the team's. */
export const Sharing = { REQUESTED: 'REQUESTED', APPROVED: 'APPROVED' } as const
export type Sharing = keyof typeof Sharing

/** A question in plain words and what became of it. */
export interface Prompt {
  id: string
  connectionId: string
  authorId: string
  text: string
  followsUpId: string | null
  outcome: PromptOutcome
  /** For CLARIFICATION, REFUSAL and FAILURE: what is unclear or not done, in words. */
  message: string | null
  suggestions: readonly string[]
  queryId: string | null
  createdAt: Date
  /** The question in a form that is equal for equal words; null where it does not stand alone, as a follow-up. */
  askedWords: string | null
  /** SHA-256 of what the built-in reading made of it, which is equal for equal meaning; null where that was not sure. */
  meaning: string | null
  /** Of its author. */
  favourite: boolean
  /** What its author calls it. */
  title: string | null
  /** Null: it is its author's alone. */
  sharing: Sharing | null
  /** The SQL that was offered to the team and is approved, whatever the author makes of the question later. */
  sharedQueryId: string | null
  sharedAt: Date | null
  approvedById: string | null
  approvedAt: Date | null
}

export const QueryOrigin = {
  MODEL: 'MODEL',
  BUILT_IN: 'BUILT_IN',
  REUSED: 'REUSED',
  EDITED: 'EDITED',
} as const
export type QueryOrigin = keyof typeof QueryOrigin

/** Sums of a day (UTC) of one person with one model. */
export interface ModelUsageOfDay {
  /** e.g. `2026-03-01` */
  day: string
  userId: string
  model: string
  requests: number
  failures: number
  /** `cachedInputTokens` included. */
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
}

/** Who reads a question. */
export const Translator = { BUILT_IN: 'BUILT_IN', MODEL: 'MODEL' } as const
export type Translator = keyof typeof Translator

export const ModelTurnRole = { USER: 'USER', MODEL: 'MODEL', TOOL: 'TOOL' } as const
export type ModelTurnRole = keyof typeof ModelTurnRole

/** USER and TOOL are what we send; MODEL is what it had said before. */
export interface ModelTurn {
  role: ModelTurnRole
  text: string
}

/** What a model was sent, word for word. */
export interface ModelRequestRecord {
  /** 1, 2, 3 … within a question. */
  position: number
  at: Date
  model: string
  system: string
  turns: readonly ModelTurn[]
  /** By name. */
  tools: readonly string[]
}

export interface ModelUsage {
  model: string
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
  latencyMs: number
}

export interface GeneratedQuery {
  id: string
  promptId: string | null
  connectionId: string
  authorId: string
  sql: string
  /** SHA-256 of `sql`, lower-case hex. Running names it, so what was previewed is what runs. */
  sqlHash: string
  origin: QueryOrigin
  model: string | null
  /** How the question was read, in words. */
  explanation: string
  /** What was taken for granted that the question does not say, a sentence each. */
  assumptions: readonly string[]
  /** 0 to 1; null where the origin cannot tell. */
  confidence: number | null
  check: SqlCheck
  usage: ModelUsage | null
  /** A hash over what of the catalog and the glossary it was made from; null: not known. */
  basis: string | null
  /** The question whose SQL was taken again; it may be gone. */
  reusedFromId: string | null
  createdAt: Date
}

export const RunState = {
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  TRUNCATED: 'TRUNCATED',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
} as const
export type RunState = keyof typeof RunState

export interface ResultColumn {
  name: string
  /** The engine's name of the type, e.g. `numeric`. */
  type: string
  /** Null where the engine does not say. */
  nullable: boolean | null
}

/** JSON as the database holds it, or a scalar as api.graphql's Row describes it. */
export type Cell =
  string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell | undefined }

/** One cell per column, in column order. */
export type Row = readonly Cell[]

/** Rows as they travel: JSON arrays of cells, joined by commas, e.g. `[1,"a"],[2,null]`; encoded once, never walked again. */
export interface EncodedRows {
  count: number
  /** UTF-8, which goes to the wire as it is. */
  json: Buffer
  /** Of the JSON, or a close upper bound. */
  bytes: number
}

/** A failure or refusal in words a user can act on. Never holds a secret, row values or a stack. */
export interface Problem {
  code: string
  message: string
  hints: readonly string[]
  retryable: boolean
  /** Which fields of an input are wrong and why; empty when it is about no input. */
  fields?: readonly FieldProblem[]
}

export interface FieldProblem {
  field: string
  message: string
}

/** One run of a query: its columns and numbers, never its rows. */
export interface ResultSet {
  id: string
  queryId: string
  connectionId: string
  authorId: string
  state: RunState
  columns: readonly ResultColumn[]
  rowCount: number
  firstRowMs: number | null
  durationMs: number | null
  startedAt: Date
  problem: Problem | null
  summary: string | null
  /** Who wrote the summary, or its beginning, from facts of ours; null: our own words. */
  summaryModel: string | null
  followUps: readonly string[]
  /** A suggested chart as a Vega-Lite specification without data; null where none fits, or it was not looked at yet. */
  chart: string | null
}

// ── Schema changes ──

/** Which database it is, whatever it is called or reached by. */
export interface TargetIdentity {
  /** PostgreSQL's system identifier, or the server's UUID; empty where the login may not see it. */
  server: string
  /** The database's own number or name there. */
  database: string
}

/** The kinds of objects that a structure tells apart. */
export type ObjectKind =
  | 'SCHEMA'
  | 'EXTENSION'
  | 'TYPE'
  | 'SEQUENCE'
  | 'FUNCTION'
  | 'TABLE'
  | 'COLUMN'
  | 'CONSTRAINT'
  | 'INDEX'
  | 'VIEW'
  | 'MATERIALIZED_VIEW'
  | 'TRIGGER'
  | 'POLICY'
  | 'EVENT'
  | 'GRANT'
  | 'COMMENT'

/** One object of a database without its data. */
export interface StructureObject {
  kind: ObjectKind
  /** Unique in a structure and equal for the same object in two, e.g. `COLUMN public.orders.id`. */
  id: string
  /** For people, e.g. `public.orders.id`. */
  name: string
  /** The id of what it is a part of, as a column is of a table; null for what stands by itself. */
  partOf: string | null
  /**
   * All that makes it what it is, in the server's own words, written the same way whenever read: no counters, no
   * statistics, no names that the server made up. Equal definitions mean the same object.
   */
  definition: string
  /** Ids of the objects that must be there before it. */
  needs: readonly string[]
  /** False for what is there but not in force: an invalid index, a constraint that was never validated. */
  valid: boolean
  /** Where the order among its siblings shows, as it does for columns, from 1; not part of what makes structures equal. */
  position: number | null
  /** What only the engine reads, to write its SQL. */
  parts: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * FAILED_CLEAN: nothing was changed. FAILED_PARTIAL: some steps are live. UNKNOWN: the outcome could not be established
 * yet; a person decides, nothing is retried.
 */
export const ProposalState = {
  OPEN: 'OPEN',
  CHANGES_REQUESTED: 'CHANGES_REQUESTED',
  APPROVED: 'APPROVED',
  APPLYING: 'APPLYING',
  APPLIED: 'APPLIED',
  FAILED_CLEAN: 'FAILED_CLEAN',
  FAILED_PARTIAL: 'FAILED_PARTIAL',
  UNKNOWN: 'UNKNOWN',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
} as const
export type ProposalState = keyof typeof ProposalState

/** What a step costs the target, the cheapest first; UNKNOWN ranks as the dearest. */
export const StepCost = {
  METADATA: 'METADATA',
  SCAN: 'SCAN',
  INDEX_BUILD: 'INDEX_BUILD',
  REWRITE: 'REWRITE',
  COPY: 'COPY',
  UNKNOWN: 'UNKNOWN',
} as const
export type StepCost = keyof typeof StepCost

/** One statement of a change, in the order in which it runs. */
export interface MigrationStep {
  /** 1, 2, 3 … */
  position: number
  /** Exactly as it will be sent, without the semicolon after it. */
  sql: string
  /** False for a statement that must run outside of a transaction, or that commits by itself. */
  transactional: boolean
  cost: StepCost
  /** As the dry run measured them, e.g. `AccessExclusiveLock on public.customers`. */
  locks: readonly string[]
  /** Of the largest table that it touches, from the target's statistics; null: unknown, which is never none. */
  tableRows: number | null
  tableBytes: number | null
  /** Live on the target. */
  applied: boolean
  durationMs: number | null
}

/** One object of a user's database before and after a change. */
export interface CatalogChange {
  /** `ADDED`, `CHANGED`, `REMOVED` or `RENAMED`, and what, e.g. `ADDED COLUMN`. */
  kind: string
  /** e.g. `public.customers.phone_ext` */
  object: string
  /** Its definition; null where it was not there. */
  before: string | null
  after: string | null
}

/** Where a dry run was made: on the target's own server, on a server of ours with other settings and extensions, or nowhere. */
export const ShadowPlace = { TARGET_SERVER: 'TARGET_SERVER', OWN_SERVER: 'OWN_SERVER', NONE: 'NONE' } as const
export type ShadowPlace = keyof typeof ShadowPlace

/** What a way back loses. STRUCTURE_ONLY: the data of what was dropped is gone. */
export const RollbackClass = {
  LOSSLESS: 'LOSSLESS',
  LOSES_NEW_DATA: 'LOSES_NEW_DATA',
  STRUCTURE_ONLY: 'STRUCTURE_ONLY',
  IRREVERSIBLE: 'IRREVERSIBLE',
} as const
export type RollbackClass = keyof typeof RollbackClass

export interface DryRun {
  ok: boolean
  place: ShadowPlace
  durationMs: number
  /** True when the rollback, run after the change, restored the same catalog; null when there is none to prove. */
  rollbackVerified: boolean | null
  rollbackClass: RollbackClass | null
  /** Said of the dry run itself, e.g. that a column comes back as the last one. */
  notes: readonly string[]
  problem: Problem | null
  ranAt: Date
}

export const ReviewVerdict = { APPROVE: 'APPROVE', REQUEST_CHANGES: 'REQUEST_CHANGES' } as const
export type ReviewVerdict = keyof typeof ReviewVerdict

export interface Review {
  id: string
  authorId: string
  revision: number
  verdict: ReviewVerdict
  body: string
  createdAt: Date
}

export interface ProposalComment {
  id: string
  authorId: string
  revision: number
  /** Of the revision's SQL, from 1; null where it is about the whole. */
  line: number | null
  body: string
  createdAt: Date
}

/** A change of a user's database under review. Its parts that an edit makes anew belong to the newest revision. */
export interface MigrationProposal {
  id: string
  number: number
  connectionId: string
  promptId: string | null
  authorId: string
  title: string
  /** What was asked for in words, which the change is held against; null where it began as SQL. */
  request: string | null
  state: ProposalState
  /** Rises with every edit; reviews count for one revision only. */
  revision: number
  sql: string
  rollbackSql: string | null
  /** What an approval approves, see `review/digest.ts`. SHA-256, lower-case hex. */
  digest: string
  steps: readonly MigrationStep[]
  findings: readonly Finding[]
  changes: readonly CatalogChange[]
  dryRun: DryRun | null
  drifted: boolean
  problem: Problem | null
  createdAt: Date
  appliedAt: Date | null
  appliedById: string | null
}

// ── End of schema changes ──

// ── The roundtable on a change ──

/** In the order in which they sit; the last one speaks last and decides. */
export const RoundtableRole = {
  PRODUCT_OWNER: 'PRODUCT_OWNER',
  UX_ARCHITECT: 'UX_ARCHITECT',
  LLM_ARCHITECT: 'LLM_ARCHITECT',
  LLM_ENGINEER: 'LLM_ENGINEER',
  DATABASE_ARCHITECT: 'DATABASE_ARCHITECT',
  SENIOR_TESTER: 'SENIOR_TESTER',
  SECURITY_ARCHITECT: 'SECURITY_ARCHITECT',
  NETWORK_ARCHITECT: 'NETWORK_ARCHITECT',
  SOFTWARE_ARCHITECT: 'SOFTWARE_ARCHITECT',
} as const
export type RoundtableRole = keyof typeof RoundtableRole

export const RoundtableStance = { SUPPORT: 'SUPPORT', CONCERN: 'CONCERN', BLOCK: 'BLOCK' } as const
export type RoundtableStance = keyof typeof RoundtableStance

/** The mildest first. */
export const RoundtableVerdict = {
  APPROVE: 'APPROVE',
  APPROVE_WITH_CONDITIONS: 'APPROVE_WITH_CONDITIONS',
  CHANGES_REQUESTED: 'CHANGES_REQUESTED',
  BLOCK: 'BLOCK',
} as const
export type RoundtableVerdict = keyof typeof RoundtableVerdict

/** Where a piece of evidence comes from; which roles see it hangs on that. */
export const EvidenceTopic = {
  REQUEST: 'REQUEST',
  CHANGE: 'CHANGE',
  NAMES: 'NAMES',
  SAVED_QUERIES: 'SAVED_QUERIES',
  DEPENDENTS: 'DEPENDENTS',
  ORIGIN: 'ORIGIN',
  STATEMENTS: 'STATEMENTS',
  ROLLBACK: 'ROLLBACK',
  LINT: 'LINT',
  COST: 'COST',
  BLOCKERS: 'BLOCKERS',
  DRY_RUN: 'DRY_RUN',
  ROWS: 'ROWS',
  ELSEWHERE: 'ELSEWHERE',
  PRIVILEGES: 'PRIVILEGES',
  APPROVALS: 'APPROVALS',
  AUDIT: 'AUDIT',
  CONNECTION: 'CONNECTION',
  OTHER_PROPOSALS: 'OTHER_PROPOSALS',
} as const
export type EvidenceTopic = keyof typeof EvidenceTopic

/** One fact that a role may cite. */
export interface Evidence {
  /** `E1`, `E2`, … within one roundtable. */
  id: string
  topic: EvidenceTopic
  /** A sentence without the full stop, with every number and name that may be cited from it. */
  text: string
  /** No verdict is milder than this, whatever anybody says. */
  floor: RoundtableVerdict
  /** What to do about it, as a sentence; null where nothing has to be done. */
  hint: string | null
}

/** TEMPLATE: written by rules from the evidence. */
export const StatementOrigin = { TEMPLATE: 'TEMPLATE', MODEL: 'MODEL' } as const
export type StatementOrigin = keyof typeof StatementOrigin

export interface RoundtableStatement {
  role: RoundtableRole
  stance: RoundtableStance
  /** At most two sentences. */
  recommendation: string
  /** Ids of the evidence that it cites. */
  evidence: readonly string[]
  origin: StatementOrigin
  model: string | null
  /** SHA-256 of what the model was sent; null where none was asked. */
  promptHash: string | null
  /** What became of the model's words, where they do not stand as they came; null otherwise. */
  note: string | null
}

/** What speaks against it for certain, and who minds. */
export interface RoundtableBlock {
  evidence: string
  role: RoundtableRole
  what: string
  fix: string | null
}

/** LOCK_TIMEOUT and STATEMENT_TIMEOUT bound what the application waits for; NO_OLD_TRANSACTIONS keeps it from starting. */
export const ConditionKind = {
  LOCK_TIMEOUT: 'LOCK_TIMEOUT',
  STATEMENT_TIMEOUT: 'STATEMENT_TIMEOUT',
  NO_OLD_TRANSACTIONS: 'NO_OLD_TRANSACTIONS',
} as const
export type ConditionKind = keyof typeof ConditionKind

/** Taken over when the change is applied: it can make that stricter, never laxer. */
export interface RoundtableCondition {
  kind: ConditionKind
  valueMs: number
  words: string
  evidence: readonly string[]
}

/** What the change is expected to do, from measured costs and the sizes of the target. */
export interface RoundtablePrediction {
  /** The strongest lock on a table that was there before, e.g. `AccessExclusiveLock on public.orders`; null: none. */
  lock: string | null
  /** Milliseconds of all steps, from and to; null where a size is not known. */
  durationMs: readonly [number, number] | null
  /** Milliseconds for which others are kept out. */
  blockedMs: readonly [number, number] | null
  /** Of the largest table that it touches. */
  rows: number | null
  bytes: number | null
}

export const NextActionKind = {
  EDIT: 'EDIT',
  DRY_RUN: 'DRY_RUN',
  REVIEW: 'REVIEW',
  APPLY: 'APPLY',
  WAIT: 'WAIT',
} as const
export type NextActionKind = keyof typeof NextActionKind

/** Advice on one revision: it never counts as a review, and never lifts a blocking finding. */
export interface Roundtable {
  id: string
  proposalId: string
  revision: number
  /** Of the change as it was looked at. */
  digest: string
  verdict: RoundtableVerdict
  evidence: readonly Evidence[]
  /** In the order in which the roles sit. */
  statements: readonly RoundtableStatement[]
  blocking: readonly RoundtableBlock[]
  conditions: readonly RoundtableCondition[]
  /** Where roles differ, a sentence each. */
  disagreements: readonly string[]
  openQuestions: readonly string[]
  prediction: RoundtablePrediction
  nextStep: string
  nextAction: NextActionKind
  residualRisk: string
  /** The model that was asked; null: none. */
  model: string | null
  heldById: string
  createdAt: Date
}

/** What was predicted beside what happened. */
export interface RoundtableOutcome {
  state: ProposalState
  /** Of all steps that ran; null where nothing was measured. */
  durationMs: number | null
  words: readonly string[]
  /** Roles whose stance turned out right, and those whose did not. */
  right: readonly RoundtableRole[]
  wrong: readonly RoundtableRole[]
}

/** What is worth doing about a database, found from evidence only. */
export const UpkeepKind = {
  MISSING_INDEX: 'MISSING_INDEX',
  NOT_VALID: 'NOT_VALID',
  NO_PRIMARY_KEY: 'NO_PRIMARY_KEY',
  UNUSED_INDEX: 'UNUSED_INDEX',
} as const
export type UpkeepKind = keyof typeof UpkeepKind

export interface UpkeepStep {
  kind: UpkeepKind
  title: string
  /** What was found, a sentence each. */
  evidence: readonly string[]
  /** The change to propose. */
  sql: string
  /** The number of an open proposal that is this already. */
  proposal: number | null
}

export interface Upkeep {
  /** The most useful first. */
  steps: readonly UpkeepStep[]
  /** What could not be looked at, in words. */
  unseen: readonly string[]
}

// ── End of the roundtable ──

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined }

export type {
  AuditAct,
  AuditAction,
  AuditDetails,
  AuditIntent,
  AuditOutcome,
  AuditRecord,
} from './audit-details.ts'

/** What came of it; INTENT: that is on another record. */
export const AuditResult = {
  INTENT: 'INTENT',
  DONE: 'DONE',
  REFUSED: 'REFUSED',
  CANCELLED: 'CANCELLED',
  FAILED: 'FAILED',
} as const
export type AuditResult = keyof typeof AuditResult

/** A record in its place in the chain that `audit/audit.ts` makes. */
export interface AuditEvent {
  id: string
  /** 1, 2, 3 … without gaps. */
  sequence: number
  at: Date
  actorId: string | null
  action: AuditAction
  connectionId: string | null
  subjectId: string | null
  /** Canonical JSON of the record's detail, exactly the text that was hashed. */
  detail: string
  previousHash: string
  /** SHA-256, lower-case hex, over the canonical JSON of all other fields. */
  hash: string
}

/** Where old events were removed; the first one that is left follows this. */
export interface AuditCut {
  /** Of the last event that was removed. */
  sequence: number
  hash: string
  at: Date
  keyId: string
  /** Ed25519, in base64, over the canonical JSON of the fields above. */
  signature: string
}

export interface AuditVerification {
  ok: boolean
  /** So many events from the beginning, or from the cut, are in order. */
  checked: number
  /** The sequence of the first event that is not as it was, or is missing. */
  firstBroken: number | null
  /** What is wrong there, in words. */
  problem: string | null
  /** How far it was read; null: there is no event. */
  head: { sequence: number; hash: string } | null
  /** With the key that its signature is verified by, in base64; null where that key is not ours. */
  cut: (AuditCut & { publicKey: string | null }) | null
}

// ── Grounded questions: what `ask/` finds in a question and `generate/` reads ──

/** One word, number, quoted text or mark of a question. */
export interface QuestionWord {
  kind: 'word' | 'number' | 'quoted' | 'mark'
  /** As it was written; quoted text without its quotes. */
  text: string
  /** In lower case. */
  normal: string
  /** UTF-16 offsets into the question, quotes included. */
  start: number
  end: number
}

/**
 * How a name was recognised: all its words (EXACT), without the table's name in front (SHORT), with it (LONG),
 * only its last words (PART), through a general synonym or the comment (LOOSE), through other forms of its words (STEM).
 */
export type NameMatch = 'EXACT' | 'SHORT' | 'LONG' | 'PART' | 'LOOSE' | 'STEM'

export type MentionTarget =
  | { kind: 'table'; table: CatalogTable; match: NameMatch; misspelled?: true }
  | { kind: 'column'; table: CatalogTable; column: CatalogColumn; match: NameMatch; misspelled?: true }
  /** `value` is spelled as the data has it. Names and values are `misspelled` where the question spells them otherwise, which must be said. */
  | { kind: 'value'; table: CatalogTable; column: CatalogColumn; value: string; misspelled?: true }
  /** `text` is a word of values of that column, and of no other, that nothing is called by itself. */
  | { kind: 'fragment'; table: CatalogTable; column: CatalogColumn; text: string }
  | { kind: 'term'; term: GlossaryTerm }

/** The words `from` (included) to `to` (excluded) may speak of these; mentions may overlap. */
export interface Mention {
  from: number
  to: number
  targets: readonly MentionTarget[]
}

/** Each value of the one column is that of one row of the other, though no foreign key says so. */
export interface SharedValues {
  child: { table: CatalogTable; column: CatalogColumn }
  parent: { table: CatalogTable; column: CatalogColumn }
}

export interface GroundedQuestion {
  text: string
  words: readonly QuestionWord[]
  mentions: readonly Mention[]
  catalog: Catalog
  sharedValues: readonly SharedValues[]
  /** Columns that are known to hold one value in several rows. */
  repeatedColumns: ReadonlySet<CatalogColumn>
  /** Columns of which every value is known: what is not among them is not in the data. */
  knownColumns: ReadonlySet<CatalogColumn>
  /** The questions that it follows up on, oldest first, each grounded on its own. */
  previous: readonly GroundedQuestion[]
}

// ── End of grounded questions ──
