import { AppError } from '../../errors.ts'
import type { Structure } from '../schema-changes.ts'
import type { CopyFailure } from '../shadow-differences.ts'
import type { ChangeSession } from './change-session.ts'
import { createScript } from './structure-sql.ts'
import type { Making } from './structure-sql.ts'

/** Each commits by itself, so that the server needs no more locks at once than it is usually set to. */
const STATEMENTS_AT_ONCE = 100

/** Makes the structure in an empty database. @returns what could not be made, in words */
export async function copyStructure(session: ChangeSession, structure: Structure): Promise<CopyFailure[]> {
  // Bodies may speak of what comes later; and nobody misses a copy that a crash took.
  await session.script('set check_function_bodies = off; set synchronous_commit = off')
  const script = createScript(structure)
  const failed: Making[] = []
  for (let at = 0; at < script.length; at += STATEMENTS_AT_ONCE) {
    const portion = script.slice(at, at + STATEMENTS_AT_ONCE)
    if (!(await makeAll(session, portion))) failed.push(...(await makeEach(session, portion, [])))
  }
  const left = await makeRest(session, failed)
  await session.script('set check_function_bodies = on')
  return left
}

async function makeAll(session: ChangeSession, portion: readonly Making[]): Promise<boolean> {
  await session.script('begin')
  try {
    await session.changeAll(portion.map(({ sql }) => sql))
    await session.script('commit')
    return true
  } catch (error) {
    if (!session.isOpen()) throw error
    await session.script('rollback')
    return false
  }
}

/** @param failures gets why each of those failed that it answers */
async function makeEach(
  session: ChangeSession,
  portion: readonly Making[],
  failures: CopyFailure[],
): Promise<Making[]> {
  const failed: Making[] = []
  for (const making of portion) {
    const failure = await failureOf(session, making.sql)
    if (failure === null) continue
    failed.push(making)
    failures.push({ id: making.id, note: `${making.id} could not be copied. ${failure.message}` })
  }
  return failed
}

/** Some need what no catalog tells, such as a table in the body of a function: they may go when all else is there. */
async function makeRest(session: ChangeSession, failed: readonly Making[]): Promise<CopyFailure[]> {
  const instead = failed.flatMap(({ otherwise }) => (otherwise === undefined ? [] : [otherwise]))
  for (const { sql } of instead) await failureOf(session, sql)
  let left = failed
  for (;;) {
    const failures: CopyFailure[] = []
    const still = await makeEach(session, left, failures)
    if (still.length === 0 || still.length === left.length) return failures
    left = still
  }
}

async function failureOf(session: ChangeSession, sql: string): Promise<AppError | null> {
  try {
    await session.change(sql)
    return null
  } catch (error) {
    if (!(error instanceof AppError) || !session.isOpen()) throw error
    return error
  }
}
