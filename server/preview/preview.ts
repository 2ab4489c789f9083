import type { Plan } from '../databases/database.ts'
import type { Catalog, ColumnValues, Finding } from '../domain.ts'
import type { Statement } from '../sql/sql.ts'
import { costClass } from './cost-class.ts'
import { words } from './finding.ts'
import { warnEmptyResult } from './warn-empty-result.ts'
import { warnExpensivePlan } from './warn-expensive-plan.ts'
import { warnFullScan } from './warn-full-scan.ts'
import { warnFunctionOnIndexedColumn } from './warn-function-on-indexed-column.ts'
import { warnIntegerDivision } from './warn-integer-division.ts'
import { warnLeadingWildcard } from './warn-leading-wildcard.ts'
import { warnManyRows } from './warn-many-rows.ts'
import { warnNoLimit } from './warn-no-limit.ts'
import { warnNotInNullable } from './warn-not-in-nullable.ts'
import { warnNumberForText } from './warn-number-for-text.ts'
import { warnRowExplosion } from './warn-row-explosion.ts'
import { warnUnknownValue } from './warn-unknown-value.ts'
import { warnWideResult } from './warn-wide-result.ts'

export interface PreviewRequest {
  plan: Plan
  /** What the text says. */
  statement: Statement
  /** Rows that a run gives out at most. */
  maxRows: number
  /** From these on, rows of the result and cost are worth a warning; 0: never. */
  limits: { warnRows: number; warnCost: number }
  catalog: Pick<Catalog, 'tables' | 'searchPath'>
  /** Known values of columns; none: nothing is said of values. */
  values?: readonly ColumnValues[]
}

export interface Preview {
  /** As the engine estimates them, in rows; null where it tells nothing. */
  estimatedRows: number | null
  /** In the engine's own unit; null where it tells nothing. */
  estimatedCost: number | null
  warnings: readonly Finding[]
  /** For a person: what the query would do, e.g. `reads 1 table · about 11 rows · cheap`. */
  whatItWouldDo: string
}

/** Has a page in docs/rules by the code of its findings. */
type Warn = (request: PreviewRequest) => readonly Finding[]

/** In the order in which they are shown. */
const WARNINGS: readonly Warn[] = [
  warnUnknownValue,
  warnEmptyResult,
  warnRowExplosion,
  warnExpensivePlan,
  warnNotInNullable,
  warnIntegerDivision,
  warnNumberForText,
  warnFullScan,
  warnFunctionOnIndexedColumn,
  warnLeadingWildcard,
  warnNoLimit,
  warnManyRows,
  warnWideResult,
]

/** What would happen if this ran: estimates and warnings in words, from text, plan and catalog. Pure. */
export function assess(request: PreviewRequest): Preview {
  const { plan } = request
  return {
    estimatedRows: plan.rows,
    estimatedCost: plan.cost,
    warnings: WARNINGS.flatMap(warn => warn(request)),
    whatItWouldDo: describe(request),
  }
}

function describe({ plan, statement }: PreviewRequest): string {
  // A plan that tells nothing names no tables either.
  const read =
    plan.rows === null ? statement.tables.map(({ name }) => name) : plan.tables.map(({ table }) => table)
  const { size } = new Set(read)
  const reads = size === 0 ? 'reads no table' : size === 1 ? 'reads 1 table' : `reads ${size} tables`
  const rows =
    plan.rows === null
      ? 'an unknown number of rows'
      : `about ${words(plan.rows)} ${plan.rows === 1 ? 'row' : 'rows'}`
  return [reads, rows, plan.cost === null ? 'cost unknown' : costClass(plan.cost)].join(' · ')
}
