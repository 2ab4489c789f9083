import { AppError } from '../../errors.ts'
import type { Plan } from '../database.ts'
import { textOf } from '../cell-text.ts'
import { stateOf } from '../failure.ts'
import type { Session } from './driver.ts'
import { readExplainedQuery } from './explained-query.ts'
import type { ExplainedQuery } from './explained-query.ts'
import { isShowOrExplain, NOT_EXPLAINABLE } from './explainable.ts'
import { measurePlan } from './plan-tree.ts'

/** ER_VIEW_NO_EXPLAIN: the login may read a view, and may not see the tables below it. */
const VIEW_HIDES_ITS_TABLES = '1345'
/** The note with the statement as the optimizer has rewritten it. */
const REWRITTEN = 1003

const FIRST_FORM = 'set explain_json_format_version = 1'

const NOTHING_KNOWN: Plan = { rows: null, cost: null, tables: [] }

/**
 * What the server expects of a statement, without running it. Two things run nevertheless (MariaDB 10.11): a function
 * that is declared DETERMINISTIC and has constants for arguments, even twice, to look its value up in an index. So this
 * needs the READ ONLY transaction and its time limit as a run does. A derived table is not filled, as MySQL 5.6 did.
 * Where the login may read a view and not its tables, the server explains nothing, and nothing is answered.
 */
export async function readPlan(session: Session, sql: string): Promise<Plan> {
  try {
    await refuseHalfStatements(session, sql)
    const { product, versionNumber } = session.server
    // From 8.3 on MySQL has another form of the JSON, which a server can make its default. Not tried on one.
    if (product === 'MySQL' && versionNumber >= 80_300) await session.script(FIRST_FORM)
    const [row] = await session.query(`explain format=json\n${sql}`)
    return toPlan(row?.[0], await readRewritten(session, sql))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const state = stateOf(error)
    if (state === VIEW_HIDES_ITS_TABLES) return NOTHING_KNOWN
    if (NOT_EXPLAINABLE.test(state) && isShowOrExplain(sql)) return NOTHING_KNOWN
    throw error
  }
}

/**
 * The server must take the text as a statement of its own, else its beginning could belong to our EXPLAIN: after the
 * format the grammar also takes `FOR CONNECTION 5`, MySQL 8.1 `INTO @variable` and MySQL 8.3 `FOR SCHEMA s`. It also
 * puts the place of a mistake where the author sees it.
 */
async function refuseHalfStatements(session: Session, sql: string): Promise<void> {
  const statement = await session.prepare(sql)
  statement.close()
}

/** MySQL leaves it with every EXPLAIN, MariaDB with EXTENDED only. It refines the plan: without it there is one too. */
async function readRewritten(session: Session, sql: string): Promise<ExplainedQuery | null> {
  if (session.server.product === 'MariaDB') await session.query(`explain extended\n${sql}`)
  const notes = await session.query('show warnings')
  const note = notes.find(([, code]) => Number(code) === REWRITTEN)
  return note === undefined ? null : readExplainedQuery(textOf(note[2]))
}

export function toPlan(document: unknown, query: ExplainedQuery | null): Plan {
  const measured = measurePlan(document)
  if (measured === null)
    throw new AppError('DATABASE_UNKNOWN_FAILURE', 'The database gave no plan for this statement.')
  const { rows, cost, tables } = measured
  return {
    rows: query?.oneRow ? 1 : Math.round(Math.min(rows, query?.maxRows ?? rows)),
    cost,
    tables: tables.map(table => ({ ...table, table: query?.tableOf.get(table.table) ?? table.table })),
  }
}
