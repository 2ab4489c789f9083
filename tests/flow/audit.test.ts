/** The audit as administrators read it: filtered, as a story, verified, as a file; and never a row of a result in it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { readCsv } from '../fixtures/read-csv.ts'
import { ASK, connectionId, EXPLAIN, RUN } from './documents.ts'
import type { AskedPrompt, RunEvent } from './documents.ts'

const EVENT = 'sequence at action result subjectId detail hash actor { email } connection { name }'
const EVENTS = `query ($actorId: ID, $connectionId: ID, $action: String, $result: AuditResult, $search: String,
    $since: DateTime, $until: DateTime, $first: Int = 100, $after: String) {
  auditEvents(actorId: $actorId, connectionId: $connectionId, action: $action, result: $result, search: $search,
    since: $since, until: $until, first: $first, after: $after) { nodes { ${EVENT} } endCursor hasNextPage } }`
const STORY = `query ($subjectId: ID!) { auditStory(subjectId: $subjectId) { ${EVENT} } }`
const CHECK = `query ($id: ID!, $sql: String!) { checkSql(connectionId: $id, sql: $sql) { allowed } }`
const REVISE = `mutation ($id: ID!, $sql: String!) { reviseQuery(queryId: $id, sql: $sql) { id } }`
const VERIFY = `query ($checkpoint: String) { auditVerification(checkpoint: $checkpoint) {
  ok checked firstBroken problem head { sequence hash } } }`

interface Event {
  sequence: number
  at: string
  action: string
  result: string
  subjectId: string | null
  detail: string
  hash: string
  actor: { email: string } | null
  connection: { name: string } | null
}
interface Verification {
  ok: boolean
  checked: number
  firstBroken: number | null
  problem: string | null
  head: { sequence: number; hash: string }
}

let app: AppServer
let admin: ApiClient
let reader: ApiClient
let store: Sql
let folder: string
let prod: string
let prompt: AskedPrompt
let runId: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'))
  app = await startApp({ AUDIT_CHECKPOINT_SECONDS: '1' })
  admin = await connectApi(app.url, 'admin@demo.local')
  reader = await connectApi(app.url, 'reader@demo.local')
  store = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  prod = await connectionId(reader, 'Northwind prod')
  const input = { connectionId: prod, text: 'Show me all customers from Germany' }
  prompt = (await reader.request<{ ask: AskedPrompt }>(ASK, { input })).ask
  const { id: queryId, sqlHash } = prompt.query ?? { id: '', sqlHash: '' }
  const events = await reader.collect<RunEvent>(RUN, { input: { queryId, sqlHash } })
  const last = events.at(-1)
  runId = last?.__typename === 'RunFinished' ? last.resultSet.id : ''
  await reader.collect(EXPLAIN, { id: runId })
  await reader.collect(RUN, { input: { queryId, sqlHash: '0'.repeat(64) } }).catch(() => undefined)
})
afterAll(async () => {
  await Promise.all([admin?.close(), reader?.close(), store?.end()])
  await app?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function eventsOf(filter: Record<string, unknown> = {}) {
  const { auditEvents } = await admin.request<{
    auditEvents: { nodes: Event[]; endCursor: string | null; hasNextPage: boolean }
  }>(EVENTS, filter)
  return auditEvents
}
const verify = async (checkpoint: string | null = null) =>
  (await admin.request<{ auditVerification: Verification }>(VERIFY, { checkpoint })).auditVerification

async function download(path: string, client = admin) {
  const response = await fetch(`${app.url}/exports/audit/${path}`, {
    headers: { cookie: client.cookie, accept: 'application/json' },
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function verifyByCommand(...args: string[]) {
  const child = spawn(process.execPath, ['build/server-app/verify-audit.js', ...args], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'production', DATABASE_URL: app.store.url, DATA_DIR: folder },
      APP_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, output }
}

describe('the audit', () => {
  it('is for administrators only', async () => {
    await expect(reader.request(EVENTS)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(reader.request(VERIFY)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await download('events.csv', reader)).status).toBe(403)
  })

  it.each([
    ['a kind', { action: 'run.finished' }, ({ action }: Event) => action === 'run.finished'],
    ['the beginning of kinds', { action: 'run' }, ({ action }: Event) => action.startsWith('run.')],
    ['a result', { result: 'INTENT' }, ({ result }: Event) => result === 'INTENT'],
    [
      'words of the detail, in any order and begun',
      { search: 'germany show cust' },
      ({ detail }: Event) => /Germany/.test(detail),
    ],
  ])('is filtered by %s', async (_, filter, matches) => {
    const { nodes } = await eventsOf(filter)
    expect(nodes.length).toBeGreaterThan(0)
    expect(nodes.filter(event => !matches(event))).toEqual([])
  })

  it('is filtered by person, connection and time', async () => {
    const [run] = (await eventsOf({ action: 'run.started' })).nodes
    expect(run).toMatchObject({
      actor: { email: 'reader@demo.local' },
      connection: { name: 'Northwind prod' },
    })
    const onProd = await eventsOf({ connectionId: prod })
    expect(new Set(onProd.nodes.map(({ connection }) => connection?.name))).toEqual(
      new Set(['Northwind prod']),
    )
    expect((await eventsOf({ since: new Date(Date.now() + 60_000) })).nodes).toEqual([])
    expect((await eventsOf({ until: run?.at, since: run?.at })).nodes).toContainEqual(run)
    const about = (await eventsOf({ search: run?.subjectId })).nodes
    expect(about.map(({ subjectId }) => subjectId)).toContain(run?.subjectId)
    expect((await eventsOf({ search: 'nobodyhaswrittenthis' })).nodes).toEqual([])
    expect((await eventsOf({ search: "' | & ( :*" })).nodes.length).toBeGreaterThan(0)
    expect((await eventsOf({ actorId: 'nobody' })).nodes).toEqual([])
  })

  it('comes in parts, newest first, without gaps', async () => {
    const all = (await eventsOf({ first: 500 })).nodes.map(({ sequence }) => sequence)
    const parts: number[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await eventsOf({ first: 3, after, until: new Date(Date.now() + 60_000) })
      parts.push(...page.nodes.map(({ sequence }) => sequence))
      ;({ endCursor: after, hasNextPage: more } = page)
    }
    expect(parts.slice(-all.length)).toEqual(all)
    expect(parts).toEqual(parts.map((_, index) => parts.length - index))
  })

  it('tells the story of a run: the question, what became of it, the run, and its words', async () => {
    const { auditStory } = await admin.request<{ auditStory: Event[] }>(STORY, { subjectId: runId })
    expect(auditStory.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['prompt.started', prompt.id],
      ['prompt.finished', prompt.id],
      ['run.started', runId],
      ['run.finished', runId],
      ['explain.started', runId],
      ['explain.finished', runId],
    ])
  })

  it('has each check and revision of SQL before the database is asked, and what it said', async () => {
    const secret = 'select * from pg_authid'
    await reader.request(CHECK, { id: prod, sql: secret })
    await reader.request(REVISE, { id: prompt.query?.id, sql: 'select nothing from customers' })
    const { nodes } = await eventsOf({ action: 'query', first: 4 })
    expect(nodes.reverse().map(({ action, result }) => [action, result])).toEqual([
      ['query.check.started', 'INTENT'],
      ['query.check.finished', 'REFUSED'],
      ['query.revise.started', 'INTENT'],
      ['query.revise.finished', 'REFUSED'],
    ])
    expect(JSON.parse(nodes[0]?.detail ?? '')).toMatchObject({ sql: secret })
    expect(nodes[2]?.subjectId).toBe(nodes[3]?.subjectId)
  })

  it('holds no row of a result', async () => {
    const everything = (await store`select action || detail as text from audit_events`).map(({ text }) =>
      String(text),
    )
    expect(everything.some(text => text.includes('Germany'))).toBe(true)
    // Of the rows and the words about them, and of no question.
    for (const cell of ['Alfreds', 'Maria Anders', 'Blauer See', 'Berlin', 'Aachen'])
      expect(everything.filter(text => text.includes(cell))).toEqual([])
  })
})

describe('a file of the audit', () => {
  it('holds every event in order as JSON Lines, is on record, and is verified offline', async () => {
    const { text, headers } = await download('events.jsonl')
    expect(headers.get('content-disposition')).toMatch(/attachment; filename="audit-.*\.jsonl"/)
    const lines = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Event)
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1))
    const { nodes } = await eventsOf({ action: 'audit.export' })
    expect(nodes.map(({ action, detail }) => [action, JSON.parse(detail) as unknown])).toEqual([
      ['audit.export.finished', { outcome: 'DONE', events: lines.length }],
      ['audit.export.started', { filter: {}, format: 'jsonl' }],
    ])

    const file = join(folder, 'audit.jsonl')
    await writeFile(file, text)
    const whole = await verifyByCommand(file)
    expect(whole).toMatchObject({ exitCode: 0 })
    expect(whole.output).toContain(`Whole: ${lines.length} events are in order`)

    const edited = text.replace('Show me all customers', 'Show me all salaries')
    await writeFile(file, edited)
    const at = lines.find(({ detail }) => detail.includes('Show me all customers'))?.sequence
    expect(await verifyByCommand(file)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining(`BROKEN at event ${at}.`) as string,
    })

    await writeFile(file, text.trim().split('\n').slice(0, -2).join('\n'))
    expect(await verifyByCommand(file)).toMatchObject({ exitCode: 0 })
    const last = lines.at(-1)
    expect(await verifyByCommand(file, `--checkpoint=${last?.sequence}:${last?.hash}`)).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining(`BROKEN at event ${lines.length - 1}.`) as string,
    })
  })

  it('is CSV with what the filter lets through', async () => {
    const { text: csv } = await download('events.csv?action=run')
    const [head, ...rows] = readCsv(csv)
    expect(head?.slice(0, 5).map(({ text }) => text)).toEqual(['sequence', 'id', 'at', 'actorId', 'action'])
    expect(rows.length).toBeGreaterThan(1)
    expect(rows.filter(row => !row[4]?.text.startsWith('run.'))).toEqual([])
  })

  it('is not made of a filter that nobody can read', async () => {
    expect((await download('events.csv?since=yesterday')).status).toBe(400)
    expect((await download('events.csv?result=OTHER')).status).toBe(400)
  })
})

describe('the chain', () => {
  it('is whole, by the page, the command, and against every checkpoint of the log', async () => {
    const found = await verify()
    expect(found).toMatchObject({ ok: true, checked: found.head.sequence, firstBroken: null })
    const lines = () =>
      app
        .output()
        .split('\n')
        .filter(line => line.includes('"audit checkpoint"'))
    await expect.poll(() => lines().length, { timeout: 10_000 }).toBeGreaterThan(1)
    const { audit } = JSON.parse(lines().at(-1) ?? '') as { audit: { sequence: number; hash: string } }
    expect(await verify(`${audit.sequence}:${audit.hash}`)).toMatchObject({ ok: true })
    await expect(verify('something')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(await verifyByCommand(`--checkpoint=${lines().at(-1)}`)).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('Whole: ') as string,
    })
  })

  it('4.2-17 that somebody has edited in the store is found by all of them, and by the server itself', async () => {
    const before = await verify()
    await store`set session_replication_role = replica`
    await store`update audit_events set detail = '{}' where sequence = 3`
    expect(await verify()).toMatchObject({ ok: false, firstBroken: 3, checked: 2 })
    expect(await verifyByCommand()).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('BROKEN at event 3.') as string,
    })
    await store`delete from audit_events where sequence >= ${before.head.sequence}`
    await expect.poll(() => app.output(), { timeout: 10_000 }).toContain('the audit chain is broken')
  })
})
