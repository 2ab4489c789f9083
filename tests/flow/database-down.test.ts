/** A user's database that is down: every act answers in words, nothing is half done, and it works again afterwards. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../../server/store/embedded/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../../server/store/embedded/embedded-postgres.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { ask, connectionId, editedQuery, RUN } from './documents.ts'
import type { AskedQuery, RunEvent } from './documents.ts'

let folder: string
let samples: EmbeddedPostgres
let app: AppServer
let api: ApiClient
let prod: string

const start = () =>
  startEmbeddedPostgres({
    dataDirectory: path.join(folder, 'samples'),
    log: { info: () => {}, warn: () => {} },
    settings: { fsync: 'off' },
  })

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lovable-down-'))
  samples = await start()
  app = await startApp({ SAMPLES_DATABASE_URL: samples.url, DATA_DIR: path.join(folder, 'app') })
  api = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(api, 'Northwind prod')
})

afterAll(async () => {
  await api?.close()
  await app?.stop()
  await samples?.stop()
  await rm(folder, { recursive: true, force: true })
})

const run = (query: AskedQuery) =>
  api.collect<RunEvent>(RUN, { input: { queryId: query.id, sqlHash: query.sqlHash } })

it('is said in words by a question, a check and a run, and the history keeps the question', async () => {
  const query = await editedQuery(api, prod, 'select company_name from customers')
  expect((await run(query)).at(-1)).toMatchObject({ resultSet: { state: 'COMPLETED', rowCount: 91 } })
  await samples.stop()

  const text = 'Show me all suppliers from Japan'
  const prompt = await ask(api, { connectionId: prod, text })
  expect(prompt).toMatchObject({ outcome: 'FAILURE', query: null })
  expect(prompt.message).toMatch(/listen|answer|reach|connect/i)
  await expect(
    api.request('query ($id: ID!) { checkSql(connectionId: $id, sql: "select 1") { allowed } }', {
      id: prod,
    }),
  ).rejects.toMatchObject({
    code: 'DATABASE_NOT_LISTENING',
    hints: ['Check host and port.', expect.any(String)],
  })
  const [end] = (await run(query)).slice(-1)
  expect(end).toMatchObject({
    resultSet: { state: 'FAILED', rowCount: 0, problem: { code: 'DATABASE_NOT_LISTENING' } },
  })
  const { history } = await api.request<{ history: { nodes: { text: string; outcome: string }[] } }>(
    '{ history(first: 1) { nodes { text outcome } } }',
  )
  expect(history.nodes).toEqual([{ text, outcome: 'FAILURE' }])
})
