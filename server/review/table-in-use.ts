import type { Finding, MigrationStep, Severity } from '../domain.ts'
import type { LintInput } from './lint.ts'

/** As few rows and bytes as this hold nobody up for long. */
const FEW_ROWS = 1000
const FEW_BYTES = 10_000_000

/** Locks that keep others from writing, or from the table at all, as PostgreSQL names them. */
const KEEPS_OUT =
  /^(AccessExclusive|Exclusive|ShareRowExclusive|Share)Lock on (.+)$|^ALGORITHM=.*LOCK=(SHARED|EXCLUSIVE) on (.+)$/

/** What a step keeps others out of, of the tables that were there before the change: a new one is used by nobody. */
export function heldTables({ before }: LintInput, { locks }: MigrationStep): readonly string[] {
  const known = new Set(before.objects.filter(({ kind }) => kind === 'TABLE').map(({ name }) => name))
  return locks.flatMap(lock => {
    const found = KEEPS_OUT.exec(lock)
    const table = found?.[2] ?? found?.[4]
    return table !== undefined && known.has(table) ? [table] : []
  })
}

/** One level milder for a table that is known to be small; unknown is never small. */
export function severityFor({ tableRows, tableBytes }: MigrationStep): Severity {
  const isSmall = tableRows !== null && tableBytes !== null && tableRows < FEW_ROWS && tableBytes < FEW_BYTES
  return isSmall ? 'WARNING' : 'BLOCKING'
}

/** How long it may be, in words. */
export function sizeInWords({ tableRows }: MigrationStep): string {
  return tableRows === null
    ? 'its size is not known'
    : `about ${Math.round(tableRows).toLocaleString('en')} rows`
}

/** The place of a step in the whole text. */
export function placeOf(
  { statements }: LintInput,
  { position }: MigrationStep,
): Pick<Finding, 'start' | 'end'> {
  const statement = statements[position - 1]
  return { start: statement?.start ?? null, end: statement?.end ?? null }
}
