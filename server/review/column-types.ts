import type { Structure, StructureObject } from '../databases/schema-changes.ts'
import type { ColumnDefinition, TypeDefinition } from '../sql/sql.ts'

/** A type as a server prints it or a statement writes it. */
export interface ColumnType {
  /** In capitals. */
  name: string
  arguments: readonly string[]
  unsigned: boolean
  charset: string | null
}

/** From what stands in a structure, e.g. `varchar(40)`. */
export function typeOf({ parts }: StructureObject): ColumnType {
  const text = String(parts.type ?? '')
  const [, name = '', inner = ''] = /^(\w+)(?:\s*\((.*)\))?/s.exec(text) ?? []
  const values = [...inner.matchAll(/'((?:[^'\\]|''|\\.)*)'|[^,\s]+/gs)].map(([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replaceAll("''", "'").replace(/\\(.)/gs, '$1'),
  )
  const charset = /\bCHARACTER SET (\w+)/i.exec(String(parts.sql ?? ''))?.[1]?.toLowerCase() ?? null
  return { name: name.toUpperCase(), arguments: values, unsigned: /\bunsigned\b/i.test(text), charset }
}

/** The character set that texts of a column are kept in; null where nobody says. */
export function charsetOf(
  type: ColumnType,
  table: StructureObject | null,
  { settings }: Structure,
): string | null {
  const ofTable = /\bCHARSET=(\w+)/i.exec(String(table?.parts.options ?? ''))?.[1]?.toLowerCase()
  return type.charset ?? ofTable ?? settings.character_set_database?.toLowerCase() ?? null
}

export const written = ({ charset, ...type }: TypeDefinition): ColumnType => ({
  ...type,
  charset: charset?.name ?? null,
})

/** The most bytes that a text of so many characters may take; unknown sets count as the widest. */
export function bytesOf({ arguments: [length = '1'] }: ColumnType, charset: string | null): number {
  const width =
    /^(latin|ascii|binary|cp|koi|hebrew|greek|tis|swe|macce|macroman|dec8|hp8|armscii|geostd)/.test(
      charset ?? '',
    )
      ? 1
      : charset === 'utf8' || charset === 'utf8mb3'
        ? 3
        : charset === 'ucs2'
          ? 2
          : 4
  return Number(length) * width
}

const WHOLE = new Set(['TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'BIGINT'])

export type TypeChange = 'NONE' | 'LONGER' | 'SHORTER' | 'MEMBERS' | 'OTHER'

/** What a column's new type is to its old one. Lengths of whole numbers are for show only. */
export function typeChange(from: ColumnType, to: ColumnType): TypeChange {
  const [old, now] = [usual(from), usual(to)]
  if (old.name !== now.name) return 'OTHER'
  if (old.name === 'ENUM' || old.name === 'SET')
    return old.arguments.join('\0') === now.arguments.join('\0') ? 'NONE' : 'MEMBERS'
  if (old.name === 'VARCHAR' || old.name === 'VARBINARY') {
    const more = Number(now.arguments[0]) - Number(old.arguments[0])
    return more === 0 ? 'NONE' : more > 0 ? 'LONGER' : 'SHORTER'
  }
  const same = old.unsigned === now.unsigned && old.arguments.join() === now.arguments.join()
  return same ? 'NONE' : 'OTHER'
}

/** MariaDB keeps JSON as text; DECIMAL is DECIMAL(10,0), CHAR is CHAR(1). */
function usual({ name, arguments: values, ...type }: ColumnType): ColumnType {
  if (WHOLE.has(name)) return { ...type, name, arguments: [] }
  if (name === 'JSON') return { ...type, name: 'LONGTEXT', arguments: [] }
  if (name === 'DECIMAL') return { ...type, name, arguments: [values[0] ?? '10', values[1] ?? '0'] }
  if (name === 'CHAR' || name === 'BINARY' || name === 'BIT')
    return { ...type, name, arguments: [values[0] ?? '1'] }
  if (name === 'DATETIME' || name === 'TIMESTAMP' || name === 'TIME')
    return { ...type, name, arguments: [values[0] ?? '0'] }
  if (name === 'YEAR') return { ...type, name, arguments: [] }
  return { ...type, name, arguments: values }
}

/** Enough of a name to read it, wherever it stands. */
export function looksLikeMoney({ name }: Pick<ColumnDefinition, 'name'>): boolean {
  return /(^|_)(price|amount|cost|total|fee|fees|salary|balance|payment|revenue|tax|discount|budget|money|wage|rent|charge|sum)(_|$)/i.test(
    name.replace(/([a-z])([A-Z])/g, '$1_$2'),
  )
}
