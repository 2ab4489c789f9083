import { AppError } from '../../errors.ts'
import type { Structure, StructureObject } from '../schema-changes.ts'
import type { CopyFailure } from '../shadow-differences.ts'
import type { Session } from './driver.ts'
import { qualifiersIn } from './sql-names.ts'

/** What holds others is made first; tables may name each other, so their keys are not checked. */
const ORDER = ['SEQUENCE', 'TABLE', 'FUNCTION', 'VIEW', 'TRIGGER', 'EVENT']

/**
 * Makes the structure in the empty database that the session is in. What names a database, as views of several do, is left
 * out: there it would reach what is no copy. @returns what could not be made, in words
 */
export async function copyStructure(
  session: Session,
  { objects }: Structure,
  databases: ReadonlySet<string>,
): Promise<CopyFailure[]> {
  const failures: CopyFailure[] = []
  await session.script('set foreign_key_checks = 0')
  let left = objects
    .filter(({ kind }) => ORDER.includes(kind))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  // Views read views: again until none is made any more.
  for (;;) {
    const failed: { object: StructureObject; why: string }[] = []
    for (const object of left) {
      const why = await failureOf(session, object, objects, databases)
      if (why !== null) failed.push({ object, why })
    }
    if (failed.length === left.length || failed.length === 0) {
      for (const { object, why } of failed)
        failures.push({ id: object.id, note: `${object.id} could not be copied. ${why}` })
      break
    }
    left = failed.map(({ object }) => object)
  }
  await session.script('set foreign_key_checks = 1')
  return failures
}

async function failureOf(
  session: Session,
  object: StructureObject,
  objects: readonly StructureObject[],
  databases: ReadonlySet<string>,
): Promise<string | null> {
  const create = createSql(object, objects)
  if (create === null) return 'How it is made is not shown to this login, or its rows are on another server.'
  const elsewhere = qualifiersIn(create).find(name => databases.has(name.toLowerCase()))
  if (elsewhere !== undefined) return `It names the database ${elsewhere}.`
  try {
    await session.script(withoutDefiner(create))
    return null
  } catch (error) {
    if (!(error instanceof AppError) || !session.isOpen()) throw error
    return error.message
  }
}

/** In whose name it is read and run: in the copy that is us, who may do all there and nothing else. */
export function withoutDefiner(create: string): string {
  return create.replace(/ DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*`/, '')
}

/** Null for what cannot be made from what is known of it. An event is made without its turns. */
export function createSql(object: StructureObject, objects: readonly StructureObject[]): string | null {
  const { kind, parts, id } = object
  if (kind === 'TABLE')
    return parts.foreign === true
      ? null
      : createTable(
          object,
          objects.filter(({ partOf }) => partOf === id),
        )
  if (typeof parts.create !== 'string') return null
  return kind === 'EVENT'
    ? parts.create.replace(/ (ENABLE|DISABLE ON SLAVE)(?= (COMMENT|DO) )/, ' DISABLE')
    : parts.create
}

/** @param parts of the table, which may be fewer than it has */
export function createTable(
  { name, parts: table }: StructureObject,
  parts: readonly StructureObject[],
): string {
  const of = (kind: string) => parts.filter(object => object.kind === kind)
  const lines = [
    ...of('COLUMN').sort((a, b) => (a.position ?? 0) - (b.position ?? 0)),
    ...of('CONSTRAINT').filter(({ parts: { key } }) => key === 'PRIMARY'),
    ...of('INDEX'),
    ...of('CONSTRAINT').filter(({ parts: { key } }) => key !== 'PRIMARY'),
  ].map(({ definition }) => `  ${definition}`)
  const others = String(table.others) === '' ? [] : [`  ${String(table.others)}`]
  return `CREATE TABLE ${name} (\n${[...lines, ...others].join(',\n')}\n) ${String(table.options)}`
}
