import type { DatabaseTarget } from '../database.ts'
import { createDial } from '../dial.ts'
import { openSession } from './driver.ts'
import type { Session } from './driver.ts'

const TIMEOUT_MS = 20_000

/** A session in its READ ONLY transaction, as the pool would hand it out. */
export async function openTestSession(url: string): Promise<Session> {
  const session = await openSession(toTarget(url), {
    dial: createDial(),
    applicationName: 'mysql-test',
    maxSessions: 1,
    idleTimeoutMs: TIMEOUT_MS,
    connectTimeoutMs: TIMEOUT_MS,
    statementTimeoutMs: TIMEOUT_MS,
  })
  await session.begin(TIMEOUT_MS)
  return session
}

function toTarget(url: string): DatabaseTarget {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: 'DISABLE',
  }
}
