/** Who may ask what: strangers nothing, people nothing of others. Made from the schema, so that no field is left out. */
import { randomUUID } from 'node:crypto'
import { buildClientSchema, getIntrospectionQuery } from 'graphql'
import type { IntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { ask, connectionId, RUN } from './documents.ts'
import type { AskedPrompt, RunEvent } from './documents.ts'
import { rootFieldsOf } from './root-fields.ts'
import type { RootField } from './root-fields.ts'
import { NOTHING_LISTENS } from '../fixtures/nothing-listens.ts'

const FOR_STRANGERS = ['viewer', 'demoAccounts', 'signIn', 'signInProviders', 'signInProblem']

let app: AppServer
let stranger: ApiClient
let reader: ApiClient
let fields: RootField[]
let prod: string
let theirs: AskedPrompt
let theirRun: string
let theirSession: string
let theirToken: string
const theirRequest = randomUUID()

beforeAll(async () => {
  app = await startApp()
  stranger = await connectApi(app.url, null)
  reader = await connectApi(app.url, 'reader@demo.local')
  prod = await connectionId(reader, 'Northwind prod')
  theirs = await ask(reader, { connectionId: prod, text: 'Show me all customers' })
  const [started] = await reader.collect<RunEvent>(RUN, {
    input: { queryId: theirs.query?.id, sqlHash: theirs.query?.sqlHash, requestId: theirRequest },
  })
  theirRun = started?.__typename === 'RunStarted' ? started.resultSet.id : ''
  // Not the session of `reader`, which goes on.
  const elsewhere = await connectApi(app.url, 'reader@demo.local')
  const own = await elsewhere.request<{ sessions: { id: string; current: boolean }[] }>(
    '{ sessions { id current } }',
  )
  theirSession = own.sessions.find(({ current }) => current)?.id ?? ''
  await elsewhere.close()
  const made = await reader.request<{ createApiToken: { token: { id: string } } }>(
    'mutation { createApiToken(name: "script") { token { id } } }',
  )
  theirToken = made.createApiToken.token.id
  const schema = buildClientSchema(await stranger.request<IntrospectionQuery>(getIntrospectionQuery()))
  fields = rootFieldsOf(schema)
})

afterAll(async () => {
  await Promise.all([stranger?.close(), reader?.close()])
  await app?.stop()
})

/** The data of the field, or the code of the error. */
async function call(api: ApiClient, field: RootField, over: 'POST' | 'socket', variables = field.variables) {
  try {
    if (over === 'socket') return await api.collect<unknown>(field.document, variables)
    return Object.values(await api.request<Record<string, unknown>>(field.document, variables))[0]
  } catch (error) {
    return error instanceof ApiError ? error.code : error
  }
}

describe('a stranger', () => {
  it.each(['POST', 'socket'] as const)('gets UNAUTHENTICATED from every field over a %s', async over => {
    const closed = fields.filter(({ name }) => !FOR_STRANGERS.includes(name))
    // Apollo Server answers no subscription over HTTP.
    const reachable = closed.filter(({ operation }) => over === 'socket' || operation !== 'subscription')
    expect(reachable.length).toBeGreaterThan(over === 'socket' ? 19 : 16)
    const answers: unknown[][] = []
    // One after the other: a socket carries only so many at once.
    for (const field of reachable)
      answers.push([`${field.operation} ${field.name}`, await call(stranger, field, over)])
    expect(answers).toEqual(answers.map(([field]) => [field, 'UNAUTHENTICATED']))
  })

  it('gets nothing through a subscription over POST either', async () => {
    for (const field of fields.filter(({ operation }) => operation === 'subscription'))
      expect(await call(stranger, field, 'POST')).toMatch(/^[A-Z_]+$/)
  })

  it.each(['POST', 'socket'] as const)('learns over a %s that nobody is signed in', async over => {
    const viewer = fields.find(({ name }) => name === 'viewer')
    if (!viewer) throw new Error('no viewer')
    expect(await call(stranger, viewer, over)).toEqual(over === 'POST' ? null : [null])
  })
})

describe("somebody else's", () => {
  /** What becomes of each argument that names something of a person; those that name nobody's are not in it. */
  const nobodys = [
    ...['connectionId', 'input.connectionId', 'input.requestId', 'connection.id'],
    ...['updateConnection.id', 'deleteConnection.id'],
    // Named together with the query that is shared.
    ...['shareQuery.promptId', 'approveQuery.promptId'],
    // Of administrators, who may name everybody.
    ...['setUserRole', 'setUserDisabled', 'resetUserPassword', 'signOutUser'].map(name => `${name}.userId`),
    'createApiToken.connectionIds',
    ...['auditEvents.actorId', 'auditEvents.subjectId', 'auditStory.subjectId'],
    // The team's: who may do what with them is a matter of the role.
    ...[
      'proposal',
      'applyProposal',
      'breakGlass',
      'commentOnProposal',
      'dryRunProposal',
      'rejectProposal',
      'proposalOnTarget',
      'proposeWayBack',
      'recheckProposal',
      'recordProposalApplied',
      'settleProposal',
    ].map(name => `${name}.id`),
    ...['reviewProposal', 'reviseProposal', 'withdrawProposal'].map(name => `${name}.id`),
    ...['roundtable.proposalId', 'applying.proposalId'],
  ]
  const prompt = () => theirs.id
  const query = () => theirs.query?.id
  const run = () => theirRun
  const cases: Record<string, { variables: () => Record<string, unknown>; answer: unknown }> = {
    'query prompt.id': { variables: () => ({ id: prompt() }), answer: null },
    'query generatedQuery.id': { variables: () => ({ id: query() }), answer: null },
    'query resultSetOfRequest.requestId': { variables: () => ({ requestId: theirRequest }), answer: null },
    'query resultSet.id': { variables: () => ({ id: run() }), answer: null },
    'mutation reviseQuery.queryId': {
      variables: () => ({ queryId: query(), sql: 'select 1' }),
      answer: 'NOT_FOUND',
    },
    'mutation cancelRun.resultSetId': { variables: () => ({ resultSetId: run() }), answer: 'NOT_FOUND' },
    'mutation ask.input.followsUpId': {
      variables: () => ({ input: { connectionId: prod, text: 'only from Berlin', followsUpId: prompt() } }),
      answer: 'NOT_FOUND',
    },
    'subscription ask.input.followsUpId': {
      variables: () => ({ input: { connectionId: prod, text: 'only from Berlin', followsUpId: prompt() } }),
      answer: 'NOT_FOUND',
    },
    ...Object.fromEntries(
      ['mutation', 'subscription'].map(operation => [
        `${operation} ask.input.reuseId`,
        {
          variables: () => ({ input: { connectionId: prod, text: '', reuseId: prompt() } }),
          answer: 'NOT_FOUND',
        },
      ]),
    ),
    'mutation setFavourite.promptId': {
      variables: () => ({ promptId: prompt(), favourite: true }),
      answer: 'NOT_FOUND',
    },
    'mutation shareQuery.queryId': {
      variables: () => ({ promptId: prompt(), queryId: query() }),
      answer: 'NOT_FOUND',
    },
    'mutation withdrawQuery.promptId': { variables: () => ({ promptId: prompt() }), answer: 'NOT_FOUND' },
    'mutation approveQuery.queryId': {
      variables: () => ({ promptId: prompt(), queryId: query() }),
      answer: 'NOT_FOUND',
    },
    'mutation endSession.id': { variables: () => ({ id: theirSession }), answer: false },
    'mutation revokeApiToken.id': { variables: () => ({ id: theirToken }), answer: false },
    'subscription run.input.queryId': {
      variables: () => ({ input: { queryId: query(), sqlHash: theirs.query?.sqlHash } }),
      answer: 'NOT_FOUND',
    },
    'subscription explain.resultSetId': { variables: () => ({ resultSetId: run() }), answer: 'NOT_FOUND' },
    // The last one: it is gone afterwards.
    'mutation deletePrompt.id': { variables: () => ({ id: prompt() }), answer: 'NOT_FOUND' },
  }

  it('things can be named by these arguments and no others', () => {
    const named = fields.flatMap(({ operation, name, ids }) =>
      ids
        .filter(id => !nobodys.includes(id) && !nobodys.includes(`${name}.${id}`))
        .map(id => `${operation} ${name}.${id}`),
    )
    expect(named.sort()).toEqual(Object.keys(cases).sort())
  })

  it.each(Object.keys(cases))('is not there for others, administrators included: %s', async name => {
    const wanted = cases[name]
    const field = fields.find(candidate => name.startsWith(`${candidate.operation} ${candidate.name}.`))
    if (!wanted || !field) throw new Error('no such case')
    const over = field.operation === 'subscription' ? 'socket' : 'POST'
    const own = await call(reader, field, over, wanted.variables())
    expect(own).not.toEqual(wanted.answer)
    for (const email of ['admin@demo.local', 'developer@demo.local']) {
      const other = await connectApi(app.url, email)
      expect(await call(other, field, over, wanted.variables())).toEqual(wanted.answer)
      await other.close()
    }
  })
})

describe('a role', () => {
  const FORBIDDEN = 'FORBIDDEN'
  const MADE = expect.objectContaining({ __typename: expect.any(String) as string }) as unknown
  /** What becomes of each field that not everybody may call, in production and development, without a change. */
  const input = (environment: string) => ({
    ...{ name: 'x', engine: 'POSTGRES', environment, host: '127.0.0.1', port: 1, database: 'd' },
    ...{ username: 'u', password: '', tls: 'DISABLE', privacy: 'CATALOG' },
  })
  const NOT_SAVED = NOTHING_LISTENS
  type Answers = { reader: unknown; developer: unknown; admin: unknown }
  const cases: [string, string, (id: string) => Record<string, unknown>, Answers][] = [
    ...(['PRODUCTION', 'DEVELOPMENT'] as const).flatMap(
      (environment): [string, string, (id: string) => Record<string, unknown>, Answers][] => {
        const ofDevelopers = (answer: unknown) => (environment === 'DEVELOPMENT' ? answer : FORBIDDEN)
        const forbidden = (answer: unknown): Answers => ({
          reader: FORBIDDEN,
          developer: ofDevelopers(answer),
          admin: answer,
        })
        const same = { sampling: { enabled: true, never: [], always: [] } }
        return [
          ['checkConnection', environment, () => ({ input: input(environment) }), forbidden(MADE)],
          ['createConnection', environment, () => ({ input: input(environment) }), forbidden(NOT_SAVED)],
          [
            'updateConnection',
            environment,
            id => ({ id, input: input(environment) }),
            // A sample connection stays where it is.
            forbidden('INPUT_INVALID'),
          ],
          ['setGlossary', environment, id => ({ connectionId: id, terms: [] }), forbidden(MADE)],
          ['setValueSampling', environment, id => ({ connectionId: id, ...same }), forbidden(MADE)],
          [
            'refreshCatalog',
            environment,
            id => ({ connectionId: id }),
            { reader: FORBIDDEN, developer: MADE, admin: MADE },
          ],
        ]
      },
    ),
    // The last one: it is gone afterwards.
    [
      'deleteConnection',
      'PRODUCTION',
      id => ({ id }),
      { reader: FORBIDDEN, developer: FORBIDDEN, admin: true },
    ],
  ]

  it.each(cases)('calls %s on a %s connection as it may', async (name, environment, variables, answers) => {
    const field = fields.find(candidate => candidate.name === name)
    if (!field) throw new Error('no such field')
    const id = await connectionId(reader, environment === 'PRODUCTION' ? 'Northwind prod' : 'Northwind dev')
    for (const role of ['reader', 'developer', 'admin'] as const) {
      const api = await connectApi(app.url, `${role}@demo.local`)
      expect([role, await call(api, field, 'POST', variables(id))]).toEqual([role, answers[role]])
      await api.close()
    }
  })
})
