/** A column of a result as the protocol defines it; the driver's own types leave half of this out. */
export interface Field {
  name: string
  columnType: number
  /** 63: bytes, or no text at all. */
  characterSet: number
  flags: number
  /** In bytes. */
  columnLength: number
  decimals: number
  /** MariaDB only, e.g. `uuid`, `inet6`, `point`. */
  extendedTypeName?: string
  /** MariaDB only: `json`, which is stored as a text there. */
  extendedFormat?: string
}

/** MYSQL_TYPE_ of the protocol, without those that never travel. */
const TYPES = {
  0x00: 'DECIMAL',
  0x01: 'TINY',
  0x02: 'SHORT',
  0x03: 'LONG',
  0x04: 'FLOAT',
  0x05: 'DOUBLE',
  0x06: 'NULL',
  0x07: 'TIMESTAMP',
  0x08: 'LONGLONG',
  0x09: 'INT24',
  0x0a: 'DATE',
  0x0b: 'TIME',
  0x0c: 'DATETIME',
  0x0d: 'YEAR',
  0x0e: 'DATE',
  0x0f: 'VARCHAR',
  0x10: 'BIT',
  0xf2: 'VECTOR',
  0xf5: 'JSON',
  0xf6: 'DECIMAL',
  0xf9: 'BLOB',
  0xfa: 'BLOB',
  0xfb: 'BLOB',
  0xfc: 'BLOB',
  0xfd: 'VARCHAR',
  0xfe: 'CHAR',
  0xff: 'GEOMETRY',
} as const
export type FieldType = (typeof TYPES)[keyof typeof TYPES] | 'ENUM' | 'SET' | 'UNKNOWN'

const NOT_NULL = 1
const UNSIGNED = 32
const ENUM = 256
const SET = 2048
const BINARY_CHARACTER_SET = 63

/** An enum or set travels as a char with a flag. */
export function typeOf({ columnType, flags }: Field): FieldType {
  if (flags & ENUM) return 'ENUM'
  if (flags & SET) return 'SET'
  return (TYPES as Readonly<Record<number, FieldType>>)[columnType] ?? 'UNKNOWN'
}

export function isJson(field: Field): boolean {
  return field.extendedFormat === 'json' || typeOf(field) === 'JSON'
}

export function isBinary(field: Field): boolean {
  return field.characterSet === BINARY_CHARACTER_SET
}

export function isUnsigned({ flags }: Field): boolean {
  return (flags & UNSIGNED) !== 0
}

/** The server clears the flag for the side of an outer join that may be missing. */
export function isNotNull({ flags }: Field): boolean {
  return (flags & NOT_NULL) !== 0
}
