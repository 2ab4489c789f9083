import type { RollbackClass } from '../../domain.ts'
import type { Rollback, Structure, StructureObject } from '../schema-changes.ts'
import { createTable } from './copy-structure.ts'
import { quoteName } from './quote.ts'
import { turnBack } from './rollback-table.ts'
import type { TablePair, TableWayBack } from './rollback-table.ts'

/** The worst last. */
const CLASSES: readonly RollbackClass[] = ['LOSSLESS', 'LOSES_NEW_DATA', 'STRUCTURE_ONLY', 'IRREVERSIBLE']
/** What is made anew when it is otherwise. */
const WHOLES = ['FUNCTION', 'VIEW', 'TRIGGER', 'EVENT', 'SEQUENCE']

const text = (object: StructureObject, part: string) => String(object.parts[part] ?? '')
const identityOf = (object: StructureObject) => text(object, 'identity') || object.id

/**
 * See `WriteRollback`. What is new or otherwise and stands in the way goes first, then old names come back, then tables
 * are made or turned back with one ALTER each, then what reads them. A rename is one that a statement called so; see
 * `shadow-identities.ts`.
 */
export function writeRollback(before: Structure, after: Structure): Rollback {
  const partsOf = ({ objects }: Structure, id: string) => objects.filter(({ partOf }) => partOf === id)
  const tables = (structure: Structure) => structure.objects.filter(({ kind }) => kind === 'TABLE')
  const nowByIdentity = new Map(tables(after).map(table => [identityOf(table), table]))
  const oldByIdentity = new Map(tables(before).map(table => [identityOf(table), table]))
  const pairs = tables(before).flatMap((old): TablePair[] => {
    const now = nowByIdentity.get(identityOf(old))
    return now === undefined
      ? []
      : [{ old, now, oldParts: partsOf(before, old.id), nowParts: partsOf(after, now.id) }]
  })
  const gone = tables(after).filter(table => !oldByIdentity.has(identityOf(table)))
  const missing = tables(before).filter(table => !nowByIdentity.has(identityOf(table)))
  const classes: RollbackClass[] = ['LOSSLESS']
  const notes: string[] = []
  for (const { name } of gone) {
    classes.push('LOSES_NEW_DATA')
    notes.push(`What is written to ${name} after the change is lost on the way back.`)
  }
  for (const { name } of missing) {
    classes.push('STRUCTURE_ONLY')
    notes.push(`The data of ${name} is gone with the change; only its structure comes back.`)
  }
  const renames = pairs.filter(({ old, now }) => old.name !== now.name)
  const turned = pairs.map(pair => ({ ...pair, way: turnBack(pair, inOldNames(pair, renames)) }))
  for (const { way } of turned) {
    classes.push(...way.classes)
    notes.push(...way.notes)
  }
  const wholes = compareWholes(before, after)
  for (const { kind, name } of [...wholes.make, ...wholes.drop]) {
    if (kind !== 'SEQUENCE') continue
    classes.push('STRUCTURE_ONLY')
    notes.push(`${name} begins at its start again.`)
  }
  const alter = (name: string, actions: readonly string[]) =>
    actions.length === 0 ? [] : [`ALTER TABLE ${name}\n  ${actions.join(',\n  ')}`]
  const each = (pick: (way: TableWayBack) => readonly string[], which: 'old' | 'now') =>
    turned.flatMap(pair => alter(pair[which].name, pick(pair.way)))
  const made = missing.map(table => {
    const parts = partsOf(before, table.id)
    const foreign = parts.filter(({ parts: { type } }) => type === 'FOREIGN')
    return {
      table,
      foreign,
      create: createTable(
        table,
        parts.filter(part => !foreign.includes(part)),
      ),
    }
  })
  const statements = [
    ...wholes.drop.map(dropWhole),
    ...each(way => way.dropForeignKeys, 'now'),
    ...childrenFirst(gone, after).map(({ name }) => `DROP TABLE ${name}`),
    ...renameBack(
      renames,
      new Set(
        tables(after)
          .map(({ name }) => name)
          .filter(name => !gone.some(table => table.name === name)),
      ),
    ),
    ...wholes.make.filter(({ kind }) => kind === 'SEQUENCE').map(({ parts }) => String(parts.create)),
    ...made.map(({ create }) => create),
    ...each(way => way.actions, 'old'),
    ...turned.flatMap(({ old, way }) =>
      way.partitioning === null ? [] : [`ALTER TABLE ${old.name} ${way.partitioning}`],
    ),
    ...made.flatMap(({ table, foreign }) =>
      alter(
        table.name,
        foreign.map(({ definition }) => `ADD ${definition}`),
      ),
    ),
    ...each(way => way.addForeignKeys, 'old'),
    ...wholes.make.filter(({ kind }) => kind !== 'SEQUENCE').flatMap(makeWhole),
  ]
  for (const { name, parts } of wholes.make)
    if (typeof parts.create !== 'string') {
      classes.push('IRREVERSIBLE')
      notes.push(`How ${name} was made is not shown to the login, so it cannot be made again.`)
    }
  return {
    statements: statements.map(sql => ({ sql, transactional: false })),
    class: classes.sort((a, b) => CLASSES.indexOf(b) - CLASSES.indexOf(a))[0] ?? 'LOSSLESS',
    notes: [...new Set(notes)],
  }
}

/** Names in backquotes as SHOW CREATE prints them; columns only of this table, and of others in what refers to them. */
function inOldNames(
  { oldParts, nowParts }: TablePair,
  renames: readonly TablePair[],
): (text: string) => string {
  const names = new Map(
    renames.map(({ old, now }) => [quoteName(text(now, 'table')), quoteName(text(old, 'table'))]),
  )
  const columns = (from: readonly StructureObject[], to: readonly StructureObject[]) => {
    const oldNames = new Map(to.map(column => [identityOf(column), text(column, 'column')]))
    return from.flatMap((column): [string, string][] => {
      const old = column.kind === 'COLUMN' ? oldNames.get(identityOf(column)) : undefined
      return old === undefined || old === text(column, 'column')
        ? []
        : [[quoteName(text(column, 'column')), quoteName(old)]]
    })
  }
  for (const [now, old] of columns(nowParts, oldParts)) names.set(now, old)
  if (names.size === 0) return definition => definition
  // The engine's own names of foreign keys hold the table's, and are renamed with it.
  const generated = renames.map(
    ({ old, now }) => [`\`${text(now, 'table')}_ibfk_`, `\`${text(old, 'table')}_ibfk_`] as const,
  )
  return definition =>
    definition.replace(/`(?:[^`]|``)*`/g, name => {
      const key = generated.find(([start]) => name.startsWith(start))
      return names.get(name) ?? (key === undefined ? name : `${key[1]}${name.slice(key[0].length)}`)
    })
}

/** What reads tables is dropped where it is new or otherwise, and made where it is gone or was otherwise. */
function compareWholes(before: Structure, after: Structure) {
  const of = (structure: Structure) => structure.objects.filter(({ kind }) => WHOLES.includes(kind))
  const old = new Map(of(before).map(object => [object.id, object]))
  const now = new Map(of(after).map(object => [object.id, object]))
  // What is only broken comes to life when its table is as it was.
  const same = (a: StructureObject, b: StructureObject | undefined) => a.definition === b?.definition
  const order = (objects: StructureObject[]) =>
    objects.sort(
      (a, b) =>
        WHOLES.indexOf(a.kind) - WHOLES.indexOf(b.kind) ||
        Number(a.needs.includes(b.id)) - Number(b.needs.includes(a.id)),
    )
  return {
    drop: order([...now.values()].filter(object => !same(object, old.get(object.id)))).reverse(),
    make: order([...old.values()].filter(object => !same(object, now.get(object.id)))),
  }
}

function dropWhole({ kind, name, parts }: StructureObject): string {
  return kind === 'FUNCTION' ? `DROP ${String(parts.word)} ${String(parts.sql)}` : `DROP ${kind} ${name}`
}

function makeWhole({ parts }: StructureObject): string[] {
  return typeof parts.create === 'string' ? [parts.create] : []
}

function childrenFirst(gone: readonly StructureObject[], { objects }: Structure): StructureObject[] {
  const left = [...gone]
  const ordered: StructureObject[] = []
  const parentsOf = (id: string) =>
    objects.filter(({ partOf, kind }) => partOf === id && kind === 'CONSTRAINT').flatMap(({ needs }) => needs)
  while (left.length > 0) {
    const at = left.findIndex(
      table => !left.some(other => other !== table && parentsOf(other.id).includes(table.id)),
    )
    ordered.push(...left.splice(Math.max(0, at), 1))
  }
  return ordered
}

/** In one statement, which happens as a whole; two that have changed names step aside for each other. */
function renameBack(renames: readonly TablePair[], taken: ReadonlySet<string>): string[] {
  if (renames.length === 0) return []
  const first: string[] = []
  const second: string[] = []
  renames.forEach(({ old, now }, at) => {
    if (!taken.has(old.name)) first.push(`${now.name} TO ${old.name}`)
    else {
      const aside = quoteName(`${text(now, 'table').slice(0, 40)} (old ${at})`)
      first.push(`${now.name} TO ${aside}`)
      second.push(`${aside} TO ${old.name}`)
    }
  })
  return [`RENAME TABLE ${[...first, ...second].join(', ')}`]
}
