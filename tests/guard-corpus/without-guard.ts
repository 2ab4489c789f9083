import { createDial } from '../../server/databases/dial.ts'
import type { Database } from '../../server/databases/database.ts'
import { AppError } from '../../server/errors.ts'
import { pause } from '../../server/databases/pause.ts'
import { differences } from './throwaway.ts'
import type { Fingerprint, LoginName, Throwaway } from './throwaway.ts'

/** How long a statement may take here. */
const LIMIT_MS = 1000
/** Statements that do not listen are ended from outside, at the latest by the end of their session. */
const GRACE_MS = 5000
/** What was cleared away is gone from the server's own lists a moment later. */
const SETTLING_MS = [50, 150, 300, 600, 1200]
const ENOUGH_BYTES = 10_000_000
const PASSING_PARTS = /^(locks|sessions|transactions|next user)/

export interface Trial {
  /** The failure with which the server, or our side of the session, stopped it; null when it ran to its end. */
  stoppedBy: string | null
  /** What is different since, or came to light; empty when nothing. */
  effects: readonly string[]
}

interface Answer {
  text: string
  stoppedBy: string | null
}

export interface Trials {
  try(sql: string): Promise<Trial>
  close(): Promise<void>
}

/**
 * Statements straight to the engine's own wall, as if there were no guard: their plan, then all their rows. After each
 * one the whole server is looked at, and what the next user of the session would find. A server that is not as it was is
 * set up anew.
 */
export async function openTrials(server: Throwaway, login: LoginName): Promise<Trials> {
  let database = open(server, login)
  let before = await look()

  async function look(): Promise<Fingerprint> {
    const { text, stoppedBy } = await readAll(database, server.leftoversQuery, 20_000)
    const fingerprint = await server.fingerprint()
    return new Map([...fingerprint, ['next user of the session', stoppedBy ?? text]])
  }

  async function changes(): Promise<readonly string[]> {
    let found: readonly string[] = []
    for (const ms of [0, ...SETTLING_MS]) {
      await pause(ms)
      found = differences(before, await look())
      if (!found.some(part => PASSING_PARTS.test(part))) break
    }
    return found
  }

  async function startAnew(): Promise<void> {
    await database.close()
    await server.restore()
    database = open(server, login)
    before = await look()
  }

  return {
    async try(text) {
      const sql = server.localize(text)
      await Promise.race([database.plan(sql).catch(ignoreFailure), pause(LIMIT_MS + GRACE_MS)])
      const late = pause(LIMIT_MS + GRACE_MS).then(() => null)
      const answer = await Promise.race([readAll(database, sql, LIMIT_MS), late])
      const shows = answer === null ? ['still running'] : shownSecrets(answer.text, server.secrets())
      const changed = await changes().catch((error: unknown) => [`the server is gone: ${String(error)}`])
      if (answer === null || changed.length > 0) await startAnew()
      return { stoppedBy: answer?.stoppedBy ?? null, effects: [...shows, ...changed] }
    },
    close: () => database.close(),
  }
}

function open(server: Throwaway, login: LoginName): Database {
  return server.engine.open(server.target(login), {
    ...{ dial: createDial(), applicationName: 'corpus', maxSessions: 1, idleTimeoutMs: 60_000 },
    ...{ connectTimeoutMs: 5000, statementTimeoutMs: LIMIT_MS, maxExaminedRows: 10_000_000_000 },
  })
}

/** As somebody would who wants all rows. */
async function readAll(database: Database, sql: string, timeoutMs: number): Promise<Answer> {
  let text = ''
  try {
    const cursor = await database.openCursor(sql, { timeoutMs })
    try {
      for (let done = false; !done && text.length < ENOUGH_BYTES;) {
        const batch = await cursor.read({ maxRows: 1000, maxBytes: ENOUGH_BYTES })
        text += batch.rows.json.toString()
        done = batch.done
      }
    } finally {
      await cursor.close()
    }
    return { text, stoppedBy: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { text, stoppedBy: error.code }
  }
}

/** What a server calls binary comes in base64. */
function shownSecrets(text: string, secrets: readonly string[]): readonly string[] {
  return secrets
    .filter(secret => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64')))
    .map(secret => `shows ${secret.slice(0, 24)}`)
}

function ignoreFailure(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}
