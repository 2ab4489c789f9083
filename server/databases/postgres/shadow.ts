import type { ShadowPlace } from '../../domain.ts'
import { AppError } from '../../errors.ts'
import { textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import { stateOf } from '../failure.ts'
import type { Shadow, StepMeasure, Structure } from '../schema-changes.ts'
import { namedFor } from '../session-name.ts'
import { asOnTarget, copyNotes, differencesBetween } from '../shadow-differences.ts'
import { openChangeSession } from './change-session.ts'
import type { ChangeSession } from './change-session.ts'
import { copyStructure } from './copy-structure.ts'
import { measureAlone, measureInTransaction } from './measure-step.ts'
import { postgresDialect } from './dialect.ts'
import { dropShadowDatabase, makeShadowDatabase } from './shadow-database.ts'
import { ownedAsOnTarget } from './shadow-owner.ts'
import { readStructure } from './structure.ts'

/** Materialized views of the copy are empty until somebody needs them; the second is what REFRESH … CONCURRENTLY says. */
const NOT_POPULATED: readonly unknown[] = ['55000', '0A000']

/** See `SchemaChanges.openShadow`. */
export async function openShadow(
  target: DatabaseTarget,
  options: DatabaseOptions,
  structure: Structure,
): Promise<Shadow> {
  const named = namedFor('shadow', options)
  const onTarget = await tryAt('TARGET_SERVER', target, target, named, structure)
  if ('shadow' in onTarget) return onTarget.shadow
  const own = (await options.shadowServer?.()) ?? null
  if (own === null) throw notTried(onTarget.failure)
  const onOwn = await tryAt('OWN_SERVER', own.target, target, { ...named, dial: own.dial }, structure)
  if ('shadow' in onOwn) return onOwn.shadow
  throw notTried(onOwn.failure)
}

/** Why there is none is said by whoever finds no other place; a target that cannot be reached is a failure of its own. */
async function tryAt(
  place: ShadowPlace,
  server: DatabaseTarget,
  target: DatabaseTarget,
  options: DatabaseOptions,
  structure: Structure,
): Promise<{ shadow: Shadow } | { failure: AppError }> {
  try {
    return { shadow: await openAt(place, server, target, options, structure) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'DATABASE_CONNECTION_LOST') throw error
    return { failure: error }
  }
}

async function openAt(
  place: ShadowPlace,
  server: DatabaseTarget,
  target: DatabaseTarget,
  options: DatabaseOptions,
  structure: Structure,
): Promise<Shadow> {
  const made = await makeShadowDatabase(place, server, options)
  let session: ChangeSession | null = null
  let closing: Promise<void> | null = null
  const close = () =>
    (closing ??= (async () => {
      await session?.end()
      await dropShadowDatabase(server, options, made)
    })())
  try {
    session = await openChangeSession(made.target, options)
    const copied = session
    const failures = await copyStructure(copied, structure)
    const quote = postgresDialect.quoteIdentifier
    const readCopy = async () =>
      ownedAsOnTarget(await read(copied), quote(made.target.username), quote(target.username))
    /** As it was made: nobody else changes it, so until something has run it need not be read again. */
    let unchanged: Structure | null = await readCopy()
    const differences = differencesBetween(structure, unchanged)
    return {
      place,
      notes: [...made.notes, ...copyNotes(failures, differences)],
      run(statement) {
        unchanged = null
        return run(copied, statement)
      },
      readStructure: async () => asOnTarget(unchanged ?? (await readCopy()), structure, differences),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function read(session: ChangeSession): Promise<Structure> {
  await session.script('begin isolation level repeatable read read only')
  try {
    return await readStructure(session)
  } finally {
    await session.script('rollback').catch(() => undefined)
  }
}

async function run(
  session: ChangeSession,
  { sql, transactional }: { sql: string; transactional: boolean },
): Promise<StepMeasure> {
  const measure = () => (transactional ? measureInTransaction(session, sql) : measureAlone(session, sql))
  try {
    return await measure()
  } catch (error) {
    if (!(error instanceof AppError) || !NOT_POPULATED.includes(stateOf(error))) throw error
    if (!(await populate(session))) throw error
    return measure()
  }
}

/** @returns whether there was anything to do */
async function populate(session: ChangeSession): Promise<boolean> {
  const views = await session.query(
    `select format('refresh materialized view %I.%I', n.nspname, c.relname)
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and not c.relispopulated order by c.oid`,
  )
  for (const [refresh] of views) await session.change(textOf(refresh)).catch(() => undefined)
  return views.length > 0
}

function notTried(reason: AppError): AppError {
  return new AppError(
    'PROPOSAL_NOT_TRIED',
    `There is no place for a dry run of the change. ${reason.message}`,
    {
      hints: [
        'Let the login of this connection create databases: alter role … createdb.',
        'Or go on without a dry run, after a review by a person.',
      ],
      cause: reason,
    },
  )
}
