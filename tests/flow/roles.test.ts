/**
 * Every root field of the API for every role, by session and by token, against the running server. The table is made from
 * the schema and from server/permissions.ts: a field that does not say who may ask for it fails.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSchema } from '../../server/api/schema.ts'
import type { Role } from '../../server/domain.ts'
import { ALL_PERMISSIONS, may } from '../../server/permissions.ts'
import type { Caller, Permission } from '../../server/permissions.ts'
import { ApiError, connectApi } from '../fixtures/api-client.ts'
import type { ApiClient } from '../fixtures/api-client.ts'
import { startApp } from '../fixtures/app-server.ts'
import type { AppServer } from '../fixtures/app-server.ts'
import { rootFieldsOf } from './root-fields.ts'
import type { RootField } from './root-fields.ts'

/** Asked by whoever is there, strangers too. */
const FOR_EVERYBODY = [
  ...['Query.viewer', 'Query.demoAccounts', 'Query.signInProviders', 'Query.signInProblem'],
  'Mutation.signIn',
]
/** Asked by whoever is known, however. */
const FOR_THE_KNOWN = ['Mutation.signOut']
/** These end the session that the other calls need; they have tests of their own. */
const ENDS_THE_SESSION = ['signOut']

const schema = createSchema()
const fields = rootFieldsOf(schema)
const nameOf = ({ operation, name }: RootField) =>
  `${{ query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[operation]}.${name}`

function permissionsOf(field: RootField): readonly Permission[] | null {
  const [type = '', name = ''] = nameOf(field).split('.')
  const found = (schema.getType(type) as ReturnType<typeof schema.getQueryType>)?.getFields()[name]
  return (found?.extensions.allowedTo as readonly Permission[] | undefined) ?? null
}

interface Person {
  words: string
  caller: Caller
  connect: () => Promise<ApiClient>
}

const EMAILS: Record<Role, string> = {
  READ_ONLY: 'reader@demo.local',
  DEVELOPER: 'developer@demo.local',
  ADMIN: 'admin@demo.local',
}
const NEW_TOKEN = `mutation ($role: Role!, $readOnly: Boolean!) {
  createApiToken(name: "test", role: $role, readOnly: $readOnly) { secret } }`

let app: AppServer
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

/** One token each: a person may not have many. */
const secrets = new Map<string, Promise<string>>()

async function newSecret(owner: Role, role: Role, readOnly: boolean): Promise<string> {
  const person = await connectApi(app.url, EMAILS[owner])
  const made = await person.request<{ createApiToken: { secret: string } }>(NEW_TOKEN, { role, readOnly })
  await person.close()
  return made.createApiToken.secret
}

async function byToken(owner: Role, role: Role, readOnly: boolean): Promise<ApiClient> {
  const key = `${owner} ${role} ${readOnly}`
  const secret = secrets.get(key) ?? newSecret(owner, role, readOnly)
  secrets.set(key, secret)
  return connectApi(app.url, null, { authorization: `Bearer ${await secret}` })
}

const through = (readOnly: boolean) => ({ tokenId: 't', readOnly, connectionIds: null })
const PEOPLE: readonly Person[] = [
  ...(['READ_ONLY', 'DEVELOPER', 'ADMIN'] as const).flatMap((role): Person[] => [
    { words: `a ${role}`, caller: { role }, connect: () => connectApi(app.url, EMAILS[role]) },
    {
      words: `a token of a ${role}`,
      caller: { role, through: through(false) },
      connect: () => byToken(role, role, false),
    },
    {
      words: `a token of a ${role} that only reads`,
      caller: { role, through: through(true) },
      connect: () => byToken(role, role, true),
    },
  ]),
  {
    words: "an ADMIN's token for a READ_ONLY",
    caller: { role: 'READ_ONLY', through: through(false) },
    connect: () => byToken('ADMIN', 'READ_ONLY', false),
  },
]

/** The code of the refusal, or null for whatever else became of it. */
async function refusalOf(
  api: ApiClient,
  { operation, document, variables }: RootField,
): Promise<string | null> {
  try {
    if (operation === 'subscription') await api.collect(document, variables)
    else await api.request(document, variables)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (['FORBIDDEN', 'UNAUTHENTICATED'].includes(error.code)) return error.code
  }
  return null
}

describe('every root field', () => {
  it('says who may ask for it', () => {
    const silent = fields.filter(field => permissionsOf(field) === null).map(nameOf)
    expect(silent.filter(name => ![...FOR_EVERYBODY, ...FOR_THE_KNOWN].includes(name))).toEqual([])
  })

  it('names permissions that there are', () => {
    for (const field of fields)
      for (const permission of permissionsOf(field) ?? []) expect(ALL_PERMISSIONS).toContain(permission)
  })

  it.each(PEOPLE)('answers $words as the table says', async ({ caller, connect }) => {
    const asked = fields.filter(({ name }) => !ENDS_THE_SESSION.includes(name))
    const expected: [string, string | null][] = []
    const answers: [string, string | null][] = []
    for (const field of asked) {
      const permissions = permissionsOf(field)
      const allowed = permissions === null || permissions.some(permission => may(caller, permission))
      expected.push([nameOf(field), allowed ? null : 'FORBIDDEN'])
      // One of its own each: some fields end sessions.
      const api = await connect()
      answers.push([nameOf(field), await refusalOf(api, field)])
      await api.close()
    }
    expect(answers).toEqual(expected)
  })

  it('answers a stranger and a bad token with UNAUTHENTICATED', async () => {
    const stranger = await connectApi(app.url, null)
    const forger = await connectApi(app.url, 'admin@demo.local', {
      authorization: 'Bearer lovable_forged',
    }).catch(() => null)
    expect(forger).toBeNull()
    const closed = fields.filter(field => !FOR_EVERYBODY.includes(nameOf(field)))
    const bad = await connectApi(app.url, null, { authorization: 'Bearer lovable_forged' })
    for (const field of closed) {
      expect([nameOf(field), await refusalOf(stranger, field)]).toEqual([nameOf(field), 'UNAUTHENTICATED'])
      expect([nameOf(field), await refusalOf(bad, field)]).toEqual([nameOf(field), 'UNAUTHENTICATED'])
    }
    await Promise.all([stranger.close(), bad.close()])
  })
})
