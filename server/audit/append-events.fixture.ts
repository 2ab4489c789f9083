/** A process that appends audit events, for tests: `append-events.fixture.ts <store's URL> <how many, 0: without end>`. */
import { randomUUID } from 'node:crypto'
import { KEYS } from '../../tests/fixtures/store.ts'
import { openStore } from '../store/store.ts'
import { createAuditor } from './audit.ts'

const [url = '', count = '0'] = process.argv.slice(2)
const AT_ONCE = 250

const store = await openStore({ url, migrationsFolder: 'drizzle', keys: KEYS })
const audit = createAuditor({ auditEvents: store.auditEvents, now: () => new Date(), newId: randomUUID })
const wanted = Number(count) || Infinity
process.stdout.write('ready\n')
for (let done = 0; done < wanted; done += AT_ONCE) {
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, wanted - done) }, () =>
      audit.record({
        ...{ actorId: null, connectionId: null, subjectId: null },
        ...{ action: 'keys.rotation-started', detail: { keyId: `of process ${process.pid}` } },
      }),
    ),
  )
  process.stdout.write(`${done + AT_ONCE}\n`)
}
await store.close()
