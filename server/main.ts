/** Builds everything and starts the process. Nobody imports it. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { createAccounts } from './accounts/accounts.ts'
import { createOAuth } from './accounts/oauth/oauth.ts'
import { createErrorFormatter, withoutData } from './api/format-error.ts'
import { measureProcess } from './api/metrics/process-metrics.ts'
import { createMetrics } from './api/metrics/registry.ts'
import type { Metrics } from './api/metrics/registry.ts'
import { mountPages } from './api/mount-pages.ts'
import { currentRequestId } from './api/request-id.ts'
import { createApiServer } from './api/server.ts'
import { groundQuestion, nameIndexSteps, tellableColumns, validateQuestion, valueColumns } from './ask/ask.ts'
import { createAuditKeeper } from './audit/audit-keeper.ts'
import type { AuditKeeper } from './audit/audit-keeper.ts'
import { createAuditor } from './audit/audit.ts'
import type { Auditor } from './audit/audit.ts'
import { loadEnvironment, readConfig } from './config.ts'
import type { Config } from './config.ts'
import * as connect from './connect/connect.ts'
import type { DatabaseOptions } from './databases/database.ts'
import { createDial, runsInContainer } from './databases/dial.ts'
import { createHostPolicy } from './databases/host-policy.ts'
import { mysqlEngine } from './databases/mysql/mysql.ts'
import { createOpenDatabases } from './databases/open-databases.ts'
import { postgresEngine } from './databases/postgres/postgres.ts'
import { createLog } from './create-log.ts'
import { layOutDemo } from './demo.ts'
import { startDevelopmentPages } from './development-pages.ts'
import { createExecutor } from './execute/execute.ts'
import { createResultDigest, explainResult, factsOf, suggestChart } from './explain/explain.ts'
import { createChangeDrafter } from './generate/change-draft/change-draft.ts'
import { draftChange } from './generate/changes/changes.ts'
import { createGenerator } from './generate/generate.ts'
import { createPanel } from './generate/panel/panel.ts'
import { createGrammar } from './generate/grammar/grammar.ts'
import { createSummarizer } from './generate/summary/summary.ts'
import { createGuard } from './guard/guard.ts'
import { startKeepingAudit } from './keep-audit.ts'
import { explainUnreadable } from './key-reports.ts'
import { createAnthropicModel, DEFAULT_ANTHROPIC_MODEL } from './llm/anthropic.ts'
import { withCircuitBreaker } from './llm/circuit-breaker.ts'
import type { LanguageModel } from './llm/language-model.ts'
import { testModel } from './llm/test-model.ts'
import { createOpenAiModel, DEFAULT_OPENAI_MODEL } from './llm/openai.ts'
import { gatherKeys, GENERATED_KEY_FILE, openOwnStore } from './own-store.ts'
import { createActRecord } from './pipeline/act-record.ts'
import type { ModelSettings } from './pipeline/model-settings.ts'
import { createPipeline } from './pipeline/pipeline.ts'
import { assess } from './preview/preview.ts'
import { installSamples } from './samples/samples.ts'
import { createReview } from './review/review.ts'
import { createRoundtableRules } from './review/roundtable/roundtable.ts'
import { loadMigrationReaders, loadSqlParsers } from './sql/sql.ts'
import { explainStartFailure } from './start-failure.ts'
import { startEmbeddedPostgres } from './store/embedded/embedded-postgres.ts'
import { readOrMakeSecret, secretFile } from './store/secret-files.ts'
import { storeFailure } from './store/store-failure.ts'
import type { Store } from './store/store.ts'

const MAINTENANCE_MS = 60_000
/** Of the roundtable: a role whose model is slower is spoken for by its template. */
const MAX_ROLE_MS = 30_000
const now = () => new Date()
const newId = () => randomUUID()
/** npm scripts run in the project's folder; after bundling, this file's own place says nothing. */
const root = process.cwd()

/** Undone in reverse order when the process ends. */
const cleanups: (() => Promise<unknown>)[] = []

async function start(): Promise<void> {
  const config = readConfig(loadEnvironment())
  const log = createLog({
    level: config.logLevel,
    requestId: currentRequestId,
    describeError: withoutData,
  })
  const metrics = createMetrics()
  const stopMeasuring = measureProcess(metrics)
  cleanups.push(() => Promise.resolve(stopMeasuring()))
  const embedded = await startEmbedded(config, log)
  const store = await openOwnStore(config, embedded?.url ?? null, root)
  cleanups.push(() => store.close())
  const audit = createAuditor({ auditEvents: store.auditEvents, now, newId })
  const auditKeeper = createAuditKeeper({
    ...{ auditEvents: store.auditEvents, auditCuts: store.auditCuts, audit, now },
    ...{ keys: await gatherKeys(config), retentionDays: config.audit.retentionDays },
  })
  cleanups.push(
    await startKeepingAudit({ keeper: auditKeeper, log, checkpointMs: config.audit.checkpointMs }),
  )
  const acts = createActRecord({ audit, newId })
  const accounts = createAccounts({
    ...store,
    record: event => audit.record(event),
    acts,
    connectionExists: async id => (await store.connections.find(id))?.deletedAt === null,
    ...{ now, newId, randomBytes },
    session: config.session,
    ...config.accounts,
    secureCookies: config.publicOrigins.every(origin => origin.startsWith('https:')),
  })
  cleanups.push(() => Promise.resolve(accounts.close()))
  const oauth = createOAuth({
    ...config.oauth,
    ...{ users: store.users, attempts: store.oauthAttempts, identities: store.oauthIdentities },
    beginSession: (user, begun, way) => accounts.begin(user, begun, way),
    confirmPassword: (user, password, address) => accounts.confirmPassword(user, password, address),
    record: event => audit.record(event),
    ...{ acts, now, newId, randomBytes },
  })
  if (config.admin) await accounts.ensureFirstAdmin(config.admin)
  const demoAccounts = config.demo
    ? await layOutDemo({
        accounts,
        connections: store.connections,
        changeLogins: store.changeLogins,
        password: config.demo.password,
        samples: await installSamples({
          administratorUrl: config.demo.samplesUrl ?? embedded?.url ?? '',
          root,
          passwords: {
            developmentOwner: await readOrMakeSecret(config.dataDirectory, 'northwind-dev-password'),
            productionReader: await readOrMakeSecret(config.dataDirectory, 'northwind-prod-password'),
            productionOwner: await readOrMakeSecret(config.dataDirectory, 'northwind-prod-owner-password'),
          },
        }),
        now,
        newId,
      })
    : []
  await reportUnreadable(config, store, log)
  const pipeline = await buildPipeline(
    ...([config, store, { audit, auditKeeper }, log] as const),
    createShadowServer(config, log),
  )
  cleanups.push(() => pipeline.close())

  const api = await createApiServer({
    services: { pipeline, accounts, oauth, demoAccounts },
    formatError: createErrorFormatter({
      log,
      newId,
      nameFailure: storeFailure,
      onFailure: countFailures(metrics),
    }),
    log,
    metrics,
    metricsAccess: config.metrics,
    http: config.http,
    documents: config.documents,
    sockets: config.sockets,
    publicOrigins: config.publicOrigins,
    trustProxy: config.trustProxy,
    root,
    development: config.development,
    streaming: { ...config.streaming, stalledMs: config.run.stallSeconds * 1000 },
    isReady: () => store.ping(),
  })
  cleanups.push(() => api.close())
  await mountPages({
    app: api.app,
    answerFailure: api.answerFailure,
    maxBodyBytes: config.http.maxBodyBytes,
    root,
    pageContext: api.pageContext,
    vite: config.development ? await startDevelopmentPages(api.httpServer) : null,
  })
  const maintain = () =>
    Promise.all([pipeline.maintain(), accounts.maintain(), oauth.removeExpired()]).catch((error: unknown) =>
      log.error({ code: storeFailure(error)?.code ?? 'INTERNAL' }, 'maintenance failed'),
    )
  await maintain()
  const timer = setInterval(() => void maintain(), MAINTENANCE_MS)
  cleanups.push(() => Promise.resolve(clearInterval(timer)))

  await new Promise<void>((resolve, reject) => {
    api.httpServer.once('error', reject)
    api.httpServer.listen(config.port, config.host, resolve)
  })
  announce(config, demoAccounts)
}

function countFailures(metrics: Metrics): (code: string) => void {
  const failures = metrics.counter('lovable_failures_total', 'Failures that callers were told, by code.')
  return code => failures.add({ code })
}

/** Only where something is to live in it. */
async function startEmbedded({ databaseUrl, demo, dataDirectory }: Config, log: Logger) {
  if (databaseUrl !== null && (demo === null || demo.samplesUrl !== null)) return null
  const embedded = await startEmbeddedPostgres({ dataDirectory, log })
  cleanups.push(() => embedded.stop())
  return embedded
}

/** After the demo is laid out: it mends the passwords of its own connections. The others can be mended while we run. */
async function reportUnreadable({ dataDirectory }: Config, store: Store, log: Logger): Promise<void> {
  const connections = await store.savedPasswords.findUnreadable()
  const problem = explainUnreadable(connections, secretFile(dataDirectory, GENERATED_KEY_FILE))
  if (problem !== null) log.error({ code: 'STORE_KEY_MISSING', connections }, problem)
}

async function buildPipeline(
  config: Config,
  store: Store,
  { audit, auditKeeper }: { audit: Auditor; auditKeeper: AuditKeeper },
  log: Logger,
  shadowServer: DatabaseOptions['shadowServer'],
) {
  const { llm, run } = config
  const model = buildModel(llm)
  const asked = {
    model: model && withPauses(model, llm),
    maxRequests: llm.maxRequests,
    timeoutMs: llm.timeoutMs,
    firstTokenTimeoutMs: llm.firstTokenTimeoutMs,
    maxOutputTokens: llm.maxOutputTokens,
    maxCatalogTokens: llm.contextTokens,
    now: () => performance.now(),
  }
  return createPipeline({
    store,
    audit,
    auditKeeper,
    databases: createOpenDatabases({
      engines: [postgresEngine, mysqlEngine],
      readPassword: id => store.connections.readPassword(id),
      readChangeLogin: connection => store.changeLogins.read(connection),
      now,
      limits: { ...config.databases, maxExaminedRows: largest(run), shadowServer },
      dial: createDial({ policy: createHostPolicy(config.databases.hosts), inContainer: runsInContainer() }),
      sampleDial: createDial(),
    }),
    connect,
    validateQuestion,
    valueColumns,
    nameIndexSteps,
    ground: groundQuestion,
    grammar: createGrammar({ ground: groundQuestion }),
    generator: createGenerator(asked),
    summarizer: createSummarizer(asked),
    model: {
      settings: settingsOf(llm, model),
      test: model && (() => testModel(model, { timeoutMs: llm.timeoutMs, now: () => performance.now() })),
    },
    guard: createGuard({ parsers: await loadSqlParsers() }),
    assess,
    executor: createExecutor({ now, portionsFrom: config.run.portionsFrom }),
    migrationReaders: await loadMigrationReaders(),
    draftChange,
    changeDrafter: createChangeDrafter(asked),
    review: createReview({ approvals: config.changes.approvals }),
    roundtable: createRoundtableRules(),
    panel:
      asked.model &&
      createPanel({
        ...asked,
        model: asked.model,
        timeoutMs: Math.min(llm.timeoutMs, MAX_ROLE_MS),
        maxOutputTokens: llm.maxOutputTokens,
      }),
    createResultDigest,
    explainResult,
    factsOf,
    tellableColumns,
    suggestChart,
    limits: {
      requireReadOnlyLogin: config.databases.requireReadOnlyLogin,
      checks: config.databases.checks,
      byRole: run.byRole,
      runs: run,
      exports: config.exports,
      careful: config.careful,
      changes: config.changes,
      model: { tokensPerDay: llm.tokensPerDay, userTokensPerDay: llm.userTokensPerDay },
    },
    warn: (detail, message) => log.warn(detail, message),
    now,
    newId,
    random: Math.random,
  })
}

/** One line a provider. Null: the built-in translator answers. */
function buildModel(llm: Config['llm']): LanguageModel | null {
  const { apiKey, baseUrl } = llm
  return {
    anthropic: () =>
      createAnthropicModel({ apiKey: apiKey ?? '', baseUrl, model: llm.model ?? DEFAULT_ANTHROPIC_MODEL }),
    openai: () => createOpenAiModel({ apiKey, baseUrl, model: llm.model ?? DEFAULT_OPENAI_MODEL }),
    'built-in': () => null,
  }[llm.provider]()
}

function withPauses(model: LanguageModel, llm: Config['llm']): LanguageModel {
  return withCircuitBreaker(model, {
    failures: llm.pauseAfterFailures,
    pauseMs: llm.pauseMs,
    now: () => performance.now(),
  })
}

/** What administrators are shown of it: never the key. */
function settingsOf(llm: Config['llm'], model: LanguageModel | null): ModelSettings {
  return {
    provider: model?.provider ?? null,
    model: model?.model ?? null,
    baseUrl: llm.baseUrl,
    hasKey: llm.apiKey !== null,
    maxRequests: llm.maxRequests,
    timeoutSeconds: llm.timeoutMs / 1000,
    firstTokenSeconds: llm.firstTokenTimeoutMs / 1000,
    contextTokens: llm.contextTokens,
    tokensPerDay: llm.tokensPerDay,
    userTokensPerDay: llm.userTokensPerDay,
    prices: llm.prices,
  }
}

/** The embedded PostgreSQL, as its superuser; joined, or started, when the first copy of a structure needs it. */
function createShadowServer({ dataDirectory }: Config, log: Logger): DatabaseOptions['shadowServer'] {
  let started: ReturnType<typeof startEmbeddedPostgres> | null = null
  const dial = createDial()
  return async () => {
    if (started === null) {
      started = startEmbeddedPostgres({ dataDirectory, log })
      started.catch(() => (started = null))
      cleanups.push(() => started?.then(embedded => embedded.stop()) ?? Promise.resolve())
    }
    const { hostname, port, username, password, pathname } = new URL((await started).url)
    const login = { username: decodeURIComponent(username), password: decodeURIComponent(password) }
    return {
      target: { host: hostname, port: Number(port), database: pathname.slice(1), ...login, tls: 'DISABLE' },
      dial,
    }
  }
}

/** Sessions are shared by people of all roles. */
function largest({ byRole }: Config['run']): number {
  const limits = Object.values(byRole).map(({ maxEstimatedRows }) => maxEstimatedRows)
  return limits.includes(0) ? 0 : Math.max(...limits)
}

function announce(config: Config, demoAccounts: readonly { email: string; password: string }[]): void {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const lines = [`Ready on http://${host}:${config.port}`]
  if (demoAccounts.length > 0) {
    lines.push('Demo accounts:', ...demoAccounts.map(({ email, password }) => `  ${email}  ${password}`))
  }
  process.stdout.write(`${lines.join('\n')}\n`)
}

async function stop(exitCode: number): Promise<never> {
  for (const cleanup of cleanups.reverse()) {
    await cleanup().catch(() => {
      // The process ends anyway; what is left is found and mended by the next start.
    })
  }
  process.exit(exitCode)
}

// A terminal sends Ctrl-C to npm and to us, and npm passes it on: the second one is no reason to hurry.
let stopping: Promise<never> | null = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void (stopping ??= stop(0)))
}
// A bug outside of any request: nobody knows what state it has left, so the process ends, in order and without data in the log.
process.on('uncaughtException', error => {
  process.stderr.write(`${JSON.stringify({ level: 60, msg: 'bug', bug: withoutData(error) })}\n`)
  stopping ??= stop(1)
})
start().catch((error: unknown) => {
  process.stderr.write(`${explainStartFailure(error)}\n`)
  stopping ??= stop(1)
})
