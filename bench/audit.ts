/**
 * What the audit costs: the time of an append beside the act, alone and with many people at once, and the verification of
 * a long chain, with the longest time that others had to wait for their turn meanwhile.
 * Usage: npx tsx bench/audit.ts [events, 1,000,000 by default]. Starts a PostgreSQL of its own with its usual settings.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { createAuditKeeper } from '../server/audit/audit-keeper.ts'
import { createAuditor } from '../server/audit/audit.ts'
import { chain } from '../server/audit/chain.ts'
import type { AuditEvent, AuditRecord } from '../server/domain.ts'
import { startEmbeddedPostgres } from '../server/store/embedded/embedded-postgres.ts'
import { ensureOwnDatabase } from '../server/store/own-database.ts'
import { openStore } from '../server/store/store.ts'

const events = Number(process.argv[2] ?? 1_000_000)
const APPENDS = 500
const AT_ONCE = 100
const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 1) }]
const now = () => new Date()
const options = { now, newId: randomUUID }

const folder = await mkdtemp(join(tmpdir(), 'bench-audit-'))
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const embedded = await startEmbeddedPostgres({ dataDirectory: folder, log: quiet })
try {
  const { url, ownerUrl } = await ensureOwnDatabase(embedded.url, { app: 'bench', owner: 'owner' })
  const store = await openStore({ url, ownerUrl, migrationsFolder: 'drizzle', keys: KEYS })
  await fill(url, events)
  console.log(`${events.toLocaleString('en-US')} events of about ${await averageSize(url)} bytes`)
  const audit = createAuditor({ auditEvents: store.auditEvents, ...options })
  const record = () => audit.record(eventOf(0))
  for (let index = 0; index < 50; index++) await record()

  const alone: number[] = []
  for (let index = 0; index < APPENDS; index++) alone.push(await timed(record))
  print('append, one after the other', alone)
  const together: number[] = []
  for (let round = 0; round < 20; round++)
    together.push(...(await Promise.all(Array.from({ length: AT_ONCE }, () => timed(record)))))
  print(`append, ${AT_ONCE} at once`, together)

  const keeper = createAuditKeeper({
    ...{ auditEvents: store.auditEvents, auditCuts: store.auditCuts, audit },
    ...{ keys: KEYS, retentionDays: null, now },
  })
  for (let round = 0; round < 3; round++) {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const cpu = process.cpuUsage()
    let answer: Awaited<ReturnType<typeof keeper.verify>> | undefined
    const ms = await timed(async () => (answer = await keeper.verify()))
    delay.disable()
    const { user, system } = process.cpuUsage(cpu)
    console.log(
      `verification: ${answer?.ok ? 'whole' : `broken at ${answer?.firstBroken}`}, ${answer?.checked.toLocaleString('en-US')} events ` +
        `in ${(ms / 1000).toFixed(1)} s (processor ${((user + system) / 1e6).toFixed(1)} s), ` +
        `others waited ${(delay.max / 1e6).toFixed(0)} ms at most, ${(delay.percentile(99) / 1e6).toFixed(0)} ms in 99 %`,
    )
  }
  await store.close()
} finally {
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}

function eventOf(index: number): AuditRecord {
  return {
    action: 'run.started',
    actorId: 'a3c9c1f2-3c5d-4a52-9d8a-0d0a3f1c2b4e',
    connectionId: 'b3c9c1f2-3c5d-4a52-9d8a-0d0a3f1c2b4e',
    subjectId: randomUUID(),
    detail: {
      queryId: randomUUID(),
      sqlHash: 'f'.repeat(64),
      sql: `SELECT company_name, contact_name, city FROM customers WHERE country = 'Germany' AND id > ${index} ORDER BY company_name`,
      maxRows: 1_000_000,
    },
  }
}

/** As an administrator who loads a copy: a million single appends would take an hour. */
async function fill(url: string, count: number): Promise<void> {
  const administrator = new URL(embedded.url)
  administrator.pathname = new URL(url).pathname
  const sql = postgres(administrator.href, { max: 1, onnotice: () => undefined })
  await sql`set session_replication_role = replica`
  const [words] = await sql<
    { indexdef: string }[]
  >`select indexdef from pg_indexes where indexname = 'audit_events_words'`
  await sql`set maintenance_work_mem = '1GB'`
  await sql`drop index audit_events_words`
  const into =
    await sql`copy audit_events (sequence, id, at, actor_id, action, connection_id, subject_id, detail, previous_hash, hash) from stdin`.writable()
  await pipeline(Readable.from(lines(count)), into)
  await sql.unsafe(words?.indexdef ?? '')
  await sql`analyze audit_events`
  await sql.end()
}

function* lines(count: number): Generator<string> {
  let head: AuditEvent | null = null
  let lines = ''
  const start = Date.now() - count * 1000
  for (let index = 0; index < count; index++) {
    head = chain(head, eventOf(index), randomUUID(), new Date(start + index * 1000))
    const { sequence, id, at, actorId, action, connectionId, subjectId, detail, previousHash, hash } = head
    const cells = [sequence, id, at.toISOString(), actorId, action, connectionId, subjectId]
    lines += `${[...cells, detail.replaceAll('\\', '\\\\'), previousHash, hash].join('\t')}\n`
    if (lines.length < 65_536) continue
    yield lines
    lines = ''
  }
  yield lines
}

async function averageSize(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 })
  const [row] =
    await sql`select round(avg(length(detail)))::int as size from audit_events where sequence <= 10000`
  await sql.end()
  return Number(row?.size)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function print(name: string, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2)
  console.log(`${name}: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, 99 % within ${at(0.99)} ms`)
}
