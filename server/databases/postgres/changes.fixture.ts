import type { Database, DatabaseOptions } from '../database.ts'
import { createDial } from '../dial.ts'
import type { SchemaChanges } from '../schema-changes.ts'
import { postgresEngine } from './postgres.ts'

export const OPTIONS: DatabaseOptions = {
  dial: createDial(),
  applicationName: 'lovable-ai:changes-test',
  maxSessions: 4,
  idleTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 30_000,
}

export function targetOf(url: string) {
  const { hostname, port, pathname, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    tls: 'PREFER',
  } as const
}

/** The database of a URL with the login in it. */
export function openAsAdmin(url: string, options: Partial<DatabaseOptions> = {}) {
  return postgresEngine.open(targetOf(url), { ...OPTIONS, ...options })
}

export function changesOf({ changes }: Database): SchemaChanges {
  if (changes === undefined) throw new Error('This engine changes nothing')
  return changes
}
