/**
 * Reads EXPLAIN FORMAT=JSON of MariaDB and of MySQL 8. Both are query blocks with tables, nested in operations whose
 * names nobody here needs; a table of MySQL has `rows_examined_per_scan` where MariaDB's has `rows`. MariaDB was tried
 * with 10.11; MySQL's form is from its manual (format version 1) and could not be tried. Pure.
 */
import type { TablePlan } from '../database.ts'
import { parsePlan } from './plan-json.ts'

export interface MeasuredPlan {
  rows: number
  /**
   * In MySQL's unit: one page read from disk. MariaDB has none before version 11, and milliseconds from then on; there
   * it is what reading the rows costs in MySQL's model, without the pages.
   */
  cost: number
  /** By alias where there is one. */
  tables: readonly TablePlan[]
}

/** MySQL's row_evaluate_cost. */
const COST_PER_ROW = 0.1
/** What is computed beside the rows: sub-queries and tables made for the occasion. */
const BESIDE = /subquer|^materialized/
/** The only messages in place of a table that do not mean "no rows". */
const ONE_ROW = /No tables used|optimized away/

interface Node {
  readonly [key: string]: unknown
}

interface Measure {
  rows: number
  examined: number
  tables: TablePlan[]
}

/** Null when this is no plan. */
export function measurePlan(document: unknown): MeasuredPlan | null {
  const plan = asNode(typeof document === 'string' ? parsePlan(document) : document)
  if (plan === null || asNode(plan.query_block) === null) return null
  const { rows, examined, tables } = measure(plan, 1)
  return { rows, cost: costOf(plan) ?? examined * COST_PER_ROW, tables }
}

/** @param before rows that come in from the tables joined so far: each of them meets what is measured */
function measure(value: unknown, before: number): Measure {
  if (Array.isArray(value)) return inTurn(value, before)
  const node = asNode(value)
  if (node === null) return { rows: before, examined: 0, tables: [] }
  if (Array.isArray(node.query_specifications)) return union(node.query_specifications, before)
  if (typeof node.table_name === 'string') return table(node, node.table_name, before)
  if (typeof node.message === 'string')
    return { rows: ONE_ROW.test(node.message) ? before : 0, examined: 0, tables: [] }
  const entries = Object.entries(node)
  const joined = inTurn(
    entries.filter(([key]) => !BESIDE.test(key)).map(([, part]) => part),
    before,
  )
  return withBeside(joined, node)
}

function inTurn(parts: readonly unknown[], before: number): Measure {
  return parts.reduce<Measure>(
    (sum, part) => {
      const next = measure(part, sum.rows)
      return { ...add(sum, next), rows: next.rows }
    },
    { rows: before, examined: 0, tables: [] },
  )
}

function union(parts: readonly unknown[], before: number): Measure {
  return parts
    .map(part => measure(part, before))
    .reduce((sum, next) => ({ ...add(sum, next), rows: sum.rows + next.rows }))
}

function table(node: Node, name: string, before: number): Measure {
  const scanned = Number(node.rows_examined_per_scan ?? node.rows ?? 0)
  const kept = (scanned * Number(node.filtered ?? 100)) / 100
  const fullScan = node.access_type === 'ALL' || node.access_type === 'index'
  // Names of our own making begin with `<`; MySQL gives one that it fills first its alias.
  const made = name.startsWith('<') || Object.keys(node).some(key => /^(materialized|sharing_temp)/.test(key))
  const tables = made ? [] : [{ table: name, fullScan, rows: Math.round(kept) }]
  return withBeside({ rows: before * kept, examined: before * scanned, tables }, node)
}

function withBeside(joined: Measure, node: Node): Measure {
  return Object.entries(node)
    .filter(([key]) => BESIDE.test(key))
    .map(([, part]) => measureEach(part))
    .reduce(add, joined)
}

/** Sub-queries stand side by side, each begins with no rows before it. */
function measureEach(part: unknown): Measure {
  const parts: readonly unknown[] = Array.isArray(part) ? part : [part]
  return parts.map(one => measure(one, 1)).reduce(add, { rows: 1, examined: 0, tables: [] })
}

function add(sum: Measure, next: Measure): Measure {
  return {
    rows: sum.rows,
    examined: sum.examined + next.examined,
    tables: [...sum.tables, ...next.tables],
  }
}

/** Of all blocks: MySQL's cost of a block leaves out those inside of it. */
function costOf(value: unknown): number | null {
  const node: Node | readonly unknown[] | null = Array.isArray(value) ? value : asNode(value)
  if (node === null) return null
  const own = 'cost_info' in node ? Number(asNode(node.cost_info)?.query_cost ?? 0) : null
  const costs = [own, ...Object.values(node).map(costOf)].filter(cost => cost !== null)
  return costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0)
}

function asNode(value: unknown): Node | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : null
}
