/**
 * `npm run audit:verify [export.jsonl] [--checkpoint=<line of the log>] [--public-key=<base64>]`: finds the first break of the
 * audit, in the store or offline in an export. Ends with 1 when there is one. See docs/audit.md. A program of its own.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { createAuditKeeper } from './audit/audit-keeper.ts'
import { verifyExport } from './audit/verify-export.ts'
import { loadEnvironment, readConfig } from './config.ts'
import type { AuditVerification } from './domain.ts'
import { AppError } from './errors.ts'
import { gatherKeys, openOwnStore } from './own-store.ts'
import { explainStartFailure } from './start-failure.ts'
import { startEmbeddedPostgres } from './store/embedded/embedded-postgres.ts'
import { storeFailure } from './store/store-failure.ts'

type Head = NonNullable<AuditVerification['head']>

async function run(): Promise<number> {
  const { values, positionals } = readArguments()
  const known = values.checkpoint === undefined ? null : readCheckpoint(values.checkpoint)
  const [file] = positionals
  const startedAt = performance.now()
  const found =
    file === undefined
      ? await verifyStore(known)
      : await verifyExport(createInterface({ input: createReadStream(file), crlfDelay: Infinity }), {
          known,
          publicKey: values['public-key'] ?? null,
        })
  process.stdout.write(`${describe(found, performance.now() - startedAt).join('\n')}\n`)
  return found.ok ? 0 : 1
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { checkpoint: { type: 'string' }, 'public-key': { type: 'string' } },
    })
  } catch (error) {
    throw new AppError('INPUT_INVALID', error instanceof Error ? error.message : 'Wrong arguments', {
      hints: ['npm run audit:verify -- [export.jsonl] [--checkpoint=123:9f86…] [--public-key=…]'],
    })
  }
}

/** A line of the log as it is, or `sequence:hash`. */
function readCheckpoint(text: string): Head {
  const [, sequence, hash] =
    /"sequence":(\d+),"hash":"([0-9a-f]{64})"/.exec(text) ?? /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (sequence !== undefined && hash !== undefined) return { sequence: Number(sequence), hash }
  throw new AppError('INPUT_INVALID', 'This is no checkpoint', {
    hints: ['Give a whole line "audit checkpoint" of the log, or its sequence and hash as 123:9f86…'],
  })
}

async function verifyStore(known: Head | null): Promise<AuditVerification> {
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
      const keeper = createAuditKeeper({
        ...{ auditEvents: store.auditEvents, auditCuts: store.auditCuts, keys: await gatherKeys(config) },
        ...{ retentionDays: null, now: () => new Date() },
        // It only looks.
        audit: { record: () => Promise.reject(new Error('nothing is recorded here')) },
      })
      return await keeper.verify(known)
    } finally {
      await store.close()
    }
  } finally {
    await embedded?.stop()
  }
}

function describe(
  { ok, checked, firstBroken, problem, head, cut }: AuditVerification,
  tookMs: number,
): string[] {
  const count = `${checked.toLocaleString('en-US')} events are in order (${(tookMs / 1000).toFixed(1)} s)`
  const cutLine = cut
    ? [
        `Older ones were cut off after event ${cut.sequence}, at ${cut.at.toISOString()}, signed with the key ${cut.keyId}.`,
      ]
    : []
  const keyLine = cut?.publicKey ? [`Its public key: ${cut.publicKey}`] : []
  if (!ok)
    return [`BROKEN at event ${firstBroken}. ${problem}.`, `Before it, ${count}.`, ...cutLine, ...keyLine]
  const headLine = head === null ? [] : [`The last one: ${head.sequence}:${head.hash}`]
  return [`Whole: ${count}.`, ...headLine, ...cutLine, ...keyLine]
}

// It takes a moment, and the embedded PostgreSQL is to be left in order: only the second Ctrl-C ends it at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => undefined)
process.exitCode = await run().catch((error: unknown) => {
  process.stderr.write(`${explainStartFailure(storeFailure(error) ?? error)}\n`)
  return 1
})
