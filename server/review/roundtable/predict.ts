import type { Structure } from '../../databases/schema-changes.ts'
import type { MigrationStep, RoundtablePrediction, StepCost } from '../../domain.ts'

/** Locks that keep others from writing, or from the table at all: PostgreSQL's names, and what an ALTER of MySQL says. */
const KEEPS_OUT =
  /^(?:AccessExclusive|Exclusive|ShareRowExclusive|Share)Lock on (.+)$|LOCK=(?:SHARED|EXCLUSIVE) on (.+)$/
/** The worst first. */
const STRENGTH = [
  /^AccessExclusive|LOCK=EXCLUSIVE/,
  /^Exclusive/,
  /^ShareRowExclusive/,
  /^ShareLock|LOCK=SHARED/,
  /./,
]

const FEW_ROWS = 1000
const FEW_BYTES = 10_000_000

/**
 * Bytes a second that the server gets through, at best and at worst. Rough on purpose: disks differ tenfold, and what is
 * predicted is kept beside what happened. METADATA takes a moment whatever the size.
 */
const PACE: Readonly<Partial<Record<StepCost, readonly [best: number, worst: number]>>> = {
  SCAN: [2e9, 100e6],
  INDEX_BUILD: [200e6, 10e6],
  REWRITE: [200e6, 10e6],
  COPY: [100e6, 5e6],
}
/** Of any step: parsing, catalog, commit. */
const A_MOMENT = [1, 500] as const

/** Known to be small; unknown is never small. */
export function isSmall({ tableRows, tableBytes }: MigrationStep): boolean {
  return tableRows !== null && tableBytes !== null && tableRows < FEW_ROWS && tableBytes < FEW_BYTES
}

/** What a step keeps others out of, of the tables that are there: of a new one nobody is kept out. */
export function heldTables({ locks }: MigrationStep, structure: Structure | null): readonly string[] {
  const known =
    structure && new Set(structure.objects.filter(({ kind }) => kind === 'TABLE').map(({ name }) => name))
  return locks.flatMap(lock => {
    const found = KEEPS_OUT.exec(lock)
    const table = found?.[1] ?? found?.[2]
    return table !== undefined && (known?.has(table) ?? true) ? [table] : []
  })
}

export function predict(steps: readonly MigrationStep[], structure: Structure | null): RoundtablePrediction {
  const locks = steps.flatMap(step => {
    const held = heldTables(step, structure)
    return step.locks.filter(lock => held.some(table => lock.endsWith(` on ${table}`)))
  })
  const known = steps.filter(({ locks: taken, tableRows }) => taken.length > 0 || tableRows !== null)
  const sizesKnown = known.every(({ tableRows, tableBytes }) => tableRows !== null && tableBytes !== null)
  const largest = (of: (step: MigrationStep) => number | null) =>
    known.length === 0 || !sizesKnown ? null : Math.max(...known.map(step => of(step) ?? 0))
  return {
    lock: STRENGTH.flatMap(kind => locks.filter(lock => kind.test(lock)))[0] ?? null,
    durationMs: sum(steps),
    blockedMs: sum(blocking(steps, structure)),
    rows: largest(({ tableRows }) => tableRows),
    bytes: largest(({ tableBytes }) => tableBytes),
  }
}

/** A lock is held to the end of its transaction, so the steps after it count as well. */
function blocking(steps: readonly MigrationStep[], structure: Structure | null): readonly MigrationStep[] {
  const blocked: MigrationStep[] = []
  let holding = false
  for (const step of steps) {
    const holds = heldTables(step, structure).length > 0
    holding = step.transactional ? holding || holds : holds
    if (holding) blocked.push(step)
  }
  return blocked
}

function sum(steps: readonly MigrationStep[]): readonly [number, number] | null {
  let best = 0
  let worst = 0
  for (const { cost, tableBytes } of steps) {
    best += A_MOMENT[0]
    worst += A_MOMENT[1]
    if (cost === 'METADATA') continue
    const pace = PACE[cost]
    if (pace === undefined || tableBytes === null) return null
    best += (tableBytes / pace[0]) * 1000
    worst += (tableBytes / pace[1]) * 1000
  }
  return [Math.round(best), Math.round(worst)]
}
