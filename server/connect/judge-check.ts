import type { Connection, ConnectionInput, Notice } from '../domain.ts'
import type { ServerCheck } from '../databases/database.ts'
import { AppError } from '../errors.ts'

type Place = Pick<Connection | ConnectionInput, 'host' | 'environment'>

/** What is worth knowing about a connection that works; most important first. */
export function checkNotices(check: ServerCheck, { host, environment }: Place): Notice[] {
  const notices: (Notice | false)[] = [
    !check.canRead && {
      code: 'DATABASE_NOTHING_TO_READ',
      message: 'This login gets in, but finds no table that it may read.',
      hints: [
        'Ask the database’s administrator for SELECT on the tables that are to be asked; the SQL is below.',
        'Check the name of the database: the tables may be in another one.',
      ],
    },
    check.canWrite && {
      code: 'DATABASE_LOGIN_CAN_WRITE',
      message: 'This login could change data. The app only ever reads, in transactions that cannot write.',
      hints: [
        environment === 'PRODUCTION'
          ? 'Make a login that can only read: in production nothing should rest on one safeguard alone.'
          : 'Make a login that can only read, so that the server itself holds to it.',
      ],
    },
    !check.encrypted &&
      !isLoopback(host) && {
        code: 'CONNECTION_NOT_ENCRYPTED',
        message: 'This connection is not encrypted: whoever is in between can read queries and rows.',
        hints: ['Switch on TLS at the server, then choose the TLS mode “require” or “verify”.'],
      },
    check.readOnlyReplica && {
      code: 'DATABASE_READ_ONLY_REPLICA',
      message: 'This is a read-only replica: what it answers may lag behind its primary.',
      hints: ['Changes of tables need a connection to the primary.'],
    },
    check.pooled && {
      code: 'CONNECTION_POOLED',
      message: 'A pooler stands between this app and the server.',
      hints: ['Long runs hold one of its server connections until they end.'],
    },
  ]
  return notices.filter(notice => notice !== false)
}

/** The refusal of a production login that could write, where the administrator of this app asks for read-only ones. */
export function loginRefusal(
  check: Pick<ServerCheck, 'canWrite'>,
  { environment }: Pick<Place, 'environment'>,
  requireReadOnlyLogin: boolean,
): AppError | null {
  if (!requireReadOnlyLogin || environment !== 'PRODUCTION' || !check.canWrite) return null
  return new AppError(
    'DATABASE_LOGIN_CAN_WRITE',
    'This login could change data; production connections must use a login that can only read.',
    { hints: ['Ask the database’s administrator for a login that can only read.'] },
  )
}

export function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i.test(host)
}
