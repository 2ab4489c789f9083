import type { ResultColumn } from '../../domain.ts'
import { isBinary, isJson, isNotNull, isUnsigned, typeOf } from './field.ts'
import type { Field } from './field.ts'

/** A column as a result shows it, with the type's name as people write it, without lengths. */
export function toResultColumn(field: Field): ResultColumn {
  return { name: field.name, type: typeName(field), nullable: !isNotNull(field) }
}

function typeName(field: Field): string {
  if (field.extendedTypeName) return field.extendedTypeName
  if (isJson(field)) return 'json'
  const type = typeOf(field)
  const text = !isBinary(field)
  switch (type) {
    case 'TINY':
      return signed(field, 'tinyint')
    case 'SHORT':
      return signed(field, 'smallint')
    case 'INT24':
      return signed(field, 'mediumint')
    case 'LONG':
      return signed(field, 'int')
    case 'LONGLONG':
      return signed(field, 'bigint')
    case 'FLOAT':
    case 'DOUBLE':
    case 'DECIMAL':
      return signed(field, type.toLowerCase())
    case 'VARCHAR':
      return text ? 'varchar' : 'varbinary'
    case 'CHAR':
      return text ? 'char' : 'binary'
    case 'BLOB':
      return `${sizePrefix(field)}${text ? 'text' : 'blob'}`
    default:
      return type.toLowerCase()
  }
}

function signed(field: Field, name: string): string {
  return isUnsigned(field) ? `${name} unsigned` : name
}

/** All four sizes travel as one type; the length is in bytes, for text that of the longest characters (utf8mb4: 4). */
function sizePrefix(field: Field): string {
  const length = isBinary(field) ? field.columnLength : field.columnLength / 4
  if (length <= 0xff) return 'tiny'
  if (length <= 0xffff) return ''
  return length <= 0xffffff ? 'medium' : 'long'
}
