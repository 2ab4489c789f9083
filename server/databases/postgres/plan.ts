import type { Plan, TablePlan } from '../database.ts'
import { AppError } from '../../errors.ts'
import type { Session } from './driver.ts'
import { stateOf } from '../failure.ts'
import { toAppError } from './errors.ts'
import { executesWhatItExplains } from './explain-that-runs.ts'

/** EXPLAIN's JSON, as far as it is read here. Numbers too long for a double arrive as strings. */
interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Plan Rows': number | string
  'Total Cost': number | string
  Plans?: readonly PlanNode[]
}

const SYNTAX_ERROR = '42601'

/**
 * What the server expects of a statement. It is explained, never executed: in `explain (…) <text>` the grammar takes
 * one explainable statement after the options, so the text cannot bring an ANALYZE of its own. Not VERBOSE: that prints
 * the values of the select list, and the planner has computed what is constant (200 MB of `repeat('x', 200000000)`).
 */
export async function readPlan(session: Session, sql: string): Promise<Plan> {
  try {
    const [row] = await session.query(`explain (format json)\n${sql}`)
    return toPlan(row?.[0])
  } catch (error) {
    const failure = toAppError(error)
    if (stateOf(failure) === SYNTAX_ERROR && (await isUtility(session, sql)))
      return { rows: null, cost: null, tables: [] }
    throw failure
  }
}

/** SHOW and EXPLAIN read no table and cannot be explained; as a statement of their own they are fine, if they run nothing. */
async function isUtility(session: Session, sql: string): Promise<boolean> {
  if (executesWhatItExplains(sql)) return false
  await session.beginAnew()
  const { columns } = await session.describe(sql)
  return columns.length > 0
}

export function toPlan(document: unknown): Plan {
  const root = Array.isArray(document) ? (document[0] as { Plan?: PlanNode } | undefined)?.Plan : undefined
  if (root === undefined) {
    throw new AppError('DATABASE_UNKNOWN_FAILURE', 'The database gave no plan for this statement.')
  }
  return { rows: Number(root['Plan Rows']), cost: Number(root['Total Cost']), tables: tablesOf(root) }
}

function tablesOf(node: PlanNode): TablePlan[] {
  const below = (node.Plans ?? []).flatMap(tablesOf)
  const table = node['Relation Name']
  if (table === undefined) return below
  const fullScan = /^(Seq|Foreign) Scan$/.test(node['Node Type'])
  return [{ table, fullScan, rows: Number(node['Plan Rows']) }, ...below]
}
