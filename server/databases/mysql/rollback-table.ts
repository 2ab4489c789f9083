import type { RollbackClass } from '../../domain.ts'
import type { StructureObject } from '../schema-changes.ts'
import { quoteName } from './quote.ts'
import { isWider } from './type-width.ts'

/** A table that is there before and after, under whatever name, with its parts. */
export interface TablePair {
  old: StructureObject
  now: StructureObject
  oldParts: readonly StructureObject[]
  nowParts: readonly StructureObject[]
}

export interface TableWayBack {
  /** Before anything else, as keys of other tables are in the way of nearly everything. */
  dropForeignKeys: readonly string[]
  /** Actions of one ALTER TABLE, in the names of before. */
  actions: readonly string[]
  addForeignKeys: readonly string[]
  /** What partitions the table, which stands alone. */
  partitioning: string | null
  classes: readonly RollbackClass[]
  notes: readonly string[]
}

const text = (object: StructureObject, part: string) => String(object.parts[part] ?? '')
const identityOf = (object: StructureObject) => text(object, 'identity') || object.id
const isForeign = ({ kind, parts }: StructureObject) => kind === 'CONSTRAINT' && parts.type === 'FOREIGN'
const isKey = (object: StructureObject) => object.kind === 'INDEX' || object.kind === 'CONSTRAINT'
const PARTITION = /\n? ?PARTITION BY .*$/s

/**
 * What turns one table back. All that can stands in one ALTER TABLE, which happens as a whole or not at all. Pure.
 * @param inOldNames writes a text of now with the names of tables and columns of before
 */
export function turnBack(pair: TablePair, inOldNames: (text: string) => string): TableWayBack {
  const { old, now, oldParts, nowParts } = pair
  const classes: RollbackClass[] = []
  const notes: string[] = []
  const actions: string[] = []
  const columns = (parts: readonly StructureObject[]) =>
    parts.filter(({ kind }) => kind === 'COLUMN').sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const nowColumns = new Map(columns(nowParts).map(column => [identityOf(column), column]))
  const oldColumns = columns(oldParts)

  const oldKeys = new Map(oldParts.filter(isKey).map(key => [key.definition, key]))
  const nowKeys = nowParts.filter(isKey)
  const kept = new Set(nowKeys.map(key => inOldNames(key.definition)))
  const gone = nowKeys.filter(key => !oldKeys.has(inOldNames(key.definition)))
  const missing = [...oldKeys.values()].filter(({ definition }) => !kept.has(definition))
  const dropForeignKeys = gone.filter(isForeign).map(key => `DROP FOREIGN KEY ${quoteName(text(key, 'key'))}`)
  for (const key of gone.filter(key => !isForeign(key))) actions.push(dropKey(key))

  for (const column of columns(nowParts)) {
    if (oldColumns.some(other => identityOf(other) === identityOf(column))) continue
    actions.push(`DROP COLUMN ${quoteName(text(column, 'column'))}`)
    if (column.parts.generated === true) continue
    classes.push('LOSES_NEW_DATA')
    notes.push(`What is written to ${column.name} after the change is lost on the way back.`)
  }
  // A column that names no character set has that of its table.
  const recoded = charsetOf(text(old, 'options')) !== charsetOf(text(now, 'options'))
  oldColumns.forEach((column, at) => {
    const found = nowColumns.get(identityOf(column))
    const before = oldColumns[at - 1]
    const place = before === undefined ? ' FIRST' : ` AFTER ${quoteName(text(before, 'column'))}`
    if (found === undefined) {
      actions.push(`ADD COLUMN ${column.definition}${place}`)
      if (column.parts.generated === true) return
      classes.push('STRUCTURE_ONLY')
      notes.push(`The data of ${column.name} is gone with the change; only its structure comes back.`)
    } else if (found.definition !== column.definition || (recoded && IS_TEXT.test(text(column, 'type')))) {
      actions.push(`CHANGE COLUMN ${quoteName(text(found, 'column'))} ${column.definition}`)
      judgeType(found, column, classes, notes)
    }
  })
  for (const key of missing.filter(key => !isForeign(key))) {
    actions.push(`ADD ${key.definition}`)
    if (/UNIQUE|PRIMARY|CHECK/.test(text(key, 'type')))
      notes.push(`${key.name} is checked again, which fails when rows since then break it.`)
  }
  const [oldOptions, nowOptions] = [text(old, 'options'), text(now, 'options')]
  if (oldOptions.replace(PARTITION, '') !== nowOptions.replace(PARTITION, ''))
    actions.push(optionsBack(oldOptions.replace(PARTITION, ''), nowOptions.replace(PARTITION, '')))
  const partitions = PARTITION.exec(oldOptions)?.[0]?.trim()
  return {
    dropForeignKeys,
    actions,
    addForeignKeys: missing.filter(isForeign).map(({ definition }) => `ADD ${definition}`),
    partitioning:
      partitions === PARTITION.exec(nowOptions)?.[0]?.trim() ? null : (partitions ?? 'REMOVE PARTITIONING'),
    classes,
    notes,
  }
}

const IS_TEXT = /char|text|enum|set/i
const charsetOf = (options: string) => /CHARSET=\S+(?: COLLATE=\S+)?/.exec(options)?.[0]

function dropKey(key: StructureObject): string {
  const name = quoteName(text(key, 'key'))
  if (key.kind === 'INDEX') return `DROP INDEX ${name}`
  if (key.parts.key === 'PRIMARY') return 'DROP PRIMARY KEY'
  return `DROP CONSTRAINT ${name}`
}

function judgeType(
  now: StructureObject,
  old: StructureObject,
  classes: RollbackClass[],
  notes: string[],
): void {
  const [type, newer] = [text(old, 'type'), text(now, 'type')]
  if (old.parts.notNull === true && now.parts.notNull !== true)
    notes.push(`${old.name} must not be empty again, which fails when rows without a value came since.`)
  if (type === newer) return
  if (!isWider(type, newer)) {
    classes.push('STRUCTURE_ONLY')
    notes.push(
      `${old.name} was turned from ${type} into ${newer}; what that changed in its values stays changed.`,
    )
  } else if (!isWider(newer, type)) {
    classes.push('LOSES_NEW_DATA')
    notes.push(`${old.name} becomes ${type} again: values since that do not fit keep it from going back.`)
  }
}

/** What the options of before do not name is named with nothing. */
function optionsBack(old: string, now: string): string {
  const taken = /\bCOMMENT='/.test(now) && !/\bCOMMENT='/.test(old) ? " COMMENT=''" : ''
  return `${old}${taken}`
}
