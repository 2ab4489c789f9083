import type { TableName } from './closer-look.ts'
import type { Place } from './statement.ts'

/**
 * What a statement of a change says that it does, read from its text alone: what the server makes of it the dry run tells.
 * For dialects whose changes of a table are one list of actions in one statement. Places are in the whole text. Names are as
 * written, without quotes.
 */
export type WrittenChange =
  | AlterTable
  | CreateTable
  | { verb: 'DROP_TABLE'; tables: readonly TableName[] }
  | { verb: 'RENAME_TABLE'; pairs: readonly { from: TableName; to: TableName }[] }
  | { verb: 'TRUNCATE'; table: TableName }
  | { verb: 'SET'; settings: readonly (Place & { name: string; value: string })[] }
  | CreateProgram
  | RowWrite
  /** What has no place here, or is not read to its end. */
  | { verb: 'UNREAD' }

/** ALTER TABLE, and CREATE INDEX and DROP INDEX, which are the same in other words. */
export interface AlterTable {
  verb: 'ALTER_TABLE' | 'CREATE_INDEX' | 'DROP_INDEX'
  table: TableName
  /** Where it names the table. */
  tableAt: Place
  /** IGNORE: rows that break a new key go. */
  ignores: Place | null
  /** How long it waits for the table, where it says so itself. */
  wait: Place | null
  actions: readonly Action[]
}

export interface CreateTable {
  verb: 'CREATE_TABLE'
  table: TableName
  tableAt: Place
  /** OR REPLACE: what is there goes. */
  replaces: Place | null
  /** As of `ColumnDefinition`. */
  reserved: boolean
  /** The list of its parts, with its brackets; null where there is none. */
  list: Place | null
  /** What it takes its columns from beside that list. */
  copies: 'LIKE' | 'QUERY' | null
  actions: readonly Action[]
}

/** Something that runs with the rights of somebody: of its definer where it does not say otherwise. */
export interface CreateProgram {
  verb: 'CREATE_PROGRAM'
  what: 'VIEW' | 'TRIGGER' | 'PROCEDURE' | 'FUNCTION' | 'EVENT'
  /** The word of `what`. */
  at: Place
  asInvoker: boolean
}

/** Rows that are written, not structure. */
export interface RowWrite {
  verb: 'WRITE_ROWS'
  what: 'UPDATE' | 'DELETE' | 'INSERT'
  /** Every row: there is no WHERE. */
  all: boolean
}

/** One thing that an ALTER TABLE does, or a part of a CREATE TABLE. */
export type Action = Place & ActionFacts

export type ActionFacts =
  | { kind: 'ADD_COLUMN'; column: ColumnDefinition }
  /** MODIFY and CHANGE; `from` is the name before. */
  | { kind: 'MODIFY_COLUMN'; from: string; column: ColumnDefinition }
  | { kind: 'DROP_COLUMN'; name: string }
  | { kind: 'RENAME_COLUMN'; from: string; to: string }
  | { kind: 'ALTER_DEFAULT'; name: string; default: DefaultDefinition | null }
  | { kind: 'ADD_INDEX'; index: IndexDefinition }
  | { kind: 'DROP_INDEX'; name: string }
  | { kind: 'DROP_PRIMARY_KEY' }
  | { kind: 'ADD_FOREIGN_KEY'; columns: readonly string[]; reference: ReferenceDefinition }
  | { kind: 'ADD_CHECK' }
  | { kind: 'DROP_CONSTRAINT'; name: string }
  | { kind: 'RENAME_INDEX'; from: string; to: string }
  | { kind: 'ALTER_INDEX'; name: string }
  | { kind: 'RENAME_TABLE'; to: TableName }
  /** Of all columns that hold text. */
  | { kind: 'CONVERT_CHARSET'; charset: string; value: Place }
  /** Of columns that come later; `value` is the name of it. */
  | { kind: 'DEFAULT_CHARSET'; charset: string; value: Place }
  | { kind: 'ENGINE'; engine: string; value: Place }
  | { kind: 'PARTITION'; what: string }
  /** FORCE, COMMENT, ROW_FORMAT and the like, in capitals. */
  | { kind: 'OPTION'; name: string }
  | { kind: 'ALGORITHM'; name: string }
  | { kind: 'LOCK'; name: string }
  | { kind: 'UNKNOWN' }

export interface ColumnDefinition extends Place {
  name: string
  nameAt: Place
  /** Written without quotes it would be another word on some servers. */
  reserved: boolean
  type: TypeDefinition
  /** As it says; null where it says nothing, which means that NULL is allowed. */
  notNull: boolean | null
  default: DefaultDefinition | null
  generated: (Place & { stored: boolean; word: Place | null }) | null
  autoIncrement: boolean
  key: 'PRIMARY' | 'UNIQUE' | null
  /** REFERENCES behind the column itself. */
  reference: (Place & ReferenceDefinition) | null
  check: Place | null
  position: 'FIRST' | 'AFTER' | null
}

export interface TypeDefinition extends Place {
  /** In capitals, by its usual name, e.g. INT for INTEGER. */
  name: string
  /** What stands in its brackets; strings without quotes. */
  arguments: readonly string[]
  /** The brackets themselves. */
  brackets: Place | null
  unsigned: boolean
  zerofill: boolean
  /** In small letters. */
  charset: (Place & { name: string }) | null
}

export interface DefaultDefinition extends Place {
  kind: 'LITERAL' | 'NOW' | 'NULL' | 'EXPRESSION'
  /** What stands behind DEFAULT, as written; of a string what is in its quotes. */
  text: string
  /** With its word DEFAULT. */
  clause: Place
}

export interface IndexDefinition {
  type: 'PLAIN' | 'UNIQUE' | 'FULLTEXT' | 'SPATIAL' | 'PRIMARY'
  name: string | null
  /** Null for an expression. */
  columns: readonly (string | null)[]
}

export interface ReferenceDefinition {
  table: TableName
  columns: readonly string[]
  /** In capitals, null where it says nothing. */
  onDelete: string | null
  onUpdate: string | null
}
