import { AppError } from '../../errors.ts'
import { plainTextOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { failed, statementFailed } from '../failure.ts'
import type { Shadow, Structure, StructureObject } from '../schema-changes.ts'
import { namedFor } from '../session-name.ts'
import { asOnTarget, copyNotes, differencesBetween } from '../shadow-differences.ts'
import { copyStructure, withoutDefiner } from './copy-structure.ts'
import type { Session } from './driver.ts'
import { measureStep } from './measure-step.ts'
import { createIdentities } from './shadow-identities.ts'
import { dropShadowSchema, makeShadowSchema } from './shadow-schema.ts'
import { nameChangesIn, qualifiersIn } from './sql-names.ts'
import { readStructure } from './structure.ts'

/** A statement of a dry run that somehow waits is one that has left the copy. */
const STEP_SECONDS = 120

/**
 * See `SchemaChanges.openShadow`. A database of its own on the same server, as nothing else is that server. There a name
 * with a database before it would reach the real one, so no statement may hold one.
 */
export async function openShadow(
  target: DatabaseTarget,
  options: DatabaseOptions,
  model: Structure,
): Promise<Shadow> {
  const named = namedFor('shadow', options)
  let made: Awaited<ReturnType<typeof makeShadowSchema>>
  try {
    made = await makeShadowSchema(target, named)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_CONNECTION_LOST') throw error
    throw notTried(error)
  }
  const { session, name, databases } = made
  let closing: Promise<void> | null = null
  const close = () =>
    (closing ??= (async () => {
      await session.end()
      await dropShadowSchema(target, named, name)
    })())
  const identities = createIdentities()
  const originals = new Map(model.objects.map(object => [object.id, object]))
  try {
    await limitTime(session)
    const failures = await copyStructure(session, model, databases)
    const readCopy = async (): Promise<Structure> => {
      const copy = await readStructure(session)
      return { ...copy, objects: copy.objects.map(object => inOldName(object, originals.get(object.id))) }
    }
    /** As it was made: nobody else changes it, so until something has run it need not be read again. */
    let unchanged: Structure | null = await readCopy()
    const differences = differencesBetween(model, unchanged)
    const grants = [...differences.keys()].every(id => !id.startsWith('GRANT '))
    const notes = copyNotes(
      failures,
      new Map([...differences].filter(([id]) => !id.startsWith('GRANT ') && !id.startsWith('EVENT '))),
    )
    return {
      place: 'TARGET_SERVER',
      notes: grants ? notes : [...notes, 'Who has rights on what is not copied.'],
      async run({ sql }) {
        const elsewhere = qualifiersIn(sql).find(qualifier => databases.has(qualifier.toLowerCase()))
        if (elsewhere !== undefined) throw leavesTheCopy(elsewhere)
        unchanged = null
        const tables = (await session.query(TABLES_QUERY)).map(([table]) => plainTextOf(table))
        const measure = await measureStep(session, sql, tables)
        identities.follow(nameChangesIn(sql))
        return measure
      },
      async readStructure() {
        const structure = asOnTarget(unchanged ?? (await readCopy()), model, differences)
        return { ...structure, objects: identities.mark(structure.objects) }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const TABLES_QUERY = `select table_name from information_schema.tables where table_schema = database() and table_type <> 'VIEW'`

async function limitTime(session: Session): Promise<void> {
  if (session.server.product === 'MariaDB') await session.script(`set max_statement_time = ${STEP_SECONDS}`)
}

/** What is the same but for the name that it acts in has the one that it has on the target. */
function inOldName(object: StructureObject, original: StructureObject | undefined): StructureObject {
  if (
    original === undefined ||
    typeof original.parts.create !== 'string' ||
    typeof object.parts.create !== 'string'
  )
    return object
  if (withoutDefiner(object.parts.create) !== withoutDefiner(original.parts.create)) return object
  return { ...object, definition: original.definition, parts: original.parts }
}

function leavesTheCopy(database: string): AppError {
  return failed(
    statementFailed(
      `This statement names the database ${database}, so trying it would reach the real one.`,
      'Leave the name of the database out: a change is of the database of its connection.',
    ),
    'qualified',
  )
}

function notTried(reason: AppError): AppError {
  return new AppError(
    'PROPOSAL_NOT_TRIED',
    `There is no place for a dry run of the change. ${reason.message}`,
    {
      hints: [
        'Let the login of this connection, or the one for changes, make databases of its own: grant all on `lovable\\_shadow\\_%`.* to …',
        'Or go on without a dry run, after a review by a person.',
      ],
      cause: reason,
    },
  )
}
