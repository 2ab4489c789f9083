import type { CatalogTable } from '../../../domain.ts'
import type { NewColumn } from '../change.ts'
import { keyName, readColumn, splitColumns } from '../column-phrase.ts'
import { momentOf } from '../column-types.ts'
import { Doubt } from '../doubt.ts'
import { columnStyle, nameKey, nameWords, newName, singular, styleOf, tableStyle } from '../names.ts'
import { groupsOf } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { tableAt } from '../scene.ts'
import type { Scene } from '../scene.ts'

const NAME = '[\\p{L}_\\ue000-\\uf8ff][\\p{L}\\p{N}_$.-]*'
const CREATE = new RegExp(
  `^(?:create|add|make|build|introduce|set up)\\s+(?:(?:an?|the|new|another)\\s+)*(?:(?:table|entity)\\s+(?:(?:called|named|for|of)\\s+)?(?<after>${NAME}(?:\\s+(?!with|having|that|which|containing|has|in|for|where|including|consisting|columns|fields)${NAME}){0,2}?)|(?<before>${NAME}(?:\\s+${NAME})?)\\s+table)(?:(?:,?\\s*(?:with(?: the)?(?: following)?|having|that has|that have|which has|containing|that contains|including|consisting of|that holds|that stores|for storing)\\s+(?:an?\\s+)?(?:columns?|fields?)?\\s*:?\\s*|\\s*:\\s*|\\s*,?\\s*(?:columns?|fields?)\\s*:?\\s*|\\s*(?=\\())(?<columns>\\S.*))?$`,
  'iu',
)

export const createTable: Reader = (clause, scene) => {
  const found = groupsOf(clause, CREATE)
  if (found === null) return null
  const words = found.after || (found.before ?? '')
  const quoted = scene.text.isQuoted(words)
  const name = quoted ? scene.text.plain(words) : newName(words, tableStyle(scene.catalog.tables))
  const schema = scene.catalog.searchPath[0] ?? scene.catalog.tables[0]?.schema ?? ''
  const there = scene.catalog.tables.find(
    table => table.schema === schema && nameKey(table.name) === nameKey(name),
  )
  if (there !== undefined)
    throw new Doubt(`There is a ${there.kind === 'TABLE' ? 'table' : 'view'} ${there.name} already.`)
  const list = (found.columns ?? '')
    .trim()
    .replace(/^\((.*)\)$/u, '$1')
    .trim()
  if (list === '' || /\bview\b/iu.test(words))
    throw new Doubt(`Which columns should ${name} have?`, [
      { words: null, by: `Create a table ${name} with name, description and created_at` },
    ])
  const columns = splitColumns(list).flatMap(phrase => readTableColumn(scene, phrase))
  const names = columns.map(column => column.name.toLowerCase())
  const twice = names.find((one, at) => names.indexOf(one) < at)
  if (twice !== undefined) throw new Doubt(`${twice} is there twice.`)
  return [
    { kind: 'CREATE_TABLE', table: name, schema, columns: withKey(scene, name, columns), comment: null },
  ]
}

/** `product` is a reference where there is a table of products. */
function readTableColumn(scene: Scene, phrase: string): NewColumn[] {
  const said = phrase.replace(/^(?:(?:an?|the|its|their)\s+)+/iu, '')
  const keyed = /^(?:primary key)(?:\s+(?:on|is|of|column))?\s+(.+)$/iu.exec(said)?.[1]
  if (keyed !== undefined) return [readColumn(scene, `${keyed} primary key`, null)]
  const stamps = /^timestamps$/iu.test(said)
  if (stamps)
    return ['created_at', 'updated_at'].map(name => ({
      ...readColumn(scene, name, null),
      type: momentOf(scene.catalog, scene.dialect),
    }))
  const [, nounWords = ''] =
    /^([\p{L}_]+(?:\s[\p{L}_]+)??)(?:\s+(?:id|reference|key))?(?=$|,|\s+(?:required|mandatory|not null|optional))/iu.exec(
      said,
    ) ?? []
  const table = /^(?:id|name|date|status|type|title)$/iu.test(nounWords) ? null : tableOf(scene, nounWords)
  if (table?.primaryKey.length === 1) {
    const reference = { table, columns: table.primaryKey, onDelete: null }
    const style = columnStyle(null, scene.catalog.tables)
    const rest = said.slice(nounWords.length).replace(/^\s+(?:id|reference|key)\b/iu, '')
    return [readColumn(scene, `${keyName(reference, style)} ${rest} references ${table.name}`, null)]
  }
  return [readColumn(scene, phrase, null)]
}

/** Also `product id` and `product_id`. */
function tableOf(scene: Scene, words: string): CatalogTable | null {
  const noun = words.replace(/[_\s]id$/iu, '').replace(/(?<=\p{Ll})Id$/u, '')
  return noun === '' ? null : tableAt(scene, noun)
}

/** A key that counts up, called as the keys of the other tables are, where none is said. */
function withKey(scene: Scene, table: string, columns: readonly NewColumn[]): NewColumn[] {
  if (columns.some(({ primaryKey }) => primaryKey)) return [...columns]
  const keys = scene.catalog.tables.filter(
    ({ kind, primaryKey }) => kind === 'TABLE' && primaryKey.length === 1,
  )
  const own = keys.filter(({ name, primaryKey }) => isOwnKey(name, primaryKey[0] ?? ''))
  const style = styleOf(keys.map(({ primaryKey }) => primaryKey[0] ?? ''))
  const words = nameWords(table)
  const ownName = [...words.slice(0, -1), singular(words.at(-1) ?? ''), 'id'].join(' ')
  const name = newName(own.length > keys.length / 2 ? ownName : 'id', style)
  const at = columns.findIndex(
    column => column.name.toLowerCase() === name.toLowerCase() || /^id$/iu.test(column.name),
  )
  const key: NewColumn = {
    ...{ name, type: { kind: 'INTEGER' }, required: true, counting: true, default: null, unique: false },
    ...{ primaryKey: true, references: null, conditions: [], comment: null },
  }
  if (at < 0) return [key, ...columns]
  return columns.map((column, place) =>
    place === at
      ? { ...column, primaryKey: true, required: true, counting: column.type.kind === 'INTEGER' }
      : column,
  )
}

function isOwnKey(table: string, key: string): boolean {
  const words = nameWords(table)
  return nameKey(key) === [...words.map(singular), 'id'].join('')
}
