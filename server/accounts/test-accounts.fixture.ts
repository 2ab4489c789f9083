import { randomBytes, randomUUID } from 'node:crypto'
import type { AuditRecord } from '../domain.ts'
import { createActRecord } from '../pipeline/act-record.ts'
import type { Store } from '../store/store.ts'
import { createAccounts } from './accounts.ts'
import type { AccountsOptions } from './accounts.ts'

const DAY_MS = 86_400_000

/** Accounts on a real store, with the defaults of the configuration. */
export function createTestAccounts(
  store: Store,
  more: Partial<AccountsOptions> & Pick<AccountsOptions, 'record'>,
) {
  const acts = createActRecord({
    audit: { record: event => more.record(event as AuditRecord) },
    newId: randomUUID,
  })
  return createAccounts({
    ...store,
    acts,
    connectionExists: async id => (await store.connections.find(id))?.deletedAt === null,
    now: () => new Date(),
    newId: randomUUID,
    randomBytes,
    session: { idleMs: 7 * DAY_MS, maxMs: 30 * DAY_MS },
    secureCookies: false,
    oneTimePasswordMs: 3 * DAY_MS,
    tokensPerUser: 5,
    rightsCheckMs: 50,
    ...more,
  })
}
