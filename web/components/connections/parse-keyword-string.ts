import type { WrittenParts } from './parse-connection-url.ts'
import { tlsFromParameters } from './tls-from-parameters.ts'

/** One `name = value`; a value with spaces stands in single quotes, where a backslash takes the next sign as it is. */
const PAIR = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/gisy

const KNOWN = ['host', 'hostaddr', 'port', 'dbname', 'user', 'password', 'sslmode']

/**
 * `host=… port=… dbname=… user=…`, as libpq takes it; null when it is none.
 * https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
 */
export function parseKeywordString(text: string): WrittenParts | null {
  const pairs = new Map<string, string>()
  let read = 0
  for (const pair of text.matchAll(PAIR)) {
    read += pair[0].length
    pairs.set((pair[1] ?? '').toLowerCase(), (pair[2] ?? pair[3] ?? '').replace(/\\(.)/gs, '$1'))
  }
  if (text.slice(read).trim() !== '' || !KNOWN.some(name => pairs.has(name))) return null
  return {
    engine: 'POSTGRES',
    hosts: (pairs.get('host') ?? pairs.get('hostaddr') ?? '').split(','),
    ports: (pairs.get('port') ?? '').split(','),
    database: pairs.get('dbname'),
    username: pairs.get('user'),
    password: pairs.get('password'),
    tls: tlsFromParameters(pairs, false),
  }
}
