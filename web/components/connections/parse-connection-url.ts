import type { Engine, TlsMode } from '../../graphql/generated/graphql.ts'
import { parseKeywordString } from './parse-keyword-string.ts'
import { tlsFromParameters } from './tls-from-parameters.ts'

/** What a pasted text says of a database; what it does not say is undefined, but for the port, which engines have. */
export interface ConnectionUrl {
  engine: Engine
  host?: string
  port: number
  database?: string
  username?: string
  password?: string
  tls?: TlsMode
  /** What the reader should know of how it was read. */
  notes: readonly string[]
}

export type ParsedConnectionUrl = { ok: true; found: ConnectionUrl } | { ok: false; message: string }

export const DEFAULT_PORTS: Record<Engine, number> = { POSTGRES: 5432, MYSQL: 3306 }

/** For each engine: what its own URLs look like. */
export const EXAMPLE_URLS: Record<Engine, string> = {
  POSTGRES: 'postgres://user:password@db.example.com:5432/shop',
  MYSQL: 'mysql://user:password@db.example.com:3306/shop',
}

interface Scheme {
  engine: Engine
  /** Its JDBC driver says `ssl=true` and means that the certificate is verified. */
  jdbcSslVerifies: boolean
}

const POSTGRES: Scheme = { engine: 'POSTGRES', jdbcSslVerifies: true }
const MYSQL: Scheme = { engine: 'MYSQL', jdbcSslVerifies: false }
const SCHEMES: Partial<Record<string, Scheme>> = {
  postgres: POSTGRES,
  postgresql: POSTGRES,
  mysql: MYSQL,
  mysql2: MYSQL,
  mariadb: MYSQL,
}

/** The same parts, whatever notation they were written in. */
export interface WrittenParts {
  engine: Engine
  hosts: readonly string[]
  ports: readonly string[]
  database?: string
  username?: string
  password?: string
  tls?: TlsMode
}

const NOT_UNDERSTOOD =
  'This is no connection URL that is understood here. It looks like postgres://user:password@host:5432/database or mysql://…'

/**
 * Reads a connection URL as databases, their hosts and their drivers hand it out: `postgres://`, `mysql://`, `jdbc:…`,
 * the keyword strings of libpq, or a line of an environment file around one. Messages never hold a part of the text,
 * which may be a password.
 */
export function parseConnectionUrl(pasted: string): ParsedConnectionUrl {
  const text = unwrap(pasted)
  const url = /^(jdbc:)?([a-z0-9]+)(?:\+[a-z0-9_]+)?:\/\/(.*)$/is.exec(text)
  const scheme = SCHEMES[url?.[2]?.toLowerCase() ?? '']
  if (url !== null && scheme === undefined)
    return { ok: false, message: 'Only PostgreSQL, MySQL and MariaDB can be connected.' }
  const parts =
    url === null || scheme === undefined
      ? parseKeywordString(text)
      : partsOfUrl(scheme, url[3] ?? '', url[1] !== undefined)
  if (parts === null) return { ok: false, message: NOT_UNDERSTOOD }
  return settle(parts)
}

/** Takes off quotes, `psql` in front and `DATABASE_URL=`. */
function unwrap(pasted: string): string {
  const bare = pasted.trim().replace(/^(?:export\s+)?(?:[A-Z][A-Z0-9_]*\s*=\s*|psql\s+)(?=["']?\S)/, '')
  return bare.replace(/^(["'])(.*)\1;?$/s, '$2').trim()
}

function partsOfUrl({ engine, jdbcSslVerifies }: Scheme, rest: string, jdbc: boolean): WrittenParts {
  const parameters = new Map<string, string>()
  const { authority, path, query } = splitRest(rest)
  for (const pair of query.split('&')) {
    const [name = '', ...value] = pair.split('=')
    if (name !== '') parameters.set(decode(name), decode(value.join('=')))
  }
  const at = authority.lastIndexOf('@')
  const colon = authority.slice(0, Math.max(at, 0)).indexOf(':')
  const login = at < 0 ? '' : authority.slice(0, at)
  const places = authority
    .slice(at + 1)
    .split(',')
    .map(splitPlace)
  return {
    engine,
    hosts: parameters.get('host')?.split(',') ?? places.map(({ host }) => decode(host)),
    ports: parameters.get('port')?.split(',') ?? places.map(({ port }) => port),
    database: decode(path) || parameters.get('dbname'),
    username: decode(colon < 0 ? login : login.slice(0, colon)) || parameters.get('user'),
    password: (colon < 0 ? '' : decode(login.slice(colon + 1))) || parameters.get('password'),
    tls: tlsFromParameters(parameters, jdbc && jdbcSslVerifies),
  }
}

/**
 * Passwords are often pasted in unescaped, and may hold what ends an authority. Where that leaves a port that is no
 * number, the authority goes on to the last `@`.
 */
function splitRest(rest: string) {
  const strict = splitAt(rest, 0)
  const misread = !strict.authority.includes('@') && /:(?!\d+(?:,|$))[^\]]*$/.test(strict.authority)
  return misread && rest.includes('@') ? splitAt(rest, rest.lastIndexOf('@')) : strict
}

function splitAt(rest: string, from: number) {
  const length = rest.slice(from).search(/[/?#]/)
  const end = length < 0 ? rest.length : from + length
  const tail = rest.slice(end).replace(/#.*$/s, '')
  const question = tail.indexOf('?')
  return {
    authority: rest.slice(0, end),
    path: (question < 0 ? tail : tail.slice(0, question)).replace(/^\//, ''),
    query: question < 0 ? '' : tail.slice(question + 1),
  }
}

/** `host:5432`, `[::1]:5432`, `[::1]`, `host`. */
function splitPlace(place: string): { host: string; port: string } {
  const found = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(place)
  return { host: found?.[1] ?? found?.[2] ?? '', port: found?.[3] ?? '' }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A percent sign that was not meant as one.
    return text
  }
}

function settle({ engine, hosts, ports, ...rest }: WrittenParts): ParsedConnectionUrl {
  const host = hosts[0]?.trim() ?? ''
  const written = ports[0]?.trim() ?? ''
  const port = written === '' ? DEFAULT_PORTS[engine] : Number(written)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return { ok: false, message: 'Its port is not a number between 1 and 65535.' }
  const socket = host.startsWith('/')
  const placeholder = rest.password !== undefined && isPlaceholder(rest.password)
  const notes = [
    ...(socket ? ['It names a socket on the same machine: give a host and a port instead.'] : []),
    ...(hosts.length > 1 ? ['It names several hosts; the first one was taken.'] : []),
    ...(placeholder ? ['Its password is a placeholder: type the real one.'] : []),
  ]
  const found = {
    engine,
    port,
    notes,
    host: host === '' || socket ? undefined : host.replace(/^\[(.*)\]$/, '$1'),
    database: rest.database || undefined,
    username: rest.username || undefined,
    password: rest.password === '' || placeholder ? undefined : rest.password,
    tls: rest.tls,
  }
  return { ok: true, found }
}

/** Consoles show `[YOUR-PASSWORD]`, `<password>` or stars where the password goes. */
function isPlaceholder(password: string): boolean {
  return /^(\[[\w -]*password[\w -]*\]|<[^<>]*>|\*{3,}|•+|\$\{\w+\})$/i.test(password)
}
