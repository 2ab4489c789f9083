import type { RollbackClass } from '../../domain.ts'
import type { Rollback, Structure, StructureObject } from '../schema-changes.ts'
import { alterBack } from './rollback-alter.ts'
import type { Altering } from './rollback-alter.ts'
import { takeBornRights } from './born-rights.ts'
import { dropOf } from './rollback-drop.ts'
import { renameBack } from './rollback-rename.ts'
import { matchStructures } from './structure-names.ts'
import type { Matches } from './structure-names.ts'
import { createScript, inOrderOfNeeds } from './structure-sql.ts'

/** The worst last. */
const CLASSES: readonly RollbackClass[] = ['LOSSLESS', 'LOSES_NEW_DATA', 'STRUCTURE_ONLY', 'IRREVERSIBLE']
/** A column of another type keeps these from being so; indexes and constraints are made anew by the server. */
const BOUND_TO_TYPE: readonly string[] = ['VIEW', 'MATERIALIZED_VIEW', 'TRIGGER', 'POLICY', 'FUNCTION']
/** Can be there before what was only altered is as it was. */
const MADE_EARLY = /^(SCHEMA|EXTENSION|TYPE|SEQUENCE|TABLE|COLUMN) /

/**
 * See `WriteRollback`. First what is new or in the way is dropped, the dependents before what they need; then old names come
 * back; then what was only altered is turned back, and what is missing is made. Renames are told apart by the server's own
 * numbers, so both structures must be read from the same database, else a rename is a drop and a making. What changed rows
 * only, such as UPDATE or TRUNCATE, shows in no structure.
 */
export function writeRollback(before: Structure, after: Structure): Rollback {
  const matches = matchStructures(before, after)
  const alterings = alterAll(before, after, matches)
  const gone = goneBefore(after, matches, alterings)
  const missing = before.objects.filter(({ id }) => {
    const now = matches.afterOf.get(id)
    return now === undefined || gone.has(now.id)
  })
  const notes: string[] = []
  const classes: RollbackClass[] = ['LOSSLESS']
  for (const { class: loss, notes: said = [] } of alterings.inPlace.values()) {
    if (loss !== undefined) classes.push(loss)
    notes.push(...said)
  }
  judgeGone(after, gone, matches, classes, notes)
  judgeMissing(before, after, missing, matches, classes, notes)

  const made = createScript({ ...before, objects: missing }, 'FILLED').map(({ id, sql }) => ({
    sql,
    when: id.startsWith('GRANT ')
      ? 'LAST'
      : MADE_EARLY.test(id) && !needsAltered(id, missing, alterings.inPlace)
        ? 'EARLY'
        : 'LATE',
  }))
  const statements = [
    ...dropDefaults(after, matches, gone),
    ...dropAll(after, gone),
    ...renameBack(after.objects, matches, gone),
    ...made.filter(({ when }) => when === 'EARLY').map(({ sql }) => sql),
    ...[...alterings.inPlace].flatMap(([id, { statements: turned }]) => (gone.has(id) ? [] : turned)),
    ...made.filter(({ when }) => when === 'LATE').map(({ sql }) => sql),
    ...missing.flatMap(object => takeBornRights(object, after.objects)),
    ...made.filter(({ when }) => when === 'LAST').map(({ sql }) => sql),
  ]
  const worst = classes.sort((a, b) => CLASSES.indexOf(b) - CLASSES.indexOf(a))[0] ?? 'LOSSLESS'
  return {
    statements: statements.map(sql => ({ sql, transactional: true })),
    class: worst,
    notes: [...new Set(notes)],
  }
}

function isSame(now: StructureObject, old: StructureObject, { inOldNames }: Matches): boolean {
  if (now.valid !== old.valid) return false
  return now.definition === old.definition || inOldNames(now.definition) === old.definition
}

interface Alterings {
  /** By the ids in `after`. */
  inPlace: ReadonlyMap<string, Altering>
  /** What cannot be altered to what it was. */
  anew: ReadonlySet<string>
}

function alterAll(before: Structure, after: Structure, matches: Matches): Alterings {
  const used = new Set(
    after.objects.flatMap(({ kind, needs }) =>
      kind === 'COLUMN' || kind === 'TABLE' ? needs.filter(id => id.startsWith('TYPE ')) : [],
    ),
  )
  const inPlace = new Map<string, Altering>()
  const anew = new Set<string>()
  for (const now of after.objects) {
    const old = matches.beforeOf.get(now.id)
    if (old === undefined) continue
    if (matches.madeAnew.has(now.id) && now.definition === old.definition && now.valid === old.valid) continue
    if (isSame(now, old, matches)) continue
    const altering = alterBack(now, old, { isUsed: used.has(now.id), version: before.serverVersionNumber })
    if (altering === null || (matches.madeAnew.has(now.id) && needsSameObject(now))) anew.add(now.id)
    else inPlace.set(now.id, altering)
  }
  return { inPlace, anew }
}

/** What REPLACE keeps to: the result of a function. */
const needsSameObject = ({ kind }: StructureObject) => kind === 'FUNCTION'

/** All of `after` that has to go first: what is new, what is made anew, and what needs either. */
function goneBefore(after: Structure, matches: Matches, alterings: Alterings): Set<string> {
  const gone = new Set<string>()
  const retyped = new Set(
    [...alterings.inPlace].flatMap(([id, { newType }]) => (newType === true ? [id] : [])),
  )
  for (const { id } of after.objects) {
    if (!matches.beforeOf.has(id) || alterings.anew.has(id)) gone.add(id)
  }
  for (let size = -1; size !== gone.size;) {
    size = gone.size
    for (const object of after.objects) {
      if (gone.has(object.id)) continue
      const { kind, partOf, needs, parts } = object
      const bound = BOUND_TO_TYPE.includes(kind) || (kind === 'COLUMN' && parts.generated !== null)
      const stays = kind === 'TABLE' || kind === 'SEQUENCE' || (kind === 'COLUMN' && parts.generated === null)
      if (
        (partOf !== null && gone.has(partOf)) ||
        (!stays && needs.some(id => gone.has(id))) ||
        (bound && needs.some(id => retyped.has(id)))
      ) {
        gone.add(object.id)
      }
    }
  }
  return gone
}

/** A default that calls something new is in its way. */
function dropDefaults(after: Structure, matches: Matches, gone: ReadonlySet<string>): string[] {
  return after.objects.flatMap(({ kind, id, parts }) => {
    if (kind !== 'COLUMN' || gone.has(id) || parts.default === null || !matches.beforeOf.has(id)) return []
    const needed = JSON.parse(String(parts.defaultNeeds)) as string[]
    if (!needed.some(need => gone.has(need))) return []
    return [`ALTER TABLE ${String(parts.table)} ALTER COLUMN ${String(parts.column)} DROP DEFAULT`]
  })
}

function dropAll(after: Structure, gone: ReadonlySet<string>): string[] {
  const byId = new Map(after.objects.map(object => [object.id, object]))
  const apart = after.objects.filter(
    ({ id, partOf, parts }) =>
      gone.has(id) &&
      !(partOf !== null && gone.has(partOf)) &&
      // A sequence of a column goes with it.
      !(typeof parts.ownedById === 'string' && gone.has(parts.ownedById)) &&
      !(typeof parts.ownedById === 'string' && gone.has(byId.get(parts.ownedById)?.partOf ?? '')),
  )
  const nodes = apart.map(object => ({ id: object.id, sql: '', rank: 0, needs: allNeeds(object, byId) }))
  return inOrderOfNeeds(nodes, after.objects)
    .reverse()
    .flatMap(({ id }) => {
      const object = byId.get(id)
      return object === undefined ? [] : dropOf(object)
    })
}

/** Also what its parts need: a table goes after the view that reads its column, and before the type of that. */
function allNeeds(object: StructureObject, byId: ReadonlyMap<string, StructureObject>): string[] {
  const parts = [...byId.values()].filter(({ partOf }) => partOf === object.id)
  return [...object.needs, ...parts.flatMap(({ needs }) => needs)].filter(id => id !== object.id)
}

/** Made early, it would find a column that is still as it was changed. */
function needsAltered(
  id: string,
  missing: readonly StructureObject[],
  alterings: ReadonlyMap<string, Altering>,
): boolean {
  const object = missing.find(each => each.id === id)
  return object?.kind === 'COLUMN' && object.needs.some(need => alterings.get(need)?.newType === true)
}

const holdsRows = ({ kind, parts }: StructureObject) =>
  (kind === 'TABLE' && parts.foreign !== true) || (kind === 'COLUMN' && parts.generated === null)

function judgeGone(
  after: Structure,
  gone: ReadonlySet<string>,
  matches: Matches,
  classes: RollbackClass[],
  notes: string[],
): void {
  for (const object of after.objects) {
    if (!gone.has(object.id) || !holdsRows(object) || gone.has(object.partOf ?? '')) continue
    const old = matches.beforeOf.get(object.id)
    classes.push(old === undefined || matches.madeAnew.has(object.id) ? 'LOSES_NEW_DATA' : 'STRUCTURE_ONLY')
    notes.push(`What is written to ${object.name} after the change is lost on the way back.`)
  }
}

function judgeMissing(
  before: Structure,
  after: Structure,
  missing: readonly StructureObject[],
  matches: Matches,
  classes: RollbackClass[],
  notes: string[],
): void {
  const ids = new Set(missing.map(({ id }) => id))
  const lost = [
    ...missing.filter(object => !ids.has(object.partOf ?? '')),
    // Dropped and made again just as it was.
    ...before.objects.filter(
      ({ id }) => !ids.has(id) && matches.madeAnew.has(matches.afterOf.get(id)?.id ?? ''),
    ),
  ]
  for (const object of lost) {
    const stayed = matches.afterOf.get(object.id)
    const isNewThing = stayed === undefined || matches.madeAnew.has(stayed.id)
    if (holdsRows(object) && isNewThing) {
      classes.push('STRUCTURE_ONLY')
      notes.push(`The data of ${object.name} is gone with the change; only its structure comes back.`)
    }
    if (object.kind === 'SEQUENCE' && isNewThing) {
      classes.push('STRUCTURE_ONLY')
      notes.push(`${object.name} begins at its start again.`)
    }
    if (!ids.has(object.id)) continue
    if (object.kind === 'COLUMN') noteColumn(object, before, after, notes)
    if (object.kind === 'CONSTRAINT' && object.valid) {
      notes.push(`${object.name} is checked again, which fails when rows since then break it.`)
    }
    if (object.kind === 'INDEX' && !object.valid) {
      notes.push(`${object.name} was not valid before; it comes back valid.`)
    }
    if (object.kind === 'MATERIALIZED_VIEW') notes.push(`${object.name} is filled anew.`)
  }
}

function noteColumn(column: StructureObject, before: Structure, after: Structure, notes: string[]): void {
  const siblings = before.objects.filter(({ kind, partOf }) => kind === 'COLUMN' && partOf === column.partOf)
  const last = Math.max(...siblings.map(({ position }) => position ?? 0))
  const others = after.objects.filter(({ kind, partOf }) => kind === 'COLUMN' && partOf === column.partOf)
  if ((column.position ?? 0) < last && others.length > 0) {
    notes.push(`${column.name} comes back as the last column of its table.`)
  }
  if (column.parts.notNull === true && column.parts.default === null && column.parts.identityKind === null) {
    notes.push(
      `${column.name} must have a value: it comes back only while its table has no rows, or after they were given one.`,
    )
  }
}
