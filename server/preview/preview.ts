import type { Plan } from '../databases/database.ts'
import type { CatalogTable, Finding } from '../domain.ts'
import { costClass } from './cost-class.ts'
import { words } from './finding.ts'
import { warnCrossJoin } from './warn-cross-join.ts'
import { warnExpensivePlan } from './warn-expensive-plan.ts'
import { warnFullScan } from './warn-full-scan.ts'
import { warnTruncatedResult } from './warn-truncated-result.ts'
import { warnWideResult } from './warn-wide-result.ts'

export interface PreviewRequest {
  plan: Plan
  /** Rows that a run gives out at most. */
  maxRows: number
  /** For the size of the tables that are read in full, and their width; without them only the plan's own numbers count. */
  tables?: readonly (Pick<CatalogTable, 'name' | 'rowEstimate'> & Partial<Pick<CatalogTable, 'columns'>>)[]
  /** The query asks for all columns, with `*`. */
  everyColumn?: boolean
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

/** In the order in which they are shown. */
const WARNINGS = [warnCrossJoin, warnExpensivePlan, warnFullScan, warnTruncatedResult, warnWideResult]

/** What would happen if this ran: estimates and warnings in words, from the engine's plan and the catalog. Pure. */
export function assess(request: PreviewRequest): Preview {
  const { plan } = request
  return {
    estimatedRows: plan.rows,
    estimatedCost: plan.cost,
    warnings: WARNINGS.flatMap(warn => warn(request)),
    whatItWouldDo: describe(plan),
  }
}

function describe(plan: Plan): string {
  const names = new Set(plan.tables.map(({ table }) => table))
  const reads =
    names.size === 0 ? 'reads no table' : names.size === 1 ? 'reads 1 table' : `reads ${names.size} tables`
  return `${reads} · about ${words(plan.rows)} ${plan.rows === 1 ? 'row' : 'rows'} · ${costClass(plan.cost)}`
}
