/**
 * The most usual changes in words, over the wire and all the way: proposed, tried on a copy, applied to a development
 * database of either engine, and held by what its catalog is afterwards. Sixty from the whole of the list; the others are held by
 * tests/contract/change-words.test.ts without a server of ours around it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { USUAL_CHANGES } from '../contract/change-requests.ts'
import { openShop, SERVERS } from '../contract/changed-shop.ts'
import type { ChangedShop } from '../contract/changed-shop.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { apply, propose } from './proposal-documents.ts'
import { saveConnection } from './shop-database.ts'

let app: AppServer
let developer: ApiClient

beforeAll(async () => {
  app = await startApp()
  developer = await connectApi(app.url, 'developer@demo.local')
})
afterAll(async () => {
  await developer?.close()
  await app?.stop()
})

it('are sixty', () => {
  expect(USUAL_CHANGES).toHaveLength(60)
})

describe('words of a change', () => {
  const opened: { shop: ChangedShop; connectionId: string }[] = []

  beforeAll(async () => {
    for (const server of SERVERS) {
      const shop = await openShop(server)
      const { engine } = server.engine
      const connectionId = await saveConnection(developer, engine, 'DEVELOPMENT', shop.url, `usual ${engine}`)
      opened.push({ shop, connectionId })
    }
  })
  afterAll(() => Promise.all(opened.map(({ shop }) => shop.drop())))

  it.each(USUAL_CHANGES)('applied on PostgreSQL and MariaDB: %s', async (text, difference) => {
    const made = await Promise.all(
      opened.map(({ shop, connectionId }) =>
        shop.changeBy(async () => {
          const proposal = await propose(developer, { connectionId, text })
          expect(proposal.dryRun).toMatchObject({ ok: true, problem: null })
          expect(await apply(developer, proposal)).toMatchObject({ state: 'APPLIED', problem: null })
        }),
      ),
    )
    expect(made).toEqual([difference, difference])
  })
})
