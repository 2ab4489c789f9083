import type { StructureObject } from '../schema-changes.ts'
import { quoteIdentifier } from './quote.ts'
import { toObject, unwrapped } from './structure-list.ts'

const NAME = '`((?:[^`]|``)*)`'
const COLUMN = new RegExp(`^${NAME} (.*)$`, 's')
const KEY = new RegExp(`^(?:(PRIMARY|UNIQUE|FULLTEXT|SPATIAL|VECTOR) )?KEY (?:${NAME} )?(.*)$`, 's')
const CONSTRAINT = new RegExp(`^CONSTRAINT ${NAME} ((?:FOREIGN KEY|CHECK).*)$`, 's')
const REFERENCES = new RegExp(`REFERENCES (?:${NAME}\\.)?${NAME}`, 's')

const plain = (quoted: string) => quoted.replaceAll('``', '`')

/** Engines whose rows are elsewhere: a copy of such a table would be another door to them. */
export const ELSEWHERE = /\bENGINE=(FEDERATED|CONNECT|SPIDER|S3|MROONGA)\b/i

/**
 * A table and its parts from what SHOW CREATE TABLE prints: one line a part, with line ends in texts escaped. The numbers
 * that AUTO_INCREMENT has come to are none of it.
 */
export function tableObjects(table: string, create: string): StructureObject[] {
  const own = quoteIdentifier(table)
  const id = `TABLE ${own}`
  const lines = unwrapped(create).split('\n').slice(1)
  const end = lines.findIndex(line => line.startsWith(')'))
  const options = lines
    .slice(end)
    .join('\n')
    .slice(1)
    .trim()
    .replace(/ ?\bAUTO_INCREMENT=\d+/i, '')
  const parts: StructureObject[] = []
  const others: string[] = []
  const make = (kind: 'COLUMN' | 'CONSTRAINT' | 'INDEX', name: string, definition: string, more: object) =>
    parts.push(toObject({ kind, name: `${own}.${quoteIdentifier(name)}`, partOf: id, definition, ...more }))
  let position = 0
  for (const line of lines.slice(0, end)) {
    const part = line.trim().replace(/,$/, '')
    const column = COLUMN.exec(part)
    const key = KEY.exec(part)
    const constraint = CONSTRAINT.exec(part)
    if (column !== null) {
      position += 1
      const name = plain(column[1] ?? '')
      make('COLUMN', name, part, {
        position,
        parts: { table, column: name, sql: column[2] ?? '', ...columnFacts(column[2] ?? '') },
      })
    } else if (key !== null) {
      const name = key[1] === 'PRIMARY' ? 'PRIMARY' : plain(key[2] ?? '')
      const kind = key[1] === 'PRIMARY' ? 'CONSTRAINT' : 'INDEX'
      make(kind, name, part, { parts: { table, key: name, type: key[1] ?? '' } })
    } else if (constraint !== null) {
      const name = plain(constraint[1] ?? '')
      const foreign = REFERENCES.exec(constraint[2] ?? '')
      const type = constraint[2]?.startsWith('CHECK') ? 'CHECK' : 'FOREIGN'
      const parent = foreign === null || foreign[1] !== undefined ? null : plain(foreign[2] ?? '')
      const needs = parent === null || parent === table ? [] : [`TABLE ${quoteIdentifier(parent)}`]
      make('CONSTRAINT', name, part, { needs, parts: { table, key: name, type, parent } })
    } else others.push(part)
  }
  const isCopied = !ELSEWHERE.test(options)
  return [
    toObject({
      kind: 'TABLE',
      name: own,
      definition: [...others, options].join('\n'),
      parts: { table, options, others: others.join(',\n'), foreign: !isCopied },
    }),
    ...parts,
  ]
}

function columnFacts(definition: string) {
  const bare = definition.replace(/'(?:[^'\\]|''|\\.)*'/gs, "''")
  return {
    type:
      /^\w+(?:\s*\((?:[^()']|'(?:[^'\\]|''|\\.)*')*\))?(?: unsigned)?(?: zerofill)?/i.exec(definition)?.[0] ??
      '',
    notNull: /\bNOT NULL\b/i.test(bare),
    hasDefault: /\bDEFAULT (?!NULL\b)/i.test(bare),
    autoIncrement: /\bAUTO_INCREMENT\b/i.test(bare),
    generated: /\b(?:GENERATED ALWAYS )?AS \(/i.test(bare),
  }
}
