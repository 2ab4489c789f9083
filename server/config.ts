/**
 * The only reader of the environment. Reports every problem at once (CONFIG_INVALID), then freezes.
 * Every variable is listed in .env.example; names and defaults are part of the operating contract. One file, so that there
 * is one place to look for what can be set, and one that fails.
 */
import { isIP } from 'node:net'
import { z } from 'zod'
import { AppError } from './errors.ts'

export interface Config {
  development: boolean
  host: string
  port: number
  publicOrigins: readonly string[]
  trustProxy: string | null
  logLevel: string
  /** The app's own store; null: the embedded PostgreSQL. */
  databaseUrl: string | null
  /** Of a login that owns the tables of the store; null: the one above does. */
  databaseOwnerUrl: string | null
  dataDirectory: string
  /** First one seals; null: generated into the data directory (demo mode only). */
  encryptionKeys: readonly EncryptionKey[] | null
  admin: { email: string; password: string } | null
  /** Demo accounts and sample connections; null: none. */
  demo: { password: string; samplesUrl: string | null } | null
  llm: {
    provider: 'anthropic' | 'openai' | 'built-in'
    apiKey: string | null
    baseUrl: string | null
    model: string | null
    /** For one question. */
    maxRequests: number
    timeoutMs: number
    firstTokenTimeoutMs: number
    /** Of a reply; reasoning counts. */
    maxOutputTokens: number
    /** Of the catalog that a model is told, about four characters each. */
    contextTokens: number
    /** Input and output, from midnight to midnight in UTC; 0 each: no limit. */
    tokensPerDay: number
    userTokensPerDay: number
    /** Failures in a row until it is not asked for a while. */
    pauseAfterFailures: number
    pauseMs: number
    /** In US dollars for a million tokens; null: not known, and no cost is shown. */
    prices: { input: number; cachedInput: number; output: number } | null
  }
  session: {
    /** Not used for so long, it is over. */
    idleMs: number
    /** However much it is used. */
    maxMs: number
  }
  accounts: {
    /** How long a password is good that somebody else has chosen. */
    oneTimePasswordMs: number
    tokensPerUser: number
    /** How soon streams end whose right was taken away in another process. */
    rightsCheckMs: number
  }
  databases: {
    /** Rules of DATABASE_HOSTS as they are written; `databases/host-policy.ts` reads them. */
    hosts: readonly string[]
    requireReadOnlyLogin: boolean
    /** Attempts to connect by one person, and readings of catalogs; 0 each: no limit. */
    checks: { atOnce: number; perMinute: number }
    maxSessions: number
    idleTimeoutMs: number
    connectTimeoutMs: number
    statementTimeoutMs: number
  }
  changes: {
    /** That a change needs before it is applied; production asks for one at least. */
    approvals: Readonly<Record<'DEVELOPMENT' | 'PRODUCTION', number>>
    lockTimeoutMs: number
    /** In all, for getting a lock. */
    lockBudgetMs: number
    statementTimeoutMs: number
  }
  run: {
    byRole: Readonly<Record<Role, RunLimits>>
    /** At once; more wait for their turn. */
    runsPerConnection: number
    /** By the id or the name of a connection: what may be less there. */
    byConnection: Readonly<Record<string, ConnectionLimits>>
    /** How long a client may take none of the rows that are there for it. */
    stallSeconds: number
    /** While more runs than that are at work, the database computes only the rows that are asked for. */
    portionsFrom: number
  }
  /** Of the careful mode: how many drafts, and what a run of each may be. */
  careful: {
    drafts: number
    maxRows: number
    maxBytes: number
    maxSeconds: number
  }
  exports: {
    maxRows: number
    /** Of the file. */
    maxBytes: number
    maxSeconds: number
    /** At once, of one person. */
    perUser: number
  }
  audit: {
    checkpointMs: number
    /** Null: kept for good. */
    retentionDays: number | null
  }
  streaming: {
    /** Of messages on sockets. */
    compression: boolean
  }
  http: {
    /** Of a request's body, or of one message on a socket. */
    maxBodyBytes: number
    /** Open TCP connections of everybody. */
    maxConnections: number
    /** For a request to arrive: its head, and all of it. */
    headersTimeoutMs: number
    requestTimeoutMs: number
    /** How long a connection without a request stays open. */
    keepAliveMs: number
    /** What requests that are being answered have left when the server is told to end. */
    shutdownMs: number
  }
  documents: {
    maxDepth: number
    maxAliases: number
    maxDirectives: number
    maxTokens: number
    maxCost: number
    introspection: boolean
    graphiql: boolean
  }
  /** Open at once. */
  sockets: { perUser: number; perAddress: number; operationsPerSocket: number; subscriptionsPerUser: number }
  /** Who may read /metrics: nobody, programs on this machine, everybody, or who knows the token. */
  metrics: { access: 'off' | 'local' | 'all'; token: string | null }
  oauth: {
    github: OAuthClientConfig | null
    google: OAuthClientConfig | null
    /** What somebody becomes who comes for the first time; null: nothing, they are not let in. */
    newUsers: 'READ_ONLY' | null
    /** In lower case; empty: any. */
    emailDomains: readonly string[]
    /** For each answer of a provider. */
    timeoutMs: number
  }
}

export interface OAuthClientConfig {
  clientId: string
  clientSecret: string
  /** Who the provider is, as an origin: accounts are known by it and their number there. */
  issuer: string
  authorizeUrl: string
  tokenUrl: string
  /** Of GitHub's REST API; Google tells who somebody is in its ID token. */
  apiUrl: string | null
}

type ConnectionLimits = z.infer<typeof ConnectionLimits>

/** The estimates are those of the engine's plan: rows of the result, and cost in the engine's own unit. 0 each: none. */
export interface RunLimits {
  maxRows: number
  /** Of the rows as JSON. */
  maxBytes: number
  maxSeconds: number
  firstRowSeconds: number
  /** At once, of one person. */
  runsPerUser: number
  /** From here on a check warns. */
  warnRows: number
  warnCost: number
  /** Above, a run has to be confirmed. */
  confirmRows: number
  confirmCost: number
  /** Above, nothing runs. */
  maxEstimatedRows: number
  maxCost: number
}

type Role = 'READ_ONLY' | 'DEVELOPER' | 'ADMIN'

export interface EncryptionKey {
  id: string
  /** 32 bytes. */
  key: Buffer
}

const whole = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine(n => n >= min && n <= max, `must be between ${min} and ${max}`)
    .default(fallback)

const ROLES: readonly Role[] = ['READ_ONLY', 'DEVELOPER', 'ADMIN']

/** `1000`, or with other numbers for some roles: `1000,READ_ONLY:10`. */
const byRole = (fallback: string, min = 0, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .refine(
      parts => parts.every(part => /^((READ_ONLY|DEVELOPER|ADMIN):)?\d{1,16}$/.test(part)),
      'must be a whole number, with others for some roles if need be, such as 1000,READ_ONLY:10',
    )
    .refine(parts => parts.some(part => !part.includes(':')), 'must have a number for all other roles')
    .transform(parts => (role: Role) => {
      const own = parts.find(part => part.startsWith(`${role}:`)) ?? parts.find(part => !part.includes(':'))
      return Number(own?.replace(/^.*:/, ''))
    })
    .refine(
      ofRole => ROLES.every(role => ofRole(role) >= min && ofRole(role) <= max),
      `must be between ${min} and ${max}`,
    )
    .prefault(fallback)

const amount = z.int().min(1).optional()
const ConnectionLimits = z.strictObject({
  maxRows: amount,
  maxBytes: amount,
  maxSeconds: amount,
  firstRowSeconds: amount,
  runsPerConnection: amount,
})

/** `3,0.3,15`: input, input from the cache, output. */
const prices = z
  .string()
  .regex(
    /^\s*\d+(\.\d+)?(\s*,\s*\d+(\.\d+)?){2}\s*$/,
    'must be three numbers, such as 3,0.3,15: dollars for a million tokens of input, of cached input and of output',
  )
  .transform(text => {
    const [input = 0, cachedInput = 0, output = 0] = text.split(',').map(Number)
    return { input, cachedInput, output }
  })

/** As JSON: `{"Northwind prod":{"maxRows":10000}}`. */
const byConnection = z
  .string()
  .transform((text, { issues }) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      issues.push({ code: 'custom', message: 'must be JSON', input: undefined })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), ConnectionLimits))
  .prefault('{}')

const flag = z.enum(['true', 'false'], 'must be true or false').transform(text => text === 'true')
const url = (...protocols: string[]) =>
  z.string().refine(text => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map(p => `${p}//`).join(' or ')}`,
  })

/** As Express and its proxy-addr take them. */
const PROXY_SETTINGS =
  'must be true, false, a number of proxies, or a list of loopback, linklocal, uniquelocal, addresses and CIDR ranges'

function isProxySetting(text: string): boolean {
  if (/^(true|false|\d+)$/.test(text)) return true
  return text.split(',').every(part => {
    const [address = '', bits] = part.trim().split('/')
    if (/^(loopback|linklocal|uniquelocal)$/.test(address)) return bits === undefined
    const version = isIP(address)
    return (
      version !== 0 &&
      (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
    )
  })
}

const postgresUrl = url('postgres:', 'postgresql:')

/** Secrets and tokens travel there, so plain HTTP is for a provider on this machine. */
const providerUrl = url('http:', 'https:').refine(
  text => URL.canParse(text) && (new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname)),
  'must begin with https://',
)

const Environment = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(3000, 1, 65_535),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default('.data'),
  APP_ENCRYPTION_KEYS: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  TRUST_PROXY: z.string().refine(isProxySetting, PROXY_SETTINGS).optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  DEMO: flag.optional(),
  DEMO_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  SAMPLES_DATABASE_URL: postgresUrl.optional(),
  LLM_PROVIDER: z
    .enum(['anthropic', 'openai', 'built-in'], 'must be anthropic, openai or built-in')
    .optional(),
  LLM_MODEL: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: url('http:', 'https:').optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url('http:', 'https:').optional(),
  LLM_MAX_REQUESTS: whole(4, 1, 20),
  LLM_TIMEOUT_SECONDS: whole(60, 1, 600),
  LLM_FIRST_TOKEN_SECONDS: whole(30, 1, 600),
  LLM_MAX_OUTPUT_TOKENS: whole(8000, 500, 100_000),
  LLM_CONTEXT_TOKENS: whole(5000, 500, 200_000),
  LLM_TOKENS_PER_DAY: whole(0, 0, Number.MAX_SAFE_INTEGER),
  LLM_USER_TOKENS_PER_DAY: whole(0, 0, Number.MAX_SAFE_INTEGER),
  LLM_PAUSE_AFTER_FAILURES: whole(5, 1, 1000),
  LLM_PAUSE_SECONDS: whole(30, 1, 3600),
  LLM_PRICES: prices.optional(),
  SESSION_DAYS: whole(7, 1, 365),
  SESSION_MAX_DAYS: whole(30, 1, 365),
  ONE_TIME_PASSWORD_HOURS: whole(72, 1, 720),
  API_TOKENS_PER_USER: whole(50, 1, 1000),
  RIGHTS_CHECK_SECONDS: whole(2, 1, 60),
  DATABASE_HOSTS: z.string().optional(),
  REQUIRE_READ_ONLY_LOGIN: flag.optional(),
  CHECKS_PER_USER: whole(3, 0, 100),
  CHECKS_PER_MINUTE: whole(20, 0, 10_000),
  DATABASE_MAX_SESSIONS: whole(8, 1, 1000),
  DATABASE_IDLE_SECONDS: whole(60, 1, 3600),
  DATABASE_CONNECT_SECONDS: whole(10, 1, 60),
  DATABASE_STATEMENT_SECONDS: whole(15, 1, 300),
  APPROVALS_DEVELOPMENT: whole(0, 0, 20),
  APPROVALS_PRODUCTION: whole(1, 1, 20),
  CHANGE_LOCK_SECONDS: whole(2, 1, 60),
  CHANGE_LOCK_BUDGET_SECONDS: whole(300, 1, 86_400),
  CHANGE_STATEMENT_SECONDS: whole(3600, 1, 604_800),
  RUN_MAX_ROWS: byRole('1000000,ADMIN:10000000', 1),
  RUN_MAX_BYTES: byRole('1073741824,ADMIN:10737418240', 1),
  RUN_MAX_SECONDS: byRole('300,ADMIN:900', 1, 86_400),
  RUN_FIRST_ROW_SECONDS: byRole('120,ADMIN:600', 1, 86_400),
  RUN_STALL_SECONDS: whole(60, 1, 3600),
  RUN_PORTIONS_FROM: whole(4, 0, 10_000),
  RUNS_PER_USER: byRole('5,ADMIN:10', 1, 1000),
  RUNS_PER_CONNECTION: whole(0, 0, 1000),
  CONNECTION_LIMITS: byConnection,
  CAREFUL_DRAFTS: whole(3, 2, 3),
  CAREFUL_MAX_ROWS: whole(1000, 1, 100_000),
  CAREFUL_MAX_BYTES: whole(1_000_000, 1000, 100_000_000),
  CAREFUL_MAX_SECONDS: whole(5, 1, 60),
  EXPORT_MAX_ROWS: whole(10_000_000, 1, 1_000_000_000),
  EXPORT_MAX_BYTES: whole(10_737_418_240, 1024, Number.MAX_SAFE_INTEGER),
  EXPORT_MAX_SECONDS: whole(3600, 1, 86_400),
  EXPORTS_PER_USER: whole(2, 1, 100),
  AUDIT_CHECKPOINT_SECONDS: whole(300, 1, 86_400),
  AUDIT_RETENTION_DAYS: whole(0, 0, 36_500),
  SOCKET_COMPRESSION: flag.default(false),
  RUN_WARN_ROWS: byRole('1000000,READ_ONLY:100000'),
  RUN_WARN_COST: byRole('1000000'),
  RUN_CONFIRM_ROWS: byRole('50000000,READ_ONLY:20000000'),
  RUN_CONFIRM_COST: byRole('100000000'),
  RUN_MAX_ESTIMATED_ROWS: byRole('10000000000'),
  RUN_MAX_COST: byRole('10000000000'),
  REQUEST_MAX_BYTES: whole(1_000_000, 1000, 100_000_000),
  HTTP_MAX_CONNECTIONS: whole(2000, 1, 1_000_000),
  HTTP_HEADERS_SECONDS: whole(20, 1, 600),
  HTTP_REQUEST_SECONDS: whole(60, 1, 3600),
  HTTP_KEEP_ALIVE_SECONDS: whole(70, 1, 3600),
  SHUTDOWN_SECONDS: whole(5, 0, 600),
  GRAPHQL_MAX_DEPTH: whole(15, 1, 1000),
  GRAPHQL_MAX_ALIASES: whole(50, 0, 10_000),
  GRAPHQL_MAX_DIRECTIVES: whole(100, 0, 10_000),
  GRAPHQL_MAX_TOKENS: whole(5000, 1, 1_000_000),
  GRAPHQL_MAX_COST: whole(200_000, 1, Number.MAX_SAFE_INTEGER),
  GRAPHQL_INTROSPECTION: flag.default(true),
  GRAPHIQL: flag.default(true),
  SOCKETS_PER_USER: whole(50, 1, 100_000),
  SOCKETS_PER_ADDRESS: whole(200, 1, 100_000),
  OPERATIONS_PER_SOCKET: whole(50, 1, 10_000),
  SUBSCRIPTIONS_PER_USER: whole(200, 1, 100_000),
  METRICS: z.enum(['off', 'local', 'all'], 'must be off, local or all').default('local'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_URL: providerUrl.default('https://github.com'),
  GITHUB_API_URL: providerUrl.default('https://api.github.com'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: providerUrl.default('https://accounts.google.com'),
  GOOGLE_AUTHORIZE_URL: providerUrl.default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: providerUrl.default('https://oauth2.googleapis.com/token'),
  OAUTH_NEW_USERS: z.enum(['none', 'READ_ONLY'], 'must be none or READ_ONLY').default('none'),
  OAUTH_EMAIL_DOMAINS: z.string().optional(),
  OAUTH_TIMEOUT_SECONDS: whole(10, 1, 60),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], "must be one of pino's levels")
    .default('info'),
})
type Environment = z.infer<typeof Environment>

/** The environment of this process; a .env file in the working directory fills in what is not set. */
export function loadEnvironment(): Readonly<Record<string, string | undefined>> {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return process.env
}

/** @param environment usually `process.env`; empty strings count as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const { error } = Environment.safeParse(given)
  const problems = (error?.issues ?? []).map(issue => `${issue.path.join('.')} ${issue.message}`)
  // What is wrong counts as unset from here on, so that problems of the rest show too: none of it is required.
  const faulty = new Set(error?.issues.map(issue => issue.path[0]))
  const env = Environment.parse(
    Object.fromEntries(Object.entries(given).filter(([name]) => !faulty.has(name))),
  )
  const encryptionKeys = readKeys(env.APP_ENCRYPTION_KEYS, problems)
  const publicOrigins = readOrigins(env, problems)
  const demo = readDemo({ ...env, usesOwnStore: given.DATABASE_URL !== undefined }, problems)
  if (encryptionKeys === null && demo === null) {
    problems.push(
      'APP_ENCRYPTION_KEYS is required outside demo mode: id:key pairs, keys of 32 bytes in base64 ' +
        "(node -p \"'k1:' + crypto.randomBytes(32).toString('base64')\" makes one)",
    )
  }
  if ((given.ADMIN_EMAIL === undefined) !== (given.ADMIN_PASSWORD === undefined)) {
    problems.push('ADMIN_EMAIL and ADMIN_PASSWORD belong together: set both or neither')
  }
  const llm = readModel(env, problems)
  for (const name of ['GITHUB', 'GOOGLE'] as const) {
    if ((env[`${name}_CLIENT_ID`] === undefined) !== (env[`${name}_CLIENT_SECRET`] === undefined)) {
      problems.push(`${name}_CLIENT_ID and ${name}_CLIENT_SECRET belong together: set both or neither`)
    }
  }
  const emailDomains = readDomains(env.OAUTH_EMAIL_DOMAINS, problems)
  if (problems.length > 0) throw invalid(problems)

  return deepFreeze({
    development: env.NODE_ENV !== 'production',
    host: env.HOST,
    port: env.PORT,
    publicOrigins,
    trustProxy: env.TRUST_PROXY ?? null,
    logLevel: env.LOG_LEVEL,
    databaseUrl: env.DATABASE_URL ?? null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    dataDirectory: env.DATA_DIR,
    encryptionKeys,
    admin:
      env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } : null,
    demo,
    llm,
    session: { idleMs: env.SESSION_DAYS * 86_400_000, maxMs: env.SESSION_MAX_DAYS * 86_400_000 },
    accounts: {
      oneTimePasswordMs: env.ONE_TIME_PASSWORD_HOURS * 3_600_000,
      tokensPerUser: env.API_TOKENS_PER_USER,
      rightsCheckMs: env.RIGHTS_CHECK_SECONDS * 1000,
    },
    databases: {
      hosts: (env.DATABASE_HOSTS ?? '').split(',').flatMap(rule => rule.trim() || []),
      requireReadOnlyLogin: env.REQUIRE_READ_ONLY_LOGIN ?? false,
      checks: { atOnce: env.CHECKS_PER_USER, perMinute: env.CHECKS_PER_MINUTE },
      maxSessions: env.DATABASE_MAX_SESSIONS,
      idleTimeoutMs: env.DATABASE_IDLE_SECONDS * 1000,
      connectTimeoutMs: env.DATABASE_CONNECT_SECONDS * 1000,
      statementTimeoutMs: env.DATABASE_STATEMENT_SECONDS * 1000,
    },
    changes: {
      approvals: { DEVELOPMENT: env.APPROVALS_DEVELOPMENT, PRODUCTION: env.APPROVALS_PRODUCTION },
      lockTimeoutMs: env.CHANGE_LOCK_SECONDS * 1000,
      lockBudgetMs: env.CHANGE_LOCK_BUDGET_SECONDS * 1000,
      statementTimeoutMs: env.CHANGE_STATEMENT_SECONDS * 1000,
    },
    run: {
      byRole: {
        READ_ONLY: limitsOf('READ_ONLY', env),
        DEVELOPER: limitsOf('DEVELOPER', env),
        ADMIN: limitsOf('ADMIN', env),
      },
      // A run more than there are sessions would wait for one anyway, without a word.
      runsPerConnection: Math.min(env.RUNS_PER_CONNECTION || Infinity, env.DATABASE_MAX_SESSIONS),
      byConnection: env.CONNECTION_LIMITS,
      stallSeconds: env.RUN_STALL_SECONDS,
      portionsFrom: env.RUN_PORTIONS_FROM,
    },
    careful: {
      drafts: env.CAREFUL_DRAFTS,
      maxRows: env.CAREFUL_MAX_ROWS,
      maxBytes: env.CAREFUL_MAX_BYTES,
      maxSeconds: env.CAREFUL_MAX_SECONDS,
    },
    exports: {
      maxRows: env.EXPORT_MAX_ROWS,
      maxBytes: env.EXPORT_MAX_BYTES,
      maxSeconds: env.EXPORT_MAX_SECONDS,
      perUser: env.EXPORTS_PER_USER,
    },
    audit: {
      checkpointMs: env.AUDIT_CHECKPOINT_SECONDS * 1000,
      retentionDays: env.AUDIT_RETENTION_DAYS || null,
    },
    streaming: { compression: env.SOCKET_COMPRESSION },
    http: {
      maxBodyBytes: env.REQUEST_MAX_BYTES,
      maxConnections: env.HTTP_MAX_CONNECTIONS,
      headersTimeoutMs: env.HTTP_HEADERS_SECONDS * 1000,
      requestTimeoutMs: env.HTTP_REQUEST_SECONDS * 1000,
      keepAliveMs: env.HTTP_KEEP_ALIVE_SECONDS * 1000,
      shutdownMs: env.SHUTDOWN_SECONDS * 1000,
    },
    documents: {
      maxDepth: env.GRAPHQL_MAX_DEPTH,
      maxAliases: env.GRAPHQL_MAX_ALIASES,
      maxDirectives: env.GRAPHQL_MAX_DIRECTIVES,
      maxTokens: env.GRAPHQL_MAX_TOKENS,
      maxCost: env.GRAPHQL_MAX_COST,
      introspection: env.GRAPHQL_INTROSPECTION,
      graphiql: env.GRAPHIQL,
    },
    sockets: {
      perUser: env.SOCKETS_PER_USER,
      perAddress: env.SOCKETS_PER_ADDRESS,
      operationsPerSocket: env.OPERATIONS_PER_SOCKET,
      subscriptionsPerUser: env.SUBSCRIPTIONS_PER_USER,
    },
    metrics: { access: env.METRICS, token: env.METRICS_TOKEN ?? null },
    oauth: {
      github: readClient(env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET, {
        issuer: new URL(env.GITHUB_URL).origin,
        authorizeUrl: `${withoutSlash(env.GITHUB_URL)}/login/oauth/authorize`,
        tokenUrl: `${withoutSlash(env.GITHUB_URL)}/login/oauth/access_token`,
        apiUrl: withoutSlash(env.GITHUB_API_URL),
      }),
      google: readClient(env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET, {
        issuer: withoutSlash(env.GOOGLE_ISSUER),
        authorizeUrl: env.GOOGLE_AUTHORIZE_URL,
        tokenUrl: env.GOOGLE_TOKEN_URL,
        apiUrl: null,
      }),
      newUsers: env.OAUTH_NEW_USERS === 'none' ? null : env.OAUTH_NEW_USERS,
      emailDomains,
      timeoutMs: env.OAUTH_TIMEOUT_SECONDS * 1000,
    },
  })
}

function limitsOf(role: Role, env: Environment): RunLimits {
  return {
    maxRows: env.RUN_MAX_ROWS(role),
    maxBytes: env.RUN_MAX_BYTES(role),
    maxSeconds: env.RUN_MAX_SECONDS(role),
    firstRowSeconds: env.RUN_FIRST_ROW_SECONDS(role),
    runsPerUser: env.RUNS_PER_USER(role),
    warnRows: env.RUN_WARN_ROWS(role),
    warnCost: env.RUN_WARN_COST(role),
    confirmRows: env.RUN_CONFIRM_ROWS(role),
    confirmCost: env.RUN_CONFIRM_COST(role),
    maxEstimatedRows: env.RUN_MAX_ESTIMATED_ROWS(role),
    maxCost: env.RUN_MAX_COST(role),
  }
}

function readModel(env: Environment, problems: string[]): Config['llm'] {
  const byKey = env.ANTHROPIC_API_KEY ? 'anthropic' : env.OPENAI_API_KEY ? 'openai' : 'built-in'
  const provider = env.LLM_PROVIDER ?? byKey
  if (provider === 'anthropic' && !env.ANTHROPIC_API_KEY) {
    problems.push('ANTHROPIC_API_KEY is required when LLM_PROVIDER is anthropic')
  }
  if (provider === 'openai' && !env.OPENAI_API_KEY && env.OPENAI_BASE_URL === undefined) {
    problems.push(
      'OPENAI_API_KEY is required when LLM_PROVIDER is openai, unless OPENAI_BASE_URL names a server without keys',
    )
  }
  if (provider === 'openai' && env.OPENAI_BASE_URL !== undefined && !env.LLM_MODEL) {
    problems.push('LLM_MODEL is required with OPENAI_BASE_URL: nobody else knows which models are there')
  }
  const settings = {
    anthropic: { apiKey: env.ANTHROPIC_API_KEY, baseUrl: env.ANTHROPIC_BASE_URL },
    openai: { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL },
    'built-in': { apiKey: undefined, baseUrl: undefined },
  }[provider]
  return {
    provider,
    apiKey: settings.apiKey || null,
    baseUrl: settings.baseUrl ?? null,
    model: env.LLM_MODEL || null,
    maxRequests: env.LLM_MAX_REQUESTS,
    timeoutMs: env.LLM_TIMEOUT_SECONDS * 1000,
    firstTokenTimeoutMs: env.LLM_FIRST_TOKEN_SECONDS * 1000,
    maxOutputTokens: env.LLM_MAX_OUTPUT_TOKENS,
    contextTokens: env.LLM_CONTEXT_TOKENS,
    tokensPerDay: env.LLM_TOKENS_PER_DAY,
    userTokensPerDay: env.LLM_USER_TOKENS_PER_DAY,
    pauseAfterFailures: env.LLM_PAUSE_AFTER_FAILURES,
    pauseMs: env.LLM_PAUSE_SECONDS * 1000,
    prices: env.LLM_PRICES ?? null,
  }
}

function readDemo(env: Environment & { usesOwnStore: boolean }, problems: string[]): Config['demo'] {
  if (!(env.DEMO ?? !env.usesOwnStore)) return null
  if (!isLoopback(env.HOST) && env.DEMO_PASSWORD === undefined) {
    problems.push(
      `DEMO with HOST ${env.HOST} would open well-known accounts to the network: set DEMO_PASSWORD, or DEMO=false`,
    )
  }
  return {
    password: env.DEMO_PASSWORD ?? 'lovable-demo',
    samplesUrl: env.SAMPLES_DATABASE_URL ?? null,
  }
}

function readKeys(text: string | undefined, problems: string[]): readonly EncryptionKey[] | null {
  if (text === undefined) return null
  const ids = new Set<string>()
  return text.split(',').map((pair, index) => {
    const [id = '', encoded = ''] = pair.split(/:(.*)/s).map(part => part.trim())
    const key = Buffer.from(encoded, 'base64')
    // The decoder leaves out what it does not know: a mistyped key would become another one.
    if (!/^[\w-]+$/.test(id) || !/^[\w+/-]{43}=?$/.test(encoded)) {
      problems.push(`APP_ENCRYPTION_KEYS: entry ${index + 1} must be id:key with a key of 32 bytes in base64`)
    } else if (ids.has(id)) {
      problems.push(`APP_ENCRYPTION_KEYS: the id ${id} is used twice`)
    }
    ids.add(id)
    return { id, key }
  })
}

function readOrigins(env: Environment, problems: string[]): readonly string[] {
  if (env.PUBLIC_URL === undefined) {
    return [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`]
  }
  return env.PUBLIC_URL.split(',').map(text => {
    const entry = text.trim()
    if (!URL.canParse(entry) || !/^https?:$/.test(new URL(entry).protocol)) {
      problems.push(`PUBLIC_URL: "${entry}" must be a URL that begins with http:// or https://`)
      return entry
    }
    return new URL(entry).origin
  })
}

function readClient(
  clientId: string | undefined,
  clientSecret: string | undefined,
  endpoints: Omit<OAuthClientConfig, 'clientId' | 'clientSecret'>,
): OAuthClientConfig | null {
  if (clientId === undefined || clientSecret === undefined) return null
  return { clientId, clientSecret, ...endpoints }
}

function readDomains(text: string | undefined, problems: string[]): readonly string[] {
  if (text === undefined) return []
  const domains = text.split(',').map(part => part.trim().toLowerCase().replace(/^@/, ''))
  if (domains.some(domain => !/^[\w-]+(\.[\w-]+)+$/.test(domain))) {
    problems.push('OAUTH_EMAIL_DOMAINS must be a comma-separated list of domains such as example.com')
  }
  return domains
}

const withoutSlash = (text: string) => text.replace(/\/+$/, '')

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function invalid(problems: readonly string[]): AppError {
  return new AppError('CONFIG_INVALID', `The configuration has ${problems.length} problem(s)`, {
    hints: problems,
  })
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Buffer.isBuffer(inner)) deepFreeze(inner as object)
  }
  return Object.freeze(value)
}
