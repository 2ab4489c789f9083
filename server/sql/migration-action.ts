import type { TableName } from './closer-look.ts'
import type { Place } from './statement.ts'

/**
 * What a statement of a change does, as far as its words tell. Names are written as in the ids of a structure: in the
 * spelling of the server, with quotes where it needs them. `start` and `end` are of the clause in the whole text, which
 * is the whole statement where it has no clauses.
 */
export type MigrationAction = Place & Deed

/** A constraint as it is written, of a column or of a table. */
export interface WrittenConstraint {
  kind: ConstraintKind
  /** Null where the server makes one. */
  name: string | null
  /** Of a foreign key those that refer; empty for a check. */
  columns: readonly string[]
  references: { table: TableName; columns: readonly string[] } | null
  cascades: boolean
  /** What is there already is not looked at. */
  notValid: boolean
  /** The index that it takes over. */
  usingIndex: string | null
  /** Its words without its name, e.g. `CHECK (a > 0)`. */
  sql: string
}

export type ConstraintKind =
  'CHECK' | 'FOREIGN KEY' | 'UNIQUE' | 'PRIMARY KEY' | 'EXCLUDE' | 'NOT NULL' | 'OTHER'

export interface WrittenColumn {
  name: string
  /** As the dialect names it itself, without lengths, e.g. `int4`; with its schema where it has one. */
  type: string
  /** Name, type and collation, as written. */
  sql: string
  /** As written; null where there is none. */
  default: string | null
  /** What its default calls, in small letters, with schemas where they are written. */
  calls: readonly string[]
  generated: 'STORED' | 'VIRTUAL' | null
  /** It counts by itself. */
  counts: boolean
  constraints: readonly WrittenConstraint[]
}

interface OfTable {
  table: TableName
}

/** An action without its place. */
export type Deed =
  | ({ does: 'ADD COLUMN'; column: WrittenColumn } & OfTable)
  | ({ does: 'DROP COLUMN'; column: string; cascades: boolean } & OfTable)
  | ({ does: 'SET TYPE'; column: string; type: string; typeSql: string; hasUsing: boolean } & OfTable)
  | ({ does: 'SET NOT NULL' | 'DROP NOT NULL'; column: string } & OfTable)
  | ({ does: 'ADD CONSTRAINT'; constraint: WrittenConstraint } & OfTable)
  | ({ does: 'VALIDATE CONSTRAINT'; name: string } & OfTable)
  | ({ does: 'DROP CONSTRAINT'; name: string; cascades: boolean } & OfTable)
  | ({ does: 'ATTACH PARTITION'; partition: TableName } & OfTable)
  | ({ does: 'DETACH PARTITION'; partition: TableName; concurrently: boolean } & OfTable)
  | ({ does: 'SET STORAGE'; what: 'LOGGED' | 'UNLOGGED' | 'TABLESPACE' | 'ACCESS METHOD' } & OfTable)
  | ({ does: 'SWITCH TRIGGER' | 'CREATE TRIGGER' | 'SET REPLICA IDENTITY' } & OfTable)
  /** Any other clause of ALTER TABLE. */
  | ({ does: 'ALTER TABLE' } & OfTable)
  | ({
      does: 'CREATE INDEX'
      name: string | null
      unique: boolean
      concurrently: boolean
      ifNotExists: boolean
      /** Of a partitioned table without its partitions. */
      only: boolean
      /** Null where it has expressions. */
      columns: readonly string[] | null
    } & OfTable)
  | {
      does: 'DROP'
      /** As in the statement, e.g. `INDEX`. */
      what: string
      names: readonly TableName[]
      concurrently: boolean
      cascades: boolean
    }
  | { does: 'REINDEX'; what: string; name: TableName | null; concurrently: boolean }
  | { does: 'VACUUM FULL' | 'CLUSTER'; tables: readonly TableName[] }
  | { does: 'REFRESH'; view: TableName; concurrently: boolean }
  | ({
      does: 'CREATE TABLE'
      columns: readonly WrittenColumn[]
      constraints: readonly WrittenConstraint[]
    } & OfTable)
  | { does: 'CREATE VIEW'; view: TableName; hasStar: boolean; replaces: boolean; asInvoker: boolean }
  | { does: 'ADD ENUM VALUE'; type: TableName; value: string }
  | { does: 'CREATE DOMAIN' | 'ALTER DOMAIN'; domain: TableName; hasCheck: boolean; notValid: boolean }
  | ({ does: 'UPDATE'; hasWhere: boolean; columns: readonly string[] } & OfTable)
  | ({ does: 'DELETE'; hasWhere: boolean } & OfTable)
  | { does: 'TRUNCATE'; tables: readonly TableName[]; cascades: boolean }
  | { does: 'GRANT'; privileges: readonly string[]; toEverybody: boolean }
  | { does: 'SET OWNER'; to: string }
  | { does: 'CREATE EXTENSION'; name: string }
  /** A name that the server cuts off without a word. */
  | { does: 'CUT NAME'; name: string }
