/** The tables of our own store. `npm run generate` makes the store migrations in drizzle/ from this file. */
import { sql } from 'drizzle-orm'
import {
  boolean,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type {
  Engine,
  Environment,
  FunctionName,
  GlossaryTerm,
  ModelUsage,
  PrivacyLevel,
  Problem,
  PromptOutcome,
  QueryOrigin,
  ResultColumn,
  Role,
  RunState,
  Sharing,
  SqlCheck,
  TlsMode,
  ValueSampling,
} from '../domain.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const wordSet = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** Null: nobody signs in with a password. */
    passwordHash: text('password_hash'),
    /** Set where somebody else has chosen the password: until then it is good for choosing another one, and nothing else. */
    oneTimeUntil: instant('one_time_until'),
    createdAt: instant('created_at').notNull(),
    /** Written at most once a minute. */
    lastSeenAt: instant('last_seen_at'),
    disabledAt: instant('disabled_at'),
  },
  table => [uniqueIndex('users_email').on(sql`lower(${table.email})`)],
)

/** A session's id is stored as a hash only: a leaked store opens no session. */
export const sessions = pgTable(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    /** What it is called where sessions are listed; it opens nothing. */
    id: uuid().notNull().unique().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Written at most once a minute. */
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    /** Moves on with each use, at most to `endsAt`. */
    expiresAt: instant('expires_at').notNull(),
    /** However much it is used. */
    endsAt: instant('ends_at')
      .notNull()
      .default(sql`now() + interval '30 days'`),
    /** Where it was begun: the network address, and what the browser calls itself. */
    address: text().notNull().default(''),
    userAgent: text('user_agent').notNull().default(''),
  },
  table => [index('sessions_user').on(table.userId)],
)

/** API tokens by the SHA-256 of their secret, which holds 256 random bits. Revoked ones are gone. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    /** The first characters of the secret, by which its owner knows it again. */
    beginning: text().notNull(),
    /** At most: its owner's role counts where that is the lesser one. */
    role: text().$type<Role>().notNull(),
    readOnly: boolean('read_only').notNull(),
    /** Null: all. */
    connectionIds: jsonb('connection_ids').$type<string[]>(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    /** Written at most once a minute. */
    lastUsedAt: instant('last_used_at'),
  },
  table => [index('api_tokens_user').on(table.userId)],
)

/** Failed sign-ins of the recent past, counted across processes. */
export const signInFailures = pgTable(
  'sign_in_failures',
  {
    id: uuid().primaryKey(),
    email: text().notNull(),
    address: text().notNull(),
    at: instant('at').notNull(),
  },
  table => [index('sign_in_failures_address').on(table.address, table.at)],
)

export const connections = pgTable(
  'connections',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    engine: text().$type<Engine>().notNull(),
    environment: text().$type<Environment>().notNull(),
    host: text().notNull(),
    port: integer().notNull(),
    database: text().notNull(),
    username: text().notNull(),
    /** AES-256-GCM under the key named by `keyId`, bound to this row's id. */
    sealedPassword: bytes('sealed_password').notNull(),
    keyId: text('key_id').notNull(),
    tls: text().$type<TlsMode>().notNull(),
    privacy: text().$type<PrivacyLevel>().notNull(),
    /** Set on the sample databases only: which one it is, so that a second start finds it again. */
    sample: text(),
    glossary: jsonb().$type<GlossaryTerm[]>().notNull().default([]),
    sampling: jsonb().$type<ValueSampling>().notNull().default({ enabled: true, never: [], always: [] }),
    allowedFunctions: jsonb('allowed_functions').$type<FunctionName[]>().notNull().default([]),
    careful: boolean().notNull().default(false),
    /** What was found when the server was last asked; null: not known yet. */
    serverVersion: text('server_version'),
    loginCanWrite: boolean('login_can_write'),
    createdAt: instant('created_at').notNull(),
    targetChangedAt: instant('target_changed_at').notNull().defaultNow(),
    /** Deleted connections stay, without a password, for the history and the audit that speak of them. */
    deletedAt: instant('deleted_at'),
  },
  table => [
    uniqueIndex('connections_name')
      .on(sql`lower(${table.name})`)
      .where(sql`${table.deletedAt} is null`),
    uniqueIndex('connections_sample').on(table.sample),
  ],
)

export const prompts = pgTable(
  'prompts',
  {
    id: uuid().primaryKey(),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connections.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    text: text().notNull(),
    followsUpId: uuid('follows_up_id'),
    requestId: text('request_id'),
    /** Null while the question is being worked on. */
    outcome: text().$type<PromptOutcome>(),
    message: text(),
    suggestions: jsonb().$type<string[]>().notNull().default([]),
    queryId: uuid('query_id'),
    createdAt: instant('created_at').notNull(),
    /** The question in a form that is equal for equal words; null where it does not stand alone. */
    askedWords: text('asked_words'),
    /** SHA-256 of what the built-in reading made of it; null where that was not sure. */
    meaning: text(),
    favourite: boolean().notNull().default(false),
    title: text(),
    sharing: text().$type<Sharing>(),
    /** The SQL that is shared, whatever the author makes of the question later. */
    sharedQueryId: uuid('shared_query_id'),
    sharedAt: instant('shared_at'),
    approvedById: uuid('approved_by_id').references(() => users.id),
    approvedAt: instant('approved_at'),
    /** The words of the question, its title and all its SQL: see `search-words.ts`. */
    words: wordSet()
      .notNull()
      .default(sql`''`),
  },
  table => [
    uniqueIndex('prompts_request').on(table.authorId, table.requestId),
    index('prompts_author').on(table.authorId, table.createdAt, table.id),
    index('prompts_words').using('gin', table.words),
    index('prompts_kept')
      .on(table.connectionId)
      .where(sql`${table.favourite} or ${table.sharing} is not null`),
  ],
)

export const queries = pgTable(
  'queries',
  {
    id: uuid().primaryKey(),
    promptId: uuid('prompt_id').references(() => prompts.id, { onDelete: 'cascade' }),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connections.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    sql: text().notNull(),
    sqlHash: text('sql_hash').notNull(),
    origin: text().$type<QueryOrigin>().notNull(),
    model: text(),
    explanation: text().notNull(),
    assumptions: jsonb().$type<readonly string[]>().notNull().default([]),
    confidence: doublePrecision(),
    check: jsonb().$type<SqlCheck>().notNull(),
    usage: jsonb().$type<ModelUsage>(),
    /** A hash over what of the catalog and the glossary it was made from. */
    basis: text(),
    /** The question whose SQL was taken again; it may be gone. */
    reusedFromId: uuid('reused_from_id'),
    createdAt: instant('created_at').notNull(),
  },
  table => [index('queries_prompt').on(table.promptId)],
)

/** Numbers and words about a run; never its rows. */
export const resultSets = pgTable(
  'result_sets',
  {
    id: uuid().primaryKey(),
    queryId: uuid('query_id')
      .notNull()
      .references(() => queries.id, { onDelete: 'cascade' }),
    connectionId: uuid('connection_id')
      .notNull()
      .references(() => connections.id),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    requestId: text('request_id'),
    state: text().$type<RunState>().notNull(),
    columns: jsonb().$type<ResultColumn[]>().notNull().default([]),
    rowCount: doublePrecision('row_count').notNull().default(0),
    firstRowMs: doublePrecision('first_row_ms'),
    durationMs: doublePrecision('duration_ms'),
    problem: jsonb().$type<Problem>(),
    summary: text(),
    summaryModel: text('summary_model'),
    /** A Vega-Lite specification without data. */
    chart: text(),
    followUps: jsonb('follow_ups').$type<string[]>().notNull().default([]),
    startedAt: instant('started_at').notNull(),
    /** The process that runs it and when it was last heard of: a run whose process died is found by this. */
    heartbeatAt: instant('heartbeat_at').notNull(),
  },
  table => [
    uniqueIndex('result_sets_request').on(table.authorId, table.requestId),
    index('result_sets_query').on(table.queryId, table.startedAt),
    index('result_sets_running').on(table.state, table.heartbeatAt),
  ],
)
