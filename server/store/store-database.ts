import { drizzle } from 'drizzle-orm/pg-proxy'
import { openStoreSession, within } from './store-session.ts'
import type { StoreSession } from './store-session.ts'

const MAX_SESSIONS = 10
/** No statement of ours takes a second: one that takes that long is answered by nobody. */
const STATEMENT_MS = 30_000
const END_MS = 5000

export type Database = ReturnType<typeof drizzle>

export interface StoreDatabase {
  /** Each statement is a transaction of its own; `db.transaction` throws. See `store-session.ts` for the reason. */
  db: Database
  /** Rejects when the store does not answer in that time. */
  ping(timeoutMs: number): Promise<void>
  end(): Promise<void>
}

/** Drizzle on at most ten sessions, opened when needed; a lost one is replaced at the next statement. */
export function openStoreDatabase(url: string): StoreDatabase {
  const idle: StoreSession[] = []
  const opened = new Set<StoreSession>()
  const waiting: (() => void)[] = []
  let turns = MAX_SESSIONS
  let hasEnded = false

  async function takeTurn(): Promise<void> {
    if (turns > 0) turns -= 1
    else await new Promise<void>(resolve => waiting.push(resolve))
  }

  function endTurn(): void {
    const next = waiting.shift()
    if (next === undefined) turns += 1
    else next()
  }

  async function takeSession(): Promise<StoreSession> {
    for (let session = idle.pop(); session !== undefined; session = idle.pop()) {
      if (session.isOpen()) return session
      opened.delete(session)
    }
    const session = await openStoreSession(url)
    opened.add(session)
    if (!hasEnded) return session
    await giveBack(session, false)
    throw new Error('The store was closed meanwhile')
  }

  async function giveBack(session: StoreSession, isSound: boolean): Promise<void> {
    if (isSound && session.isOpen()) return void idle.push(session)
    opened.delete(session)
    await session.end(0)
  }

  async function run(text: string, parameters: readonly unknown[], rows: 'arrays' | 'objects') {
    await takeTurn()
    try {
      const session = await takeSession()
      let isSound = false
      try {
        const result = await within(STATEMENT_MS, session.run(text, parameters, rows))
        isSound = true
        return result
      } finally {
        await giveBack(session, isSound)
      }
    } finally {
      endTurn()
    }
  }

  return {
    db: drizzle(async (text, parameters, method) => ({
      rows: await run(text, parameters, method === 'all' ? 'arrays' : 'objects'),
    })),
    async ping(timeoutMs) {
      await within(timeoutMs, run('select 1', [], 'arrays'))
    },
    async end() {
      hasEnded = true
      await Promise.all([...opened].map(session => session.end(END_MS)))
    },
  }
}
