/** Demo mode: three accounts and two sample connections, laid out anew at each start so that they always work. */
import type { Accounts } from './accounts/accounts.ts'
import { Role } from './domain.ts'
import type { Connection, Environment } from './domain.ts'
import type { SampleTarget, Samples } from './samples/samples.ts'
import type { Store } from './store/store.ts'

const ACCOUNTS = [
  { email: 'admin@demo.local', name: 'Demo Admin', role: Role.ADMIN },
  { email: 'developer@demo.local', name: 'Demo Developer', role: Role.DEVELOPER },
  { email: 'reader@demo.local', name: 'Demo Reader', role: Role.READ_ONLY },
]

export interface DemoOptions {
  accounts: Accounts
  connections: Store['connections']
  changeLogins: Store['changeLogins']
  samples: Samples
  password: string
  now: () => Date
  newId: () => string
}

/** @returns the accounts, for the sign-in page */
export async function layOutDemo(options: DemoOptions) {
  const { accounts, connections, changeLogins, samples, password, now, newId } = options
  await Promise.all(ACCOUNTS.map(account => accounts.ensure({ ...account, password })))
  const connection = (name: string, environment: Environment, target: SampleTarget): Connection => ({
    id: newId(),
    name,
    engine: 'POSTGRES',
    environment,
    host: target.host,
    port: target.port,
    database: target.database,
    username: target.username,
    tls: 'PREFER',
    privacy: 'VALUES',
    sampling: { enabled: true, never: [], always: [] },
    ...{ allowedFunctions: [], careful: false, serverVersion: null, loginCanWrite: null },
    sample: true,
    createdAt: now(),
    targetChangedAt: now(),
    deletedAt: null,
  })
  const { development, production, productionChanges } = samples
  await connections.putSample(
    'northwind-prod',
    connection('Northwind prod', 'PRODUCTION', production),
    production.password,
  )
  await connections.putSample(
    'northwind-dev',
    connection('Northwind dev', 'DEVELOPMENT', development),
    development.password,
  )
  const prod = await connections.findSample('northwind-prod')
  if (prod !== null) await changeLogins.set(prod, productionChanges)
  return ACCOUNTS.map(({ email, role }) => ({ email, role, password }))
}
