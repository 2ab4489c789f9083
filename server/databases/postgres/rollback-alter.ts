import type { RollbackClass } from '../../domain.ts'
import type { StructureObject } from '../schema-changes.ts'
import { parentsOf } from './structure-tables.ts'
import { setTriggerState } from './structure-sql.ts'
import { isWider } from './type-width.ts'

export interface Altering {
  statements: readonly string[]
  class?: RollbackClass
  notes?: readonly string[]
  /** What reads the column has to be out of the way. */
  newType?: boolean
}

const text = (object: StructureObject, part: string) => {
  const value = object.parts[part]
  return typeof value === 'string' ? value : ''
}

/**
 * Turns an object back in place; null where it has to be made anew. Names are those of before. Pure.
 * @param isUsed columns have this type
 */
export function alterBack(
  now: StructureObject,
  old: StructureObject,
  { isUsed, version }: { isUsed: boolean; version: number },
): Altering | null {
  switch (old.kind) {
    case 'COLUMN':
      return alterColumn(now, old, version)
    case 'TABLE':
      return alterTable(now, old)
    case 'SEQUENCE':
      return alterSequence(now, old)
    case 'FUNCTION':
      // What REPLACE cannot do: take away the default of an argument.
      return old.parts.word !== 'AGGREGATE' && defaultsIn(now) === defaultsIn(old)
        ? { statements: [old.definition] }
        : null
    case 'TYPE':
      return alterType(now, old, isUsed)
    case 'EXTENSION':
      return irreversible(`${old.name} cannot be taken back to an older version.`)
    case 'INDEX':
      return !old.valid && now.valid
        ? { statements: [], notes: [`${old.name} was not valid before, and stays valid.`] }
        : null
    case 'TRIGGER':
    case 'EVENT':
      return text(now, 'create') === text(old, 'create')
        ? { statements: [setTriggerState(old, text(old, 'state') === '' ? 'ENABLE' : text(old, 'state'))] }
        : null
    case 'GRANT':
      if (old.parts.word === 'OWNER') return { statements: [old.definition] }
      return { statements: [...text(now, 'undo').split(';\n'), ...old.definition.split(';\n')] }
    case 'COMMENT':
      return { statements: [old.definition] }
    default:
      return null
  }
}

const irreversible = (note: string): Altering => ({ statements: [], class: 'IRREVERSIBLE', notes: [note] })
const defaultsIn = ({ definition }: StructureObject) =>
  (definition.split('\n')[0] ?? '').split(' DEFAULT ').length

function alterColumn(now: StructureObject, old: StructureObject, version: number): Altering | null {
  const alter = `ALTER TABLE ${text(old, 'table')} ALTER COLUMN ${text(old, 'column')}`
  if ((now.parts.generated === null) !== (old.parts.generated === null)) return null
  const retyped = now.parts.type !== old.parts.type || now.parts.collation !== old.parts.collation
  const statements: string[] = []
  const notes: string[] = []
  const differs = (part: string) => now.parts[part] !== old.parts[part]
  if (differs('generated')) {
    if (version < 170_000 || text(now, 'generated').slice(-6) !== text(old, 'generated').slice(-6))
      return null
    statements.push(`${alter} SET EXPRESSION AS ${text(old, 'generated').replace(/ (STORED|VIRTUAL)$/, '')}`)
  }
  if (differs('identityKind') || differs('identityOptions')) {
    if (now.parts.identityKind !== null) statements.push(`${alter} DROP IDENTITY`)
  }
  const redefault = differs('default') || (retyped && old.parts.default !== null)
  if (redefault && now.parts.default !== null) statements.push(`${alter} DROP DEFAULT`)
  if (retyped) {
    const type = text(old, 'type')
    const collation = old.parts.collation === null ? '' : ` COLLATE ${text(old, 'collation')}`
    const using = old.parts.generated === null ? ` USING ${text(old, 'column')}::${type}` : ''
    statements.push(`${alter} TYPE ${type}${collation}${using}`)
  }
  if (redefault && old.parts.default !== null) statements.push(`${alter} SET DEFAULT ${text(old, 'default')}`)
  if (differs('notNull') || differs('checked')) {
    if (old.parts.notNull !== true) statements.push(`${alter} DROP NOT NULL`)
    else {
      statements.push(`${alter} SET NOT NULL`)
      notes.push(`${old.name} must not be empty again, which fails when rows without a value came since.`)
    }
  }
  if ((differs('identityKind') || differs('identityOptions')) && old.parts.identityKind !== null) {
    statements.push(
      `${alter} ADD GENERATED ${text(old, 'identityKind')} AS IDENTITY (${text(old, 'identityOptions')})`,
    )
    notes.push(`The numbers of ${old.name} begin at their start again.`)
  }
  if (differs('storage')) statements.push(`${alter} SET STORAGE ${text(old, 'storage') || 'DEFAULT'}`)
  if (differs('compression'))
    statements.push(`${alter} SET COMPRESSION ${text(old, 'compression') || 'default'}`)
  if (differs('statistics')) statements.push(`${alter} SET STATISTICS ${String(old.parts.statistics ?? -1)}`)
  if (!retyped || old.parts.generated !== null) return { statements, notes, newType: retyped }
  const [type, newer] = [text(old, 'type'), text(now, 'type')]
  if (!isWider(type, newer)) {
    notes.push(
      `${old.name} was turned from ${type} into ${newer}; what that changed in its values stays changed.`,
    )
    return { statements, notes, newType: true, class: 'STRUCTURE_ONLY' }
  }
  if (isWider(newer, type)) return { statements, notes, newType: true }
  notes.push(
    `${old.name} becomes ${type} again: values since that do not fit are cut, or keep it from going back.`,
  )
  return { statements, notes, newType: true, class: 'LOSES_NEW_DATA' }
}

function alterTable(now: StructureObject, old: StructureObject): Altering | null {
  const fixed = ['partitionKey', 'ofType', 'server', 'serverOptions', 'foreign']
  if (fixed.some(part => now.parts[part] !== old.parts[part])) return null
  const alter = `ALTER TABLE ${old.name}`
  const statements: string[] = []
  const differs = (part: string) => now.parts[part] !== old.parts[part]
  if (differs('bound') || differs('parents')) {
    const leave = parentsOf(now).filter(
      name => now.parts.bound !== old.parts.bound || !parentsOf(old).includes(name),
    )
    const enter = parentsOf(old).filter(
      name => now.parts.bound !== old.parts.bound || !parentsOf(now).includes(name),
    )
    for (const parent of leave) {
      statements.push(
        now.parts.bound === null
          ? `${alter} NO INHERIT ${parent}`
          : `ALTER TABLE ${parent} DETACH PARTITION ${old.name}`,
      )
    }
    for (const parent of enter) {
      statements.push(
        old.parts.bound === null
          ? `${alter} INHERIT ${parent}`
          : `ALTER TABLE ${parent} ATTACH PARTITION ${old.name} ${text(old, 'bound')}`,
      )
    }
  }
  if (differs('unlogged'))
    statements.push(`${alter} SET ${old.parts.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`)
  if (differs('method')) statements.push(`${alter} SET ACCESS METHOD ${text(old, 'method') || 'heap'}`)
  if (differs('tablespace'))
    statements.push(`${alter} SET TABLESPACE ${text(old, 'tablespace') || 'pg_default'}`)
  if (differs('options')) {
    const added = optionNames(now).filter(name => !optionNames(old).includes(name))
    if (added.length > 0) statements.push(`${alter} RESET (${added.join(', ')})`)
    if (text(old, 'options') !== '') statements.push(`${alter} SET (${text(old, 'options')})`)
  }
  if (differs('secured'))
    statements.push(`${alter} ${old.parts.secured === true ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`)
  if (differs('forced'))
    statements.push(`${alter} ${old.parts.forced === true ? '' : 'NO '}FORCE ROW LEVEL SECURITY`)
  if (differs('replica')) statements.push(`${alter} REPLICA IDENTITY ${text(old, 'replica') || 'DEFAULT'}`)
  return { statements }
}

const optionNames = (table: StructureObject) =>
  text(table, 'options')
    .split(', ')
    .flatMap(option => (option === '' ? [] : [option.split('=')[0] ?? '']))

function alterSequence(now: StructureObject, old: StructureObject): Altering {
  const statements: string[] = []
  if (now.parts.type !== old.parts.type || now.parts.options !== old.parts.options) {
    statements.push(
      `ALTER SEQUENCE ${old.name} AS ${text(old, 'type')} ${text(old, 'options').replace(' CYCLE', '')}${text(old, 'options').endsWith('CYCLE') ? ' CYCLE' : ' NO CYCLE'}`,
    )
  }
  if (now.parts.unlogged !== old.parts.unlogged) {
    statements.push(`ALTER SEQUENCE ${old.name} SET ${old.parts.unlogged === true ? 'UNLOGGED' : 'LOGGED'}`)
  }
  if (now.parts.ownedBy !== old.parts.ownedBy) {
    statements.push(`ALTER SEQUENCE ${old.name} OWNED BY ${text(old, 'ownedBy') || 'NONE'}`)
  }
  return { statements }
}

function alterType(now: StructureObject, old: StructureObject, isUsed: boolean): Altering | null {
  if (now.parts.form === 'd' && now.parts.body === old.parts.body) {
    const alter = `ALTER DOMAIN ${old.name}`
    return {
      statements: [
        ...(now.parts.default === old.parts.default
          ? []
          : [
              old.parts.default === null
                ? `${alter} DROP DEFAULT`
                : `${alter} SET DEFAULT ${text(old, 'default')}`,
            ]),
        ...(now.parts.notNull === old.parts.notNull
          ? []
          : [`${alter} ${old.parts.notNull === true ? 'SET' : 'DROP'} NOT NULL`]),
      ],
    }
  }
  if (now.parts.form === 'e' && old.parts.form === 'e') {
    const renamed = renamedLabels(now, old)
    if (renamed !== null) return { statements: renamed }
    if (isUsed) return irreversible(`A value cannot be taken out of ${old.name} again.`)
  }
  return isUsed ? irreversible(`${old.name} cannot be changed back while columns have it.`) : null
}

/** Null when there are more values than before. */
function renamedLabels(now: StructureObject, old: StructureObject): string[] | null {
  const labels = JSON.parse(text(now, 'body')) as [string, string][]
  const before = new Map(JSON.parse(text(old, 'body')) as [string, string][])
  if (labels.length !== before.size || labels.some(([number]) => !before.has(number))) return null
  return labels.flatMap(([number, label]) =>
    before.get(number) === label
      ? []
      : [`ALTER TYPE ${old.name} RENAME VALUE ${label} TO ${before.get(number) ?? label}`],
  )
}
