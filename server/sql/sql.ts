import type { Engine } from '../domain.ts'
import type { MigrationReader } from './migration.ts'
import { createMysqlParser } from './mysql/mysql-parser.ts'
import { mysqlMigrationReader } from './mysql/read-migration.ts'
import { loadPostgresParser } from './postgres/postgres-parser.ts'
import { postgresMigrationReader } from './postgres/read-migration.ts'
import type { SqlParser } from './statement.ts'

export type { MigrationKind, MigrationReader, MigrationReading, MigrationStatement } from './migration.ts'
export type { MigrationAction, WrittenColumn, WrittenConstraint } from './migration-action.ts'
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
export type {
  Action,
  AlterTable,
  ColumnDefinition,
  CreateTable,
  DefaultDefinition,
  IndexDefinition,
  TypeDefinition,
  WrittenChange,
} from './written-change.ts'

/** One parser a dialect. An engine without one is not parsed by another's: what cannot be parsed is refused. */
export type SqlParsers = Readonly<Partial<Record<Engine, SqlParser>>>

/** Loads the parsers once (about half a second); parsing itself is synchronous and pure. */
export async function loadSqlParsers(): Promise<SqlParsers> {
  return { POSTGRES: await loadPostgresParser(), MYSQL: createMysqlParser() }
}

export type MigrationReaders = Readonly<Partial<Record<Engine, MigrationReader>>>

/** The same parsers, for statements that change the structure of a database. */
export async function loadMigrationReaders(): Promise<MigrationReaders> {
  await loadPostgresParser()
  return { POSTGRES: postgresMigrationReader, MYSQL: mysqlMigrationReader }
}
