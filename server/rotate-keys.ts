/**
 * `npm run rotate-keys`: seals every saved password under the first key, also while the server runs. See docs/keys.md.
 * A program of its own, started beside main.ts with the same environment; nobody imports it.
 */
import { randomUUID } from 'node:crypto'
import pino from 'pino'
import { createAuditor } from './audit/audit.ts'
import { loadEnvironment, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { explainUnreadable, reportRotation } from './key-reports.ts'
import { gatherKeys, GENERATED_KEY_FILE, openOwnStore } from './own-store.ts'
import { explainStartFailure } from './start-failure.ts'
import { startEmbeddedPostgres } from './store/embedded/embedded-postgres.ts'
import { secretFile } from './store/secret-files.ts'
import { storeFailure } from './store/store-failure.ts'
import type { Store } from './store/store.ts'

/** @returns the exit code: 1 when a password cannot be read */
async function rotateKeys(config: Config, store: Store): Promise<number> {
  const audit = createAuditor({
    auditEvents: store.auditEvents,
    now: () => new Date(),
    newId: () => randomUUID(),
  })
  const keyIds = (await gatherKeys(config)).map(({ id }) => id)
  const keyId = keyIds[0] ?? ''
  const act = { actorId: null, connectionId: null, subjectId: null }
  await audit.record({ ...act, action: 'keys.rotation-started', detail: { keyId } })
  const rotation = await store.savedPasswords.resealAll()
  const { resealed, alreadyRight, unreadable } = rotation
  const counts = { resealed, alreadyRight, unreadable: unreadable.length }
  await audit.record({ ...act, action: 'keys.rotated', detail: { keyId, ...counts } })

  const generatedKeyFile = secretFile(config.dataDirectory, GENERATED_KEY_FILE)
  process.stdout.write(`${reportRotation(rotation, keyIds, generatedKeyFile).join('\n')}\n`)
  const problem = explainUnreadable(unreadable, generatedKeyFile)
  if (problem === null) return 0
  process.stderr.write(`${problem}\n`)
  return 1
}

async function run(): Promise<number> {
  const config = readConfig(loadEnvironment())
  const log = pino({ level: 'warn', base: null }, pino.destination(2))
  // A server that runs already is joined, and goes on when we leave.
  const embedded =
    config.databaseUrl === null
      ? await startEmbeddedPostgres({ dataDirectory: config.dataDirectory, log })
      : null
  try {
    const store = await openOwnStore(config, embedded?.url ?? null, process.cwd())
    try {
      return await rotateKeys(config, store)
    } finally {
      await store.close()
    }
  } finally {
    await embedded?.stop()
  }
}

// It takes a moment, and the embedded PostgreSQL is to be left in order: only the second Ctrl-C ends it at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => undefined)
process.exitCode = await run().catch((error: unknown) => {
  process.stderr.write(`${explainStartFailure(storeFailure(error) ?? error)}\n`)
  return 1
})
