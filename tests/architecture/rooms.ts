/**
 * Who may import whom. Paths are from the project's folder. Where this differs from the layout's first drawing, the
 * entry says why.
 */
export interface Room {
  /** Rooms whose front doors it may use. */
  uses: readonly string[]
  /** Rooms of which it may import types, so that main.ts hands it the thing itself. */
  types: readonly string[]
  /** Files that others may import; its other files are furniture. */
  doors: readonly string[]
  /** Files that others may import types of. `*` stands for any file name. */
  contracts?: readonly string[]
  /** No clock, no randomness, no input or output: those come in as arguments. */
  pure?: boolean
  /** Where code that needs more belongs. */
  moveTo: string
}

const STEPS = ['connect', 'ask', 'generate', 'preview', 'execute', 'explain', 'review', 'audit', 'accounts']

function step(name: string, more: Partial<Room> = {}): Room {
  return {
    uses: ['domain', 'errors', 'permissions', 'sql'],
    types: ['databases', 'llm', 'store'],
    doors: [`server/${name}/${name}.ts`],
    moveTo: 'server/pipeline/, which joins the steps, or server/main.ts, which hands a step what it needs',
    ...more,
  }
}

export const ROOMS: Readonly<Record<string, Room>> = {
  domain: {
    uses: [],
    types: ['audit-details'],
    doors: ['server/domain.ts'],
    pure: true,
    moveTo: 'the step that it is about',
  },
  // A list of its own, as long as the product does things; the nouns hand it on.
  'audit-details': {
    uses: [],
    types: ['domain'],
    doors: ['server/audit-details.ts'],
    pure: true,
    moveTo: 'server/domain.ts',
  },
  errors: { uses: [], types: [], doors: ['server/errors.ts'], pure: true, moveTo: 'the room that throws it' },

  // Not in the first drawing: who may what is asked by steps, pipeline and api alike, and is one table.
  permissions: {
    uses: ['domain', 'errors'],
    types: [],
    doors: ['server/permissions.ts'],
    pure: true,
    moveTo: 'server/accounts/',
  },

  // Not in the first drawing: the rules of saved connections, which neither the store nor the databases decide.
  connect: step('connect', { pure: true }),
  ask: step('ask', { pure: true }),
  // The built-in grammar is a reader of its own beside the model; the contract of both is generation.ts.
  generate: step('generate', {
    doors: [
      'server/generate/generate.ts',
      'server/generate/grammar/grammar.ts',
      'server/generate/changes/changes.ts',
      'server/generate/change-draft/change-draft.ts',
      'server/generate/summary/summary.ts',
      'server/generate/panel/panel.ts',
    ],
    contracts: ['server/generate/generation.ts'],
  }),
  preview: step('preview', { pure: true }),
  execute: step('execute'),
  explain: step('explain', { pure: true }),
  // The roundtable has a door of its own: it looks at what the review has made, and decides nothing of it.
  review: step('review', { doors: ['server/review/review.ts', 'server/review/roundtable/roundtable.ts'] }),
  // What is recorded, and what keeps the record, are for different callers.
  audit: step('audit', {
    doors: ['server/audit/audit.ts', 'server/audit/audit-keeper.ts', 'server/audit/verify-export.ts'],
  }),
  // Signing in elsewhere is an account's business with a door of its own, beside passwords and tokens.
  accounts: step('accounts', {
    doors: ['server/accounts/accounts.ts', 'server/accounts/oauth/oauth.ts'],
    // Intents and outcomes are recorded alike, whoever does it.
    types: ['store', 'pipeline'],
  }),

  sql: {
    uses: ['domain', 'errors'],
    types: [],
    doors: ['server/sql/sql.ts'],
    pure: true,
    moveTo: 'server/guard/ if it judges, a step if it acts',
  },
  guard: {
    uses: ['domain', 'errors', 'sql'],
    types: [],
    doors: ['server/guard/guard.ts'],
    pure: true,
    moveTo: 'server/pipeline/, which reads what the guard judges by',
  },
  databases: {
    uses: ['domain', 'errors'],
    types: [],
    // Each engine's folder has a door of its own, so that an engine is one line in main.ts.
    doors: [
      'server/databases/open-databases.ts',
      'server/databases/dial.ts',
      'server/databases/host-policy.ts',
      'server/databases/postgres/postgres.ts',
      'server/databases/mysql/mysql.ts',
    ],
    contracts: [
      'server/databases/database.ts',
      'server/databases/ddl.ts',
      'server/databases/schema-changes.ts',
      'server/databases/upkeep.ts',
    ],
    moveTo: 'the step that needs it, behind server/databases/database.ts',
  },
  llm: {
    uses: ['domain', 'errors'],
    types: [],
    // One a provider, and what goes around each.
    doors: [
      'server/llm/anthropic.ts',
      'server/llm/openai.ts',
      'server/llm/circuit-breaker.ts',
      'server/llm/test-model.ts',
    ],
    contracts: ['server/llm/language-model.ts'],
    moveTo: 'server/generate/, which knows the contract only',
  },
  store: {
    uses: ['domain', 'errors'],
    types: [],
    // The embedded server, the database in it and its keys are there before there is a store.
    doors: [
      'server/store/store.ts',
      'server/store/embedded/embedded-postgres.ts',
      'server/store/own-database.ts',
      'server/store/secret-files.ts',
      'server/store/store-failure.ts',
    ],
    // One repository a noun: a step asks for the one it works with.
    contracts: ['server/store/*.ts'],
    moveTo: 'the step that needs it, which gets a repository as an argument',
  },
  // Not in the first drawing: the sample databases are neither the store's nor a user's, and are made, not asked.
  samples: {
    uses: ['domain', 'errors'],
    types: [],
    doors: ['server/samples/samples.ts'],
    moveTo: 'server/demo.ts, which lays out what demo mode shows',
  },
  config: {
    uses: ['errors'],
    types: [],
    doors: ['server/config.ts'],
    moveTo: 'server/main.ts, which hands the values on',
  },
  // A folder, not one file: a sentence for each thing that happens. What they tell the API are its contracts.
  pipeline: {
    uses: ['domain', 'errors', 'permissions'],
    types: [...STEPS, 'sql', 'guard', 'databases', 'llm', 'store'],
    doors: ['server/pipeline/pipeline.ts', 'server/pipeline/act-record.ts'],
    contracts: ['server/pipeline/*.ts'],
    moveTo: 'server/main.ts, which builds the thing and hands it to the pipeline',
  },
  api: {
    uses: ['domain', 'errors', 'permissions'],
    types: [...STEPS, 'guard', 'databases', 'store', 'pipeline'],
    doors: [
      'server/api/server.ts',
      'server/api/format-error.ts',
      'server/api/mount-pages.ts',
      'server/api/request-id.ts',
      'server/api/metrics/registry.ts',
      'server/api/metrics/process-metrics.ts',
    ],
    contracts: ['server/api/schema.ts'],
    moveTo: 'server/pipeline/ if it decides, server/main.ts if it builds',
  },
  main: {
    uses: [
      'domain',
      'errors',
      'config',
      ...STEPS,
      'sql',
      'guard',
      'databases',
      'llm',
      'store',
      'samples',
      'pipeline',
      'api',
    ],
    types: [],
    doors: [],
    moveTo: 'the room that it is about',
  },
  web: { uses: [], types: [], doors: [], moveTo: 'server/api/, behind a field of the GraphQL schema' },
}

/** Files in server/ that build and start; together they are the room `main`, and nobody else imports them. */
export const MAIN_FILES: readonly string[] = [
  'server/main.ts',
  'server/create-log.ts',
  'server/demo.ts',
  'server/development-pages.ts',
  'server/keep-audit.ts',
  'server/own-store.ts',
  'server/key-reports.ts',
  'server/start-failure.ts',
  'server/rotate-keys.ts',
  'server/verify-audit.ts',
]

/** Packages that only some places may import, by the beginning of the path. */
export const PACKAGE_OWNERS: Readonly<Record<string, readonly string[]>> = {
  // The samples fill databases with COPY, which neither the store nor the read-only engine offers.
  postgres: ['server/databases/postgres/', 'server/store/', 'server/samples/'],
  mysql2: ['server/databases/mysql/'],
  'drizzle-orm': ['server/store/'],
  'embedded-postgres': ['server/store/embedded/'],
  'libpg-query': ['server/sql/'],
  'sql-parser-cst': ['server/sql/'],
  '@pgsql/types': ['server/sql/'],
  '@anthropic-ai/sdk': ['server/llm/anthropic'],
  openai: ['server/llm/openai'],
  lucia: ['server/accounts/'],
  arctic: ['server/accounts/oauth/'],
  '@node-rs/argon2': ['server/accounts/'],
  '@zxcvbn-ts': ['server/accounts/'],
  'type-graphql': ['server/api/'],
  '@apollo/server': ['server/api/'],
  '@as-integrations/express4': ['server/api/'],
  express: ['server/api/'],
  ws: ['server/api/'],
  graphql: ['server/api/', 'web/'],
  'graphql-ws': ['server/api/', 'web/'],
  '@apollo/client': ['web/'],
  react: ['web/'],
  '@remix-run/react': ['web/'],
}

/** Places that read the environment. PostgreSQL's programs get a cleaned copy of it, which only the starter needs. */
export const ENVIRONMENT_READERS: readonly string[] = [
  'server/config.ts',
  'server/store/embedded/clean-environment.ts',
]

export const FORBIDDEN_NAMES = /^(utils?|helpers?|common|misc|index)$/
