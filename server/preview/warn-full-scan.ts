import type { TablePlan } from '../databases/database.ts'
import type { Finding } from '../domain.ts'
import { warning, words } from './finding.ts'
import type { PreviewRequest } from './preview.ts'

const LARGE_TABLE_ROWS = 1_000_000

/** Of each large table once, however often the plan reads it. */
export function warnFullScan({ plan, statement, catalog }: PreviewRequest): readonly Finding[] {
  const sizes = new Map<string, number>()
  for (const scan of plan.tables.filter(({ fullScan }) => fullScan)) {
    const rows = Math.max(scan.rows, sizeOf(scan, catalog))
    if (rows >= LARGE_TABLE_ROWS) sizes.set(scan.table, Math.max(rows, sizes.get(scan.table) ?? 0))
  }
  return [...sizes].map(([table, rows]) =>
    warning('warn-full-scan', statement.tables.find(({ name }) => name === table) ?? null, {
      message: `This reads all of ${table}, about ${words(rows)} rows.`,
      hint: `Add a filter on ${table} that the database has an index for.`,
    }),
  )
}

/** Of the largest table of that name. */
function sizeOf({ table }: TablePlan, { tables }: PreviewRequest['catalog']): number {
  return Math.max(0, ...tables.map(({ name, rowEstimate }) => (name === table ? (rowEstimate ?? 0) : 0)))
}
