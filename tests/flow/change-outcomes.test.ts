/** What becomes of a change in the end: on record, settled by hand, undone. Cases 4.2, 4.5 and 4.7 of docs/schema-change-cases.md. */
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { openHeldMariadb, openHeldPostgres } from './held-target.ts'
import type { HeldTarget } from './held-target.ts'
import {
  apply,
  approve,
  find,
  onTarget,
  propose,
  proposeWayBack,
  recheck,
  recordApplied,
  revise,
  settle,
} from './proposal-documents.ts'
import type { ProposalAnswer } from './proposal-documents.ts'

const ENGINES = ['PostgreSQL', 'MariaDB'] as const

let app: AppServer
let admin: ApiClient
let developer: ApiClient
const targets = new Map<string, HeldTarget>()

beforeAll(async () => {
  app = await startApp()
  admin = await connectApi(app.url, 'admin@demo.local')
  developer = await connectApi(app.url, 'developer@demo.local')
  targets.set('PostgreSQL', await openHeldPostgres(admin))
  targets.set('MariaDB', await openHeldMariadb(admin))
})
afterAll(async () => {
  await Promise.all([admin?.close(), developer?.close()])
  await app?.stop()
  await Promise.all([...targets.values()].map(target => target.drop()))
})

function targetOf(engine: string): HeldTarget {
  const found = targets.get(engine)
  if (found === undefined) throw new Error(`no ${engine}`)
  return found
}
const proposed = (engine: string, sql: string, by = developer) =>
  propose(by, { connectionId: targetOf(engine).id, sql })

async function inStore(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const own = postgres(app.store.url, { max: 1, onnotice: () => undefined })
  await work(own)
  await own.end()
}

async function storyOf({ id }: ProposalAnswer): Promise<string[]> {
  const { auditStory } = await admin.request<{ auditStory: { action: string }[] }>(
    'query ($subjectId: ID!) { auditStory(subjectId: $subjectId) { action } }',
    { subjectId: id },
  )
  return auditStory.map(({ action }) => action)
}

describe.each(ENGINES)('a change of %s', engine => {
  it('4.2-17 is on record from its first word to its last, each act with its intent and its end', async () => {
    const first = await proposed(engine, 'alter table notes add column told int')
    const edited = await revise(developer, first.id, 'alter table notes add column told varchar(9)')
    await developer.request(`mutation ($id: ID!) { dryRunProposal(id: $id) { id } }`, { id: first.id })
    await developer.request(`mutation ($id: ID!) { commentOnProposal(id: $id, body: "Why?") { id } }`, {
      id: first.id,
    })
    await approve(admin, edited)
    const applied = await apply(developer, edited)
    expect(applied).toMatchObject({ state: 'APPLIED' })
    const story = await storyOf(applied)
    for (const act of ['create', 'revise', 'dry-run', 'comment', 'review', 'apply', 'step'])
      expect(story).toEqual(expect.arrayContaining([`proposal.${act}.started`, `proposal.${act}.finished`]))
    const { auditVerification } = await admin.request<{ auditVerification: { ok: boolean } }>(
      '{ auditVerification { ok } }',
    )
    expect(auditVerification.ok).toBe(true)
  })

  it('4.2-14 that is asked for five times at once is applied once, and not again', async () => {
    const proposal = await proposed(engine, 'alter table notes add column once int')
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => apply(developer, proposal)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    const steps = (await storyOf(proposal)).filter(action => action === 'proposal.step.started')
    expect(steps).toHaveLength(1)
  })

  it('4.5-30 that somebody has made by hand is recorded with a reason, and only if it is that very one', async () => {
    const { run } = targetOf(engine)
    const proposal = await proposed(engine, 'alter table notes add column by_hand int')
    const record = () => recordApplied(developer, proposal, 'The night shift has done it.')
    await expect(record()).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    await run('alter table notes add column by_hand bigint')
    await expect(record()).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    expect((await onTarget(developer, proposal)).matches).toEqual([])
    await run('alter table notes drop column by_hand')
    await run('alter table notes add column by_hand int')
    await expect(apply(developer, proposal)).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
    expect((await onTarget(developer, proposal)).matches).toEqual([1])
    await expect(recordApplied(developer, proposal, ' ')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(await record()).toMatchObject({ state: 'APPLIED', drifted: false, steps: [{ applied: true }] })
    const story = await storyOf(proposal)
    expect(story).toContain('proposal.record-applied.finished')
    expect(story).not.toContain('proposal.step.started')
  })

  it('4.6-32 that failed half-way has its rest and its way back ready as new revisions', async () => {
    const { run, id } = targetOf(engine)
    await run(`update customers set email = 'same'`)
    const unique = {
      PostgreSQL: 'create unique index concurrently one_mail on customers (email)',
      MariaDB: 'create unique index one_mail on customers (email)',
    }[engine]
    const failed = await apply(
      developer,
      await proposed(
        engine,
        `alter table customers add column half1 int; ${unique}; alter table customers add column half2 int`,
      ),
    )
    expect(failed).toMatchObject({ state: 'FAILED_PARTIAL' })
    const { remainder, wayBack, matches } = await onTarget(developer, failed)
    if (engine === 'MariaDB') expect(matches).toEqual([1])
    await run('update customers set email = id')
    const rest = await revise(developer, failed.id, remainder ?? '')
    expect(await apply(developer, rest)).toMatchObject({ state: 'APPLIED' })
    // The same once more, undone this time.
    await run('drop index one_mail'.concat(engine === 'MariaDB' ? ' on customers' : ''))
    await run('alter table customers drop column half1')
    await run('alter table customers drop column half2')
    await run(`update customers set email = 'same'`)
    const again = await apply(
      developer,
      await proposed(engine, `alter table customers add column half1 int; ${unique}`),
    )
    expect(again).toMatchObject({ state: 'FAILED_PARTIAL' })
    expect(wayBack).toContain('half1')
    // Others have been at the same table since: what they did stays.
    await run('alter table customers add column of_others int')
    const undone = await revise(developer, again.id, (await onTarget(developer, again)).wayBack ?? '')
    expect(await apply(developer, undone)).toMatchObject({ state: 'APPLIED' })
    await run('update customers set of_others = 1')
    await run('alter table customers drop column of_others')
    const fresh = await propose(developer, { connectionId: id, sql: 'alter table customers add half1 int' })
    expect(fresh.dryRun?.ok).toBe(true)
    await run('update customers set email = null')
  })

  it('4.7-37 is undone with what would be lost counted, and by a second person then', async () => {
    const { run } = targetOf(engine)
    const applied = await apply(
      developer,
      await proposed(engine, 'alter table customers add column nickname varchar(9)'),
    )
    const empty = await proposeWayBack(developer, applied)
    expect(empty).toMatchObject({ state: 'OPEN', missing: [] })
    expect(empty.findings.map(({ code }) => code)).not.toContain('warn-written-since')
    await run(`update customers set nickname = 'x' where id <= 3`)
    const back = await proposeWayBack(developer, applied)
    expect(back.findings).toContainEqual(
      expect.objectContaining({
        code: 'warn-written-since',
        message: expect.stringMatching(
          /^The way back loses 3 rows of .*customers.* with a value in .*nickname/,
        ) as string,
      }),
    )
    expect(back.missing).toHaveLength(1)
    await expect(approve(developer, back)).rejects.toMatchObject({ code: 'PROPOSAL_OWN_REVIEW' })
    await expect(apply(developer, back)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    // An edit does not get round it.
    const edited = await revise(developer, back.id, `${back.sql} -- quickly`)
    await expect(apply(developer, edited)).rejects.toMatchObject({ code: 'PROPOSAL_NOT_APPROVED' })
    expect(await apply(developer, await approve(admin, edited))).toMatchObject({ state: 'APPLIED' })
    const [gone] = [await find(developer, empty.id)]
    await expect(apply(developer, gone)).rejects.toMatchObject({ code: 'PROPOSAL_DRIFTED' })
  })
})

describe('a change without a way back', () => {
  it('4.7-38 says why there is none, and none can be proposed', async () => {
    // A table has it, so it cannot be made anew.
    await targetOf('PostgreSQL').run(`create type mood as enum ('good'); create table felt (mood mood)`)
    const applied = await apply(developer, await proposed('PostgreSQL', `alter type mood add value 'bad'`))
    expect(applied).toMatchObject({ state: 'APPLIED', rollbackSql: null })
    expect(applied.dryRun).toMatchObject({ rollbackClass: 'IRREVERSIBLE' })
    expect(applied.dryRun?.notes.join()).toContain('mood')
    await expect(proposeWayBack(developer, applied)).rejects.toMatchObject({
      code: 'PROPOSAL_REFUSED',
      hints: applied.dryRun?.notes ?? [],
    })
  })
})

describe('an outcome that nobody knows', () => {
  /** As a server leaves it that died in the middle of a step without a trace. */
  async function unknown(sql: string, position: number): Promise<ProposalAnswer> {
    const proposal = await proposed('MariaDB', sql)
    await inStore(async own => {
      await own`update proposals set state = 'UNKNOWN' where id = ${proposal.id}`
      for (let at = 1; at <= position; at++)
        await own`insert into proposal_steps (proposal_id, revision, position, started_at, ended_at, applied)
          values (${proposal.id}, 1, ${at}, now(), ${at < position ? new Date() : null}, ${at < position})`
    })
    return find(admin, proposal.id)
  }

  it('4.2-12 is settled by an administrator with a written reason, and nothing is run', async () => {
    const { run } = targetOf('MariaDB')
    const sql = (name: string) => `alter table notes add column ${name} int; update notes set ${name} = 1`
    const told = await unknown(sql('told1'), 2)
    await run('alter table notes add column told1 int')
    expect((await onTarget(admin, told)).matches).toEqual([1, 2])
    expect(await recheck(admin, told)).toMatchObject({ state: 'UNKNOWN' })
    await expect(apply(admin, told)).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    await expect(settle(developer, told, true, 'I saw it.')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(settle(admin, told, true, '')).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(await settle(admin, told, true, 'All notes have a 1.')).toMatchObject({
      ...{ state: 'APPLIED', problem: null, steps: [{ applied: true }, { applied: true }] },
    })
    const other = await unknown(sql('told2'), 2)
    const half = await settle(admin, other, false, 'No note has a 1.')
    expect(half).toMatchObject({ state: 'FAILED_PARTIAL', steps: [{ applied: true }, { applied: false }] })
    const none = await unknown(sql('told3'), 1)
    expect(await settle(admin, none, false, 'There is no such column.')).toMatchObject({
      state: 'FAILED_CLEAN',
    })
    await expect(settle(admin, none, true, 'It was.')).rejects.toMatchObject({ code: 'PROPOSAL_CONFLICT' })
    expect(await storyOf(told)).toContain('proposal.settle.finished')
    expect(await storyOf(told)).not.toContain('proposal.step.started')
  })

  it('4.2-12 is found out when the structure tells after all', async () => {
    const { run } = targetOf('MariaDB')
    const proposal = await unknown('alter table notes add column after_all int', 1)
    await run('alter table notes add column after_all int')
    expect(await recheck(admin, proposal)).toMatchObject({ state: 'APPLIED' })
    expect(await storyOf(proposal)).toContain('proposal.recovered')
  })
})
