import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { SqlCheck } from '../../server/domain.ts'
import { AppError } from '../../server/errors.ts'
import { CORPORA } from './corpora.ts'
import { openProductDoor } from './product-door.ts'
import type { ProductDoor } from './product-door.ts'
import { differences, LOGINS } from './throwaway.ts'
import type { Throwaway } from './throwaway.ts'

/** The guard's own corpora on servers made for them. What the engines stop without a guard: bench/readonly.ts. */
describe.each(CORPORA)('the corpus for $name', ({ harmful, harmless, shop, readsAll, start }) => {
  let server: Throwaway

  beforeAll(async () => {
    server = await start({ within: inject('serversFolder'), shop })
  })
  afterAll(() => server?.remove())

  it('has at least 400 harmful and 400 harmless statements, each once', () => {
    for (const corpus of [harmful, harmless]) {
      expect(new Set(corpus.map(statement => statement.sql)).size).toBe(corpus.length)
      expect(corpus.length).toBeGreaterThanOrEqual(400)
    }
  })

  it('holds harmful expressions that the server would take', async () => {
    const problems: string[] = []
    for (const { class: kind, sql } of harmful) {
      if (!kind.startsWith('nested')) continue
      await server.administrate('start transaction')
      const complaint = await server.administrate(sql.startsWith('explain') ? sql : `explain ${sql}`)
      await server.administrate('rollback')
      if (complaint !== null) problems.push(`${complaint}: ${sql}`)
    }
    expect(problems).toEqual([])
  })

  describe.each(LOGINS)('through the one door, as %s', login => {
    let door: ProductDoor

    beforeAll(async () => {
      door = await openProductDoor(server, login)
    })
    afterAll(() => door?.close())

    it('is refused where it is harmful, when it is checked and when it is run, and leaves the server as it was', async () => {
      const letThrough: string[] = []
      const notRead: string[] = []
      const before = await server.fingerprint()
      for (const { sql: text, class: kind } of harmful) {
        const sql = server.localize(text)
        const check = await door.check(sql)
        if (check.allowed) letThrough.push(`checked: ${sql}`)
        if (kind.startsWith('nested') && check.refusals.some(({ code }) => code === 'require-parsable-sql'))
          notRead.push(sql)
        // As if somebody had allowed it before.
        const end = await door.run(sql, { ...check, allowed: true, refusals: [] }).catch(codeOf)
        if (end !== 'GUARD_REFUSED') letThrough.push(`run: ${sql}`)
      }
      expect(letThrough).toEqual([])
      if (readsAll) expect(notRead).toEqual([])
      expect(differences(before, await server.fingerprint())).toEqual([])
    })
  })

  it(
    'is allowed where it is harmless, and runs to its end for a login that can only read',
    { timeout: 180_000 },
    async () => {
      const door = await openProductDoor(server, 'reader')
      const problems: unknown[] = []
      for (const { sql } of harmless) {
        const check = await door.check(sql)
        const problem = check.allowed ? await problemOf(door, sql, check) : check.refusals
        if (problem !== null) problems.push([sql, problem])
      }
      await door.close()
      expect(problems).toEqual([])
    },
  )
})

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : error)

async function problemOf(door: ProductDoor, sql: string, check: SqlCheck): Promise<unknown> {
  const { state, problem } = await door.run(sql, check)
  return state === 'COMPLETED' ? null : problem
}
