import type { Plan, TablePlan } from '../databases/database.ts'
import type { CatalogTable, Finding } from '../domain.ts'

export interface PreviewRequest {
  plan: Plan
  /** Rows that a run gives out at most. */
  maxRows: number
  /** For the size of the tables that are read in full; without them only the plan's own numbers count. */
  tables?: readonly Pick<CatalogTable, 'name' | 'rowEstimate'>[]
}

export interface Preview {
  /** As the engine estimates them, in rows. */
  estimatedRows: number
  /** In the engine's own unit. */
  estimatedCost: number
  warnings: readonly Finding[]
  /** For a person: what the query would do, e.g. `reads 1 table · about 11 rows · cheap`. */
  whatItWouldDo: string
}

type CostClass = 'cheap' | 'moderate' | 'expensive'

/** In pages read one after another: about a second, and about half a minute, of an idle disk or processor. */
const MODERATE_COST = 10_000
const EXPENSIVE_COST = 1_000_000
const LARGE_TABLE_ROWS = 1_000_000
/** A result that many times larger than the largest table in it comes from a join without a condition. */
const BLOW_UP_FACTOR = 1000
const BLOW_UP_MIN_ROWS = 1_000_000

/** What would happen if this ran: estimates and warnings in words, from the engine's plan alone. Pure. */
export function assess({ plan, maxRows, tables = [] }: PreviewRequest): Preview {
  const warnings = [blowUp(plan), expensive(plan), ...largeScans(plan, tables), truncated(plan, maxRows)]
  return {
    estimatedRows: plan.rows,
    estimatedCost: plan.cost,
    warnings: warnings.filter(finding => finding !== null),
    whatItWouldDo: describe(plan),
  }
}

function truncated(plan: Plan, maxRows: number): Finding | null {
  if (plan.rows <= maxRows) return null
  return warning(
    'preview-truncated-result',
    `This gives about ${words(plan.rows)} rows; only the first ${words(maxRows)} will be shown.`,
    'Ask for totals, or add a filter.',
  )
}

function expensive(plan: Plan): Finding | null {
  if (costClass(plan.cost) !== 'expensive') return null
  return warning(
    'preview-expensive-plan',
    'This is a lot of work for the database and may take minutes.',
    'Add a filter, for example a shorter period, or run it at a quiet time.',
  )
}

function blowUp(plan: Plan): Finding | null {
  const largest = Math.max(1, ...plan.tables.map(({ rows }) => rows))
  if (plan.tables.length < 2 || plan.rows < BLOW_UP_MIN_ROWS || plan.rows < largest * BLOW_UP_FACTOR)
    return null
  return warning(
    'preview-cross-join',
    'This combines every row of one table with every row of another.',
    'Say how the tables belong together, for example through a customer number.',
  )
}

function largeScans(plan: Plan, tables: NonNullable<PreviewRequest['tables']>): Finding[] {
  const sizes = new Map<string, number>()
  for (const scan of plan.tables.filter(({ fullScan }) => fullScan)) {
    const rows = Math.max(scan.rows, sizeOf(scan, tables))
    if (rows >= LARGE_TABLE_ROWS) sizes.set(scan.table, Math.max(rows, sizes.get(scan.table) ?? 0))
  }
  return [...sizes].map(([table, rows]) =>
    warning(
      'preview-full-scan',
      `This reads all of ${table}, about ${words(rows)} rows.`,
      `Add a filter on ${table} that the database has an index for.`,
    ),
  )
}

/** Of the largest table of that name. */
function sizeOf({ table }: TablePlan, tables: NonNullable<PreviewRequest['tables']>): number {
  return Math.max(0, ...tables.map(({ name, rowEstimate }) => (name === table ? (rowEstimate ?? 0) : 0)))
}

function describe(plan: Plan): string {
  const names = new Set(plan.tables.map(({ table }) => table))
  const reads =
    names.size === 0 ? 'reads no table' : names.size === 1 ? 'reads 1 table' : `reads ${names.size} tables`
  return `${reads} · about ${words(plan.rows)} ${plan.rows === 1 ? 'row' : 'rows'} · ${costClass(plan.cost)}`
}

function costClass(cost: number): CostClass {
  if (cost >= EXPENSIVE_COST) return 'expensive'
  return cost >= MODERATE_COST ? 'moderate' : 'cheap'
}

function words(rows: number): string {
  if (rows >= 1e15) return 'more than a quadrillion'
  return Math.round(rows).toLocaleString('en-US')
}

function warning(code: string, message: string, hint: string): Finding {
  return { code, severity: 'WARNING', message, hint, start: null, end: null }
}
