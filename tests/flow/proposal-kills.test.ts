/**
 * A server that ends at any step of an application, and several of them: what is said afterwards is what is there, for both
 * engines, and nothing is ever sent twice. The cases 4.2 of docs/schema-change-cases.md. Each server is a process of its
 * own; the one that comes after a kill is the one that the next test kills.
 */
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { createAppServers } from '../fixtures/app-servers.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import type { TestDatabase } from '../fixtures/postgres.ts'
import { startTcpProxy } from '../fixtures/tcp-proxy.ts'
import { openHeldMariadb, openHeldPostgres } from './held-target.ts'
import type { HeldTarget } from './held-target.ts'
import { apply, find, propose } from './proposal-documents.ts'
import type { ProposalAnswer } from './proposal-documents.ts'

interface Here {
  app: AppServer
  api: ApiClient
}

const WATCH = 'subscription ($id: ID!) { applying(proposalId: $id) { id state steps { applied } } }'
const ENGINES = ['PostgreSQL', 'MariaDB'] as const
const apps = createAppServers()
const clients: ApiClient[] = []
const targets = new Map<string, HeldTarget>()
let store: TestDatabase
/** The server that is running. */
let here: Here
/** A second one, for what two do at once. */
let other: Here

beforeAll(async () => {
  store = await createTestDatabase()
  here = await start()
  targets.set('PostgreSQL', await openHeldPostgres(here.api))
  targets.set('MariaDB', await openHeldMariadb(here.api))
})
afterEach(async () => {
  for (const target of targets.values()) await target.reset()
})
afterAll(async () => {
  await Promise.all(clients.map(client => client.close()))
  await apps.killAll()
  await Promise.all([...targets.values()].map(target => target.drop()))
  await store?.drop()
})

function targetOf(engine: string): HeldTarget {
  const found = targets.get(engine)
  if (found === undefined) throw new Error(`no ${engine}`)
  return found
}

async function start(environment: Readonly<Record<string, string>> = {}): Promise<Here> {
  const app = await apps.start(store, environment)
  const api = await connectApi(app.url, 'admin@demo.local')
  clients.push(api)
  return { app, api }
}

async function inStore(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const own = postgres(store.url, { max: 1, onnotice: () => undefined })
  await work(own)
  await own.end()
}

/** As if whoever applies had been silent for a while. */
const silence = () =>
  inStore(
    own => own`update proposals set heartbeat_at = now() - interval '5 minutes' where state = 'APPLYING'`,
  )

async function startAgain(): Promise<ApiClient> {
  await silence()
  here = await start()
  return here.api
}

const until = (condition: () => Promise<boolean>) => expect.poll(condition, { interval: 25 }).toBe(true)
const proposed = ({ id: connectionId, steps }: HeldTarget, sql = steps.join(';\n')) =>
  propose(here.api, { connectionId, sql })

/** Both engines at once, so that one server has two of them to tell of: each is stopped before its step of this number. */
async function applyUntil(stepOf: (engine: string) => number) {
  const applying = await Promise.all(
    ENGINES.map(async engine => {
      const target = targetOf(engine)
      const proposal = await proposed(target)
      expect(proposal.dryRun?.ok).toBe(true)
      const letGo = await target.hold(stepOf(engine))
      const ended = apply(here.api, proposal).catch(() => null)
      await until(target.isWaiting)
      return { engine, target, proposal, letGo, ended }
    }),
  )
  return {
    applying,
    /** What is left of them when the server is gone. */
    async letGo() {
      for (const { letGo, ended, target } of applying) {
        await letGo()
        await ended
        await until(target.isAlone)
      }
    },
  }
}

describe('who listens to changes of PostgreSQL and MariaDB', () => {
  it('hears of each step as it is done, from another server too', async () => {
    const watching = await start()
    const { applying } = await applyUntil(() => 2)
    const heard = applying.map(({ proposal }) =>
      watching.api.iterate<ProposalAnswer>(WATCH, { id: proposal.id }),
    )
    const nextOf = async (at: number): Promise<ProposalAnswer | undefined> => {
      const next = await heard[at]?.next()
      return next?.done === false ? next.value : undefined
    }
    for (const at of applying.keys()) {
      let proposal = await nextOf(at)
      expect(proposal?.state).toBe('APPLYING')
      while (proposal?.steps[0]?.applied === false) proposal = await nextOf(at)
      expect(proposal?.steps.map(({ applied }) => applied)).toEqual([true, false, false])
    }
    for (const [at, { letGo }] of applying.entries()) {
      await letGo()
      let last: ProposalAnswer | undefined
      for (let next = await nextOf(at); next !== undefined; next = await nextOf(at)) last = next
      expect(last).toMatchObject({ state: 'APPLIED' })
      expect(last?.steps.every(({ applied }) => applied)).toBe(true)
    }
    await watching.app.stop('SIGKILL')
  })
})

describe('a server of PostgreSQL and MariaDB changes', () => {
  it.each([1, 2, 3])('4.2-12 that is killed at step %i of three tells which steps are live', async at => {
    const { applying, letGo } = await applyUntil(() => at)
    await here.app.stop('SIGKILL')
    await letGo()
    const api = await startAgain()
    for (const { target, proposal, engine } of applying) {
      const live = await target.live()
      const found = await find(api, proposal.id)
      expect(found.steps.map(({ applied }) => applied)).toEqual(live)
      const count = live.filter(Boolean).length
      expect(found.state, engine).toBe(
        count === 0 ? 'FAILED_CLEAN' : count === 3 ? 'APPLIED' : 'FAILED_PARTIAL',
      )
      // What came before the kill is there, and what comes after it was never sent.
      expect(count).toBeGreaterThanOrEqual(at - 1)
      expect(count).toBeLessThanOrEqual(at)
      if (count === 0) {
        expect(found.problem?.code).toBe('RUN_INTERRUPTED')
        expect(await apply(api, found)).toMatchObject({ state: 'APPLIED' })
      } else await expect(apply(api, found)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    }
  })

  it('4.2-16 that is ended calls off what it applies, and has said what is live before it goes', async () => {
    const { applying, letGo } = await applyUntil(engine => (engine === 'PostgreSQL' ? 1 : 2))
    expect(await here.app.stop('SIGTERM')).toBe(0)
    await letGo()
    here = await start()
    for (const { target, proposal, engine } of applying) {
      const found = await find(here.api, proposal.id)
      expect(found.state).toBe(engine === 'PostgreSQL' ? 'FAILED_CLEAN' : 'FAILED_PARTIAL')
      expect(found.steps.map(({ applied }) => applied)).toEqual(await target.live())
    }
  })
})

describe('a server that died between its last word to the target and to the store', () => {
  it('4.2-12 leaves what the id of the transaction tells on PostgreSQL, and on MariaDB what nobody knows', async () => {
    const target = targetOf('PostgreSQL')
    const committed = await proposed(target, target.steps[0])
    const unknown = await proposed(
      targetOf('MariaDB'),
      `alter table customers add column live1 int; update customers set live1 = 1; alter table notes add column live3 int`,
    )
    const owner = postgres(target.url, { max: 1, onnotice: () => undefined })
    const transactionId = await owner.begin(async sql => {
      const [row] = await sql<{ id: string }[]>`select pg_current_xact_id()::text as id`
      await sql.unsafe(committed.sql)
      return row?.id ?? ''
    })
    await owner.end()
    await targetOf('MariaDB').run('alter table customers add column live1 int')
    await here.app.stop('SIGKILL')
    await inStore(async own => {
      await own`update proposals set state = 'APPLYING' where id in ${own([committed.id, unknown.id])}`
      await own`insert into proposal_steps (proposal_id, revision, position, transaction_id, started_at, ended_at, applied)
        values (${committed.id}, 1, 1, ${transactionId}, now(), null, false),
          (${unknown.id}, 1, 1, null, now(), now(), true), (${unknown.id}, 1, 2, null, now(), null, false)`
    })
    const api = await startAgain()
    expect(await find(api, committed.id)).toMatchObject({
      ...{ state: 'APPLIED', problem: null, steps: [{ applied: true }] },
    })
    const found = await find(api, unknown.id)
    expect(found).toMatchObject({ state: 'UNKNOWN' })
    expect(found.problem?.message).toMatch(/step 2/)
  })
})

describe('two servers', () => {
  beforeAll(async () => {
    other = await start()
  })

  it.each(ENGINES)(
    '4.2-10 that are asked to apply the same change of %s at once apply it once',
    async engine => {
      const target = targetOf(engine)
      const proposal = await proposed(target)
      const answers = await Promise.allSettled([
        ...[apply(here.api, proposal), apply(other.api, proposal)],
        // 4.2-14: and whoever asks twice.
        ...[apply(here.api, proposal), apply(other.api, proposal)],
      ])
      expect(answers.filter(({ status }) => status === 'fulfilled')).toMatchObject([
        { value: { state: 'APPLIED' } },
      ])
      for (const answer of answers)
        if (answer.status === 'rejected')
          expect(['PROPOSAL_APPLYING', 'PROPOSAL_CONFLICT']).toContain(
            (answer.reason as { code: string }).code,
          )
      expect(await target.live()).toEqual([true, true, true])
    },
  )

  it.each(ENGINES)(
    '4.2-11 that are asked for two changes of one %s apply one after the other',
    async engine => {
      const target = targetOf(engine)
      // What stands by itself waits for every older session: a second one that waited for the lock would be one.
      const [held = '', second = ''] = engine === 'PostgreSQL' ? target.steps.slice(1) : target.steps
      const changes = [await proposed(target, held), await proposed(target, second)] as const
      const letGo = await target.hold(engine === 'PostgreSQL' ? 2 : 1)
      const applying = apply(here.api, changes[0])
      await until(target.isWaiting)
      const refused = await apply(other.api, changes[1]).catch((error: unknown) => error)
      expect(refused).toMatchObject({ code: 'PROPOSAL_APPLYING' })
      await letGo()
      expect(await applying).toMatchObject({ state: 'APPLIED' })
      expect(await apply(other.api, changes[1])).toMatchObject({ state: 'APPLIED' })
    },
  )

  it('4.2-15 do not judge what one of them still applies, however silent it is', async () => {
    const { applying } = await applyUntil(() => 1)
    process.kill(here.app.pid, 'SIGSTOP')
    try {
      await silence()
      // It looks at what is silent when it starts.
      const third = await start()
      for (const { proposal } of applying)
        expect(await find(third.api, proposal.id)).toMatchObject({ state: 'APPLYING' })
      await third.app.stop('SIGKILL')
    } finally {
      process.kill(here.app.pid, 'SIGCONT')
    }
    for (const { letGo, ended } of applying) {
      await letGo()
      expect(await ended).toMatchObject({ state: 'APPLIED' })
    }
  })
})

describe('a store that is away', () => {
  it('4.2-13 has nothing begun, and the truth come out when it is back', async () => {
    const url = new URL(store.url)
    const proxy = await startTcpProxy(Number(url.port))
    url.port = String(proxy.port)
    const direct = here
    here = await start({ DATABASE_URL: url.href, DATABASE_IDLE_SECONDS: '3600' })
    const away = () => {
      proxy.refuse()
      proxy.cut('reset')
    }
    try {
      const target = targetOf('MariaDB')
      const never = await proposed(target)
      away()
      await expect(apply(here.api, never)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
      expect(await target.live()).toEqual([false, false, false])
      proxy.accept()
      await expect.poll(async () => (await fetch(`${here.app.url}/readyz`)).status).toBe(200)
      await expect.poll(() => find(here.api, never.id).catch(() => null)).toMatchObject({ state: 'OPEN' })
      const { applying } = await applyUntil(() => 1)
      away()
      for (const { letGo, ended, target: of } of applying) {
        await letGo()
        await ended
        await until(async () => !(await of.isWaiting()))
      }
      // Whoever else has looked at the targets keeps sessions with them for a while.
      await Promise.all([here, direct, other].map(({ app }) => app.stop('SIGKILL')))
      for (const { target: of } of applying) await until(of.isAlone)
      const api = await startAgain()
      for (const { target: of, proposal } of applying) {
        const live = await of.live()
        const found = await find(api, proposal.id)
        expect(found.steps.map(({ applied }) => applied)).toEqual(live)
        expect(['FAILED_CLEAN', 'FAILED_PARTIAL']).toContain(found.state)
        // What could not be written down was not gone on with.
        expect(live.slice(1)).toEqual([false, false])
      }
    } finally {
      await proxy.stop()
    }
  })
})
