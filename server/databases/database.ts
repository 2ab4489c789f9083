import type { Socket } from 'node:net'
import type {
  Catalog,
  ColumnRef,
  ColumnValues,
  EncodedRows,
  Engine,
  PrivilegeFinding,
  ResultColumn,
  TlsMode,
} from '../domain.ts'
import type { AppError } from '../errors.ts'
import type { Ddl, TableDetails } from './ddl.ts'
import type { SchemaChanges, WriteRollback } from './schema-changes.ts'
import type { Upkeep } from './upkeep.ts'

/**
 * The contract that every engine fulfils. An engine is one folder with the same file names; what two
 * engines do differently is a capability or a method here, never a comparison of names elsewhere.
 * All failures are `AppError`s with a DATABASE_ code: a driver's message never leaves the folder, because
 * it can hold row values or query text.
 */

/** Where a database is and how to get in. `password` is plain text: keep it in memory only. */
export interface DatabaseTarget {
  host: string
  port: number
  database: string
  username: string
  password: string
  tls: TlsMode
}

/**
 * Opens a TCP connection to a database server, within `timeoutMs`, where the policy of hosts allows it. Fails with
 * DATABASE_NAME_NOT_RESOLVED, DATABASE_NOT_LISTENING, DATABASE_LOCALHOST_IN_CONTAINER, DATABASE_CONNECT_TIMEOUT or
 * DATABASE_HOST_FORBIDDEN. Every connection to a user's database, also one that only cancels, is made by it.
 */
export type Dial = (place: { host: string; port: number; timeoutMs: number }) => Promise<Socket>

export interface DatabaseOptions {
  dial: Dial
  /** How the sessions name themselves to the DBA, e.g. `lovable-ai:Northwind prod (0f3a91c2)`. */
  applicationName: string
  maxSessions: number
  /** A session that nothing uses for that long is closed. */
  idleTimeoutMs: number
  connectTimeoutMs: number
  /** Ceiling for every statement of our own (catalog, values, plan); runs bring their own limit. */
  statementTimeoutMs: number
  /** A statement that would look at more rows, by the engine's estimate, is refused where the engine can do so: RUN_TOO_EXPENSIVE. 0 or none: no limit. */
  maxExaminedRows?: number
  /**
   * A PostgreSQL of our own where copies of structures may be made when a target's login may make none, started when it
   * is asked for; null: there is none. The policy of hosts does not bind it.
   */
  shadowServer?: () => Promise<{ target: DatabaseTarget; dial: Dial } | null>
}

export interface DatabaseEngine {
  engine: Engine
  dialect: Dialect
  /** e.g. 5432 */
  defaultPort: number
  writeRollback?: WriteRollback
  /** Opens nothing yet: the first use of the returned database does. */
  open(target: DatabaseTarget, options: DatabaseOptions): Database
}

/** A period of the calendar. */
export type DateUnit = 'day' | 'week' | 'month' | 'quarter' | 'year'

/** How this engine writes SQL. Pure. */
export interface Dialect {
  engine: Engine
  /** For a model's prompt and for people, e.g. `PostgreSQL`. */
  displayName: string
  /** Quoted only where the name needs it. */
  quoteIdentifier(name: string): string
  quoteText(value: string): string
  /** A condition that holds when the text expression equals the value, whatever the case of letters. */
  equalsIgnoringCase(expression: string, value: string): string
  /** A condition that holds when the text expression contains the value, whatever the case of letters. */
  containsIgnoringCase(expression: string, value: string): string
  /** The same for a text at its start or end. */
  matchesIgnoringCase(expression: string, value: string, how: 'starts' | 'ends'): string
  /** What rows are gathered by: the first day of a period, or the number of a weekday, 0 for Sunday. */
  dateBucket(expression: string, unit: DateUnit | 'weekday'): string
  /** So many units from today, rounded down to the beginning of `floor` where given. */
  relativeDate(amount: number, unit: DateUnit, floor: DateUnit | null): string
  /** Whole days from one time to another. */
  daysBetween(earlier: string, later: string): string
  /** Statements for an administrator, with comments, that make a login that can only read this database. */
  readOnlyLoginSql(target: { database: string; schemas: readonly string[] }): string
  /** How it writes changes of structure. */
  ddl: Ddl
  upkeep: Upkeep
}

/** One of the functions the server knows, as the guard needs it. */
export interface ServerFunction {
  schema: string
  name: string
  volatility: 'IMMUTABLE' | 'STABLE' | 'VOLATILE'
  /** Of the engine itself, not made by a user or an extension. */
  builtIn: boolean
  /** The extension that brought it, else null. */
  extension: string | null
  /** True when it can be called with one row, so that `t.f` may be a call. */
  takesRow: boolean
  /** False for procedures and functions of triggers, which no query can call. */
  callable: boolean
}

export interface QualifiedName {
  schema: string
  name: string
}

/** A relation of users that is more than a table: what the server calls and reads when a query reads it, all the way down. */
export interface ServerRelation extends QualifiedName {
  /** Its bare name means it. */
  bare: boolean
  /** Is itself on another server, not only something behind it. */
  foreign: boolean
  functions: readonly ServerFunction[]
  /** The engine's own relations behind it. */
  relations: readonly QualifiedName[]
  /** Other servers behind it, by the names that this one has for them. */
  servers: readonly string[]
  /** The query of a view, where the engine knows nothing more of what is behind it; null for one that the login may not see. */
  definition?: string | null
}

/** A type of users that calls functions when a value becomes one of it. */
export interface ServerType extends QualifiedName {
  functions: readonly ServerFunction[]
}

/** Where something that users made for their types comes in. */
interface Reach {
  calls: ServerFunction
  /** Made for types of the engine itself: no type or relation gives it away. */
  everywhere: boolean
  /** The users' types that it is for. */
  types: readonly QualifiedName[]
  /** The relations that have a column of one of them. */
  relations: readonly QualifiedName[]
}

export interface ServerOperator extends QualifiedName, Reach {}

export interface ServerCast extends Reach {
  target: QualifiedName
  /** The server uses it where nothing is written. */
  implicit: boolean
}

/** What names of users make the server run or read although a query that has them does not show it. */
export interface ServerCode {
  relations: readonly ServerRelation[]
  types: readonly ServerType[]
  operators: readonly ServerOperator[]
  casts: readonly ServerCast[]
}

export interface ServerFacts extends ServerCode {
  serverVersion: string
  /** e.g. 180004 for PostgreSQL 18.4. */
  serverVersionNumber: number
  /** Where a bare name of a table is looked up. */
  searchPath: readonly string[]
  functions: readonly ServerFunction[]
  /** The login that statements run as. */
  login: { name: string; canWrite: boolean; superuser: boolean }
}

export interface TablePlan {
  /** Without its schema, which PostgreSQL tells only together with values. */
  table: string
  /** Whole-table read. */
  fullScan: boolean
  /** Rows that the engine expects from this node. */
  rows: number
}

/** What the server says of itself and of the login when it is asked. */
export interface ServerCheck {
  /** With the product's name, e.g. `PostgreSQL 18.4` or `MariaDB 10.11.6`. */
  serverVersion: string
  /** From dialling to the first answer, on a session of its own. */
  latencyMs: number
  /** Whether the login could write, were it not for our transaction. */
  canWrite: boolean
  /** Whether there is a table that the login may read. */
  canRead: boolean
  /** What the login may do beyond reading tables, the worst first. */
  privileges: readonly PrivilegeFinding[]
  encrypted: boolean
  /** A standby or replica that takes no writes from anybody. */
  readOnlyReplica: boolean
  /** A pooler such as PgBouncer stands between us and the server. */
  pooled: boolean
  /** With tables that the login can read, by name; empty where a database has no schemas of its own. */
  schemas: readonly string[]
}

/** The engine's EXPLAIN, never executed. */
export interface Plan {
  /** Rows of the result, as the engine estimates them; null where it tells nothing, which may be any number. */
  rows: number | null
  /** In the engine's own unit (PostgreSQL: one sequential page read); null where it tells nothing. */
  cost: number | null
  tables: readonly TablePlan[]
}

export interface ReadBounds {
  maxRows: number
  /** Of the rows as JSON: a batch ends with the row that reaches it. */
  maxBytes: number
}

export interface ReadBatch {
  rows: EncodedRows
  /** True when no row is left after these. */
  done: boolean
}

/**
 * Rows of one statement in one read-only transaction on a session of its own, from a cursor in the server.
 * Nothing is read ahead: memory holds one batch.
 */
export interface RowCursor {
  columns: readonly ResultColumn[]
  /**
   * At least one row when there is one; ends at whichever bound comes first. A failure comes after the rows before it.
   * One call at a time.
   */
  read(bounds: ReadBounds): Promise<ReadBatch>
  /**
   * Ends it in every state, also while a `read` is in flight or before the first row: the statement is cancelled in
   * the server, the transaction rolled back, the session handed back only when the server is done with it. The
   * pending `read` rejects with RUN_CANCELLED. Idempotent, never rejects, takes at most 5 s (then the session is dropped).
   */
  close(): Promise<void>
}

export interface CsvOptions {
  /** How NULL is written; a text that is the same is quoted. No newline in it. */
  nullText: string
}

export interface CsvBatch {
  /** Whole records of RFC 4180 in UTF-8, ended by CR LF; nobody else writes into them. */
  bytes: Uint8Array
  rows: number
  done: boolean
}

/** As a `RowCursor`, but for CSV as the server writes it, with cells as in api.graphql's Row. */
export interface CsvCursor {
  columns: readonly ResultColumn[]
  /** `maxBytes` of CSV. A failure comes after the rows before it. One call at a time. */
  read(bounds: ReadBounds): Promise<CsvBatch>
  close(): Promise<void>
}

export interface CursorLimits {
  /** The server ends the statement after that; `read` rejects with RUN_TIME_LIMIT. */
  timeoutMs: number
  /**
   * Many run at the same time: where the engine has a way, the server computes only the rows that are asked for, so that
   * its processor is left for the others; that costs parallel workers.
   */
  inPortions?: boolean
}

export interface Database {
  dialect: Dialect
  /** Connects anew and asks the server who it is. */
  check(): Promise<ServerCheck>
  /** What the login can read; a few queries whatever the size. */
  readCatalog(): Promise<Catalog>
  readFacts(): Promise<ServerFacts>
  /** Of tables of the catalog; one that is gone meanwhile is left out. */
  readTableDetails(tables: readonly QualifiedName[]): Promise<readonly TableDetails[]>
  /** At most `maxValues` distinct values for each column, each at most `maxLength` characters; bounded by `timeoutMs` in all: columns it did not get to are left out. */
  readValues(request: {
    columns: readonly ColumnRef[]
    maxValues: number
    maxLength: number
    timeoutMs: number
  }): Promise<readonly ColumnValues[]>
  /** EXPLAIN without executing. Takes exactly one statement; the server enforces that. */
  plan(sql: string): Promise<Plan>
  /**
   * Describes the statement, then opens a cursor for it. Takes exactly one reading statement; the server enforces
   * that by protocol and by a READ ONLY transaction, whatever the guard said.
   */
  openCursor(sql: string, limits: CursorLimits): Promise<RowCursor>
  /**
   * The whole result as the server's own CSV, behind the same walls as `openCursor`; for an export, which is then as fast
   * as the server. Null where an engine has none. Answers null for a statement that the server gives no CSV of, such as
   * EXPLAIN, and for a result with cells that it cannot write as they should be.
   */
  copyCsv: ((sql: string, options: CsvOptions, limits: CursorLimits) => Promise<CsvCursor | null>) | null
  /** What it takes to change the structure; nothing else of this contract does. */
  changes?: SchemaChanges
  /** Ends all sessions; cursors that are open end with the reason, else with DATABASE_CONNECTION_LOST. Idempotent. */
  close(reason?: AppError): Promise<void>
}
