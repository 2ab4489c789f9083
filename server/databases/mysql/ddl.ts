import { createTypeNames } from '../ddl.ts'
import type { Ddl, PlainType } from '../ddl.ts'
import { withComment, withNullability, withType } from './column-definition.ts'
import { quoteIdentifier, quoteText } from './quote.ts'

/** A `timestamp` ends in 2038, so a moment is a `datetime` unless somebody asks for a time zone. */
const TYPES: Readonly<Record<PlainType, string>> = {
  TEXT: 'text',
  SMALLINT: 'smallint',
  INTEGER: 'int',
  BIGINT: 'bigint',
  REAL: 'float',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'datetime',
  TIMESTAMP_WITH_ZONE: 'timestamp',
  JSON: 'json',
  // MariaDB has a type for it, MySQL does not.
  UUID: 'char(36)',
  BINARY: 'longblob',
}

/** In bytes no more than any row format allows: 255 characters of utf8mb4. */
const INDEXED_CHARACTERS = 255

const typeName = createTypeNames(TYPES, 'decimal')

const modify = (table: string, column: string, definition: string) =>
  `ALTER TABLE ${table} MODIFY COLUMN ${column} ${definition}`

export const mysqlDdl: Ddl = {
  typeName,
  plainText: { kind: 'VARCHAR', length: INDEXED_CHARACTERS },
  plainMoment: { kind: 'TIMESTAMP' },
  countingType: 'int AUTO_INCREMENT',
  allowedTexts: values => `enum(${values.map(quoteText).join(', ')})`,
  // MySQL takes any but CURRENT_TIMESTAMP in parentheses only.
  currentDefault: type => (type === 'TIMESTAMP' ? 'CURRENT_TIMESTAMP' : `(CURRENT_${type})`),
  setDefault({ table, column, definition }, expression) {
    const isLiteral = /^(-?[\d.]+|'.*'|null|true|false|\(.*\))$/is.test(expression)
    // MySQL takes no literal for these, and nothing but literals without parentheses.
    const inParentheses = !isLiteral || /^(tiny|medium|long)?(text|blob)|^json/i.test(definition)
    return `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${inParentheses ? `(${expression})` : expression}`
  },
  setType: ({ table, column, definition }, type) =>
    modify(table, column, withType(definition, typeName(type))),
  setNullable: ({ table, column, definition }, nullable) =>
    modify(table, column, withNullability(definition, nullable)),
  renamesViewsAsTables: true,
  renamesInPlace: false,
  dropKey(table, { name, kind }) {
    if (kind === 'UNIQUE' || kind === 'INDEX') return `DROP INDEX ${quoteIdentifier(name)} ON ${table}`
    if (kind === 'PRIMARY') return `ALTER TABLE ${table} DROP PRIMARY KEY`
    return `ALTER TABLE ${table} DROP ${kind === 'FOREIGN' ? 'FOREIGN KEY' : 'CONSTRAINT'} ${quoteIdentifier(name)}`
  },
  // The name is taken until the statement is done, so the new one gets another from the server.
  replaceForeignKey: (table, { name }, definition) =>
    [`ALTER TABLE ${table}`, `  DROP FOREIGN KEY ${quoteIdentifier(name)},`, `  ADD ${definition}`].join(
      '\n',
    ),
  commentOnTable: (table, comment) => `ALTER TABLE ${table} COMMENT = ${quoteText(comment)}`,
  commentOnColumn: ({ table, column, definition }, comment) =>
    modify(table, column, withComment(definition, quoteText(comment))),
  indexPart: (column, type) =>
    /^(tiny|medium|long)?(text|blob)\b/i.test(type) ? `${column}(${INDEXED_CHARACTERS})` : column,
}
