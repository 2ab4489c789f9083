import type { Engine } from '../domain.ts'
import { createMysqlParser } from './mysql/mysql-parser.ts'
import { loadPostgresParser } from './postgres/postgres-parser.ts'
import type { SqlParser } from './statement.ts'

export type { CloserLook, NamedColumn, Remark, TableName } from './closer-look.ts'
export type {
  FunctionReference,
  Mention,
  ParseResult,
  Place,
  Reference,
  SqlParser,
  Statement,
} from './statement.ts'

/** One parser a dialect. An engine without one is not parsed by another's: what cannot be parsed is refused. */
export type SqlParsers = Readonly<Partial<Record<Engine, SqlParser>>>

/** Loads the parsers once (about half a second); parsing itself is synchronous and pure. */
export async function loadSqlParsers(): Promise<SqlParsers> {
  return { POSTGRES: await loadPostgresParser(), MYSQL: createMysqlParser() }
}
