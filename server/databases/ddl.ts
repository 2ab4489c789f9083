import type { QualifiedName } from './database.ts'

/** How an engine writes changes of structure that are asked for in words. Part of the contract in `database.ts`. Pure. */
export interface Ddl {
  typeName(type: ColumnType): string
  /** Text of no limit that anybody has said, and that an index or a key can be on. */
  plainText: ColumnType
  /** A moment, where no column of the database shows how it has them. */
  plainMoment: ColumnType
  /** Type and rest of a key that counts up by itself. */
  countingType: string
  /** The type of a new column that takes these texts only; null where that is a check. */
  allowedTexts(values: readonly string[]): string | null
  /** The time or the day of an insert, as the default of a new column. */
  currentDefault(type: 'DATE' | 'TIME' | 'TIMESTAMP'): string
  setDefault(column: AlteredColumn, expression: string): string
  setType(column: AlteredColumn, type: ColumnType): string
  setNullable(column: AlteredColumn, nullable: boolean): string
  /** A view is renamed by ALTER TABLE as well. */
  renamesViewsAsTables: boolean
  /** The new name of a table stands alone: it stays in its schema. */
  renamesInPlace: boolean
  dropKey(table: string, key: TableKey): string
  /** A foreign key in place of one of the same columns, in one statement. */
  replaceForeignKey(table: string, key: TableKey, definition: string): string
  commentOnTable(table: string, comment: string): string
  commentOnColumn(column: AlteredColumn, comment: string): string
  /** A column as part of an index. */
  indexPart(column: string, type: string): string
}

/** What a new column holds, whatever an engine calls that. */
export type ColumnType =
  | { kind: 'VARCHAR' | 'CHAR'; length: number }
  | { kind: 'DECIMAL'; precision: number; scale: number }
  | { kind: PlainType }
  /** As the engine prints it, for instance that of the column which is referenced. */
  | { kind: 'NATIVE'; sql: string }

export type PlainType =
  | 'TEXT'
  | 'SMALLINT'
  | 'INTEGER'
  | 'BIGINT'
  | 'REAL'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  | 'TIMESTAMP_WITH_ZONE'
  | 'JSON'
  | 'UUID'
  | 'BINARY'

/** How types are written; engines differ in the words only. */
export function createTypeNames(
  words: Readonly<Record<PlainType, string>>,
  decimal: string,
): (type: ColumnType) => string {
  return type => {
    switch (type.kind) {
      case 'VARCHAR':
      case 'CHAR':
        return `${type.kind.toLowerCase()}(${type.length})`
      case 'DECIMAL':
        return `${decimal}(${type.precision},${type.scale})`
      case 'NATIVE':
        return type.sql
      default:
        return words[type.kind]
    }
  }
}

/** A column that is there, its names as they stand in SQL. */
export interface AlteredColumn {
  table: string
  column: string
  /** Of its `ColumnDetails`. */
  definition: string
}

/** What a catalog does not tell of a table: nobody needs it to ask, but to change. */
export interface TableDetails extends QualifiedName {
  columns: readonly ColumnDetails[]
  /** Its keys, its checks and its other indexes. */
  keys: readonly TableKey[]
}

export interface ColumnDetails {
  name: string
  /** As SQL; null where there is none. */
  default: string | null
  /** All that stands after its name, in the engine's own words; only its `Ddl` reads it. */
  definition: string
}

export interface TableKey {
  name: string
  kind: 'PRIMARY' | 'UNIQUE' | 'INDEX' | 'FOREIGN' | 'CHECK'
  /** An engine may tell a unique constraint from a unique index. */
  constraint: boolean
  /** In order; null stands for an expression. Of a check, those that it speaks of. */
  columns: readonly (string | null)[]
  /** As SQL, without its name, e.g. `CHECK ((price > 0))`. */
  definition: string
}
