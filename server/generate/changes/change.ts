/** The changes of structure that words can ask for. Names are as they will stand in the database, not quoted. */
import type { ColumnType } from '../../databases/ddl.ts'
import type { CatalogColumn, CatalogTable } from '../../domain.ts'

export type OnDelete = 'CASCADE' | 'SET NULL' | 'RESTRICT' | 'NO ACTION'

/** A value as it was said; what it is as SQL depends on the column. */
export type SaidValue =
  | { kind: 'text' | 'word' | 'number'; text: string }
  | { kind: 'now' }
  | { kind: 'null' }
  /** What a function of the engine makes for each row. */
  | { kind: 'column'; name: string }

export interface Reference {
  table: CatalogTable
  columns: readonly string[]
  onDelete: OnDelete | null
  /** Its schema has to be said. */
  qualified?: boolean
}

export type Comparison = '>' | '>=' | '<' | '<=' | '=' | '<>'

/** What a check says of a column. */
export type Condition =
  | { kind: 'compare'; sign: Comparison; value: SaidValue }
  | { kind: 'between'; low: string; high: string }
  | { kind: 'among'; values: readonly string[] }
  | { kind: 'length'; sign: Comparison; length: string }
  | { kind: 'contains'; text: string }

export interface NewColumn {
  name: string
  type: ColumnType
  required: boolean
  /** Counts up by itself, as the key of a new table. */
  counting: boolean
  default: SaidValue | null
  unique: boolean
  primaryKey: boolean
  references: Reference | null
  conditions: readonly Condition[]
  comment: string | null
}

export interface ColumnPlace {
  table: CatalogTable
  column: CatalogColumn
}

export type Change =
  | { kind: 'ADD_COLUMN'; table: CatalogTable; column: NewColumn; fill: SaidValue | null }
  | ({ kind: 'DROP_COLUMN' } & ColumnPlace)
  | ({ kind: 'RENAME_COLUMN'; to: string } & ColumnPlace)
  | ({ kind: 'SET_TYPE'; type: ColumnType } & ColumnPlace)
  | ({ kind: 'SET_NULLABLE'; nullable: boolean; fill: SaidValue | null } & ColumnPlace)
  /** Null: it has none any more. */
  | ({ kind: 'SET_DEFAULT'; value: SaidValue | null } & ColumnPlace)
  | ({ kind: 'COMMENT_ON_COLUMN'; comment: string } & ColumnPlace)
  | { kind: 'COMMENT_ON_TABLE'; table: CatalogTable; comment: string }
  | { kind: 'ADD_UNIQUE'; table: CatalogTable; columns: readonly CatalogColumn[] }
  | { kind: 'ADD_CHECK'; table: CatalogTable; column: CatalogColumn; condition: Condition }
  | { kind: 'ADD_FOREIGN_KEY'; table: CatalogTable; columns: readonly string[]; references: Reference }
  | { kind: 'ADD_PRIMARY_KEY'; table: CatalogTable; columns: readonly CatalogColumn[] }
  | {
      kind: 'ADD_INDEX'
      table: CatalogTable
      columns: readonly CatalogColumn[]
      unique: boolean
      name: string | null
    }
  /** By what it is on, or by its name. */
  | {
      kind: 'DROP_KEY'
      table: CatalogTable
      keyKind: KeyKind
      columns: readonly string[] | null
      name: string | null
    }
  | {
      kind: 'CREATE_TABLE'
      table: string
      schema: string
      columns: readonly NewColumn[]
      comment: string | null
    }
  | { kind: 'RENAME_TABLE'; table: CatalogTable; to: string }
  | { kind: 'DROP_TABLE'; table: CatalogTable }
  | { kind: 'CREATE_VIEW'; view: string; sql: string; reading: string; replace: boolean }

export type KeyKind = 'INDEX' | 'UNIQUE' | 'FOREIGN' | 'CHECK' | 'PRIMARY'
