import type { StructureObject } from '../databases/schema-changes.ts'
import type { MigrationStep, Severity, StepCost } from '../domain.ts'
import type { MigrationAction, MigrationStatement, TableName } from '../sql/sql.ts'
import type { LintInput } from './lint.ts'
import { namedObject, sameTable, writtenTable } from './named-object.ts'
import { severityFor, sizeInWords } from './table-in-use.ts'

type Does = MigrationAction['does']
type Doing<A, D> = A extends { does: infer X } ? ([Extract<X, D>] extends [never] ? never : A) : never
export type ActionThat<D extends Does> = Doing<MigrationAction, D>

/** One clause of a change, with what is known of where it acts. */
export interface FoundAction<D extends Does> {
  action: ActionThat<D>
  statement: MigrationStatement
  step: MigrationStep
  /** As it is before the change; null for what is no table, is made by the change or cannot be seen. */
  table: StructureObject | null
  /** Its name for people; empty for what is no table. */
  on: string
  /** Made by an earlier statement of the same change: nobody uses it yet. */
  isNew: boolean
}

/** All clauses of a change that do one of these, in their order. */
export function actionsThat<const D extends Does>(
  input: LintInput,
  ...does: readonly D[]
): readonly FoundAction<D>[] {
  const wanted: readonly Does[] = does
  const made: TableName[] = []
  return input.statements.flatMap((statement, index) => {
    const step = input.steps[index]
    const found = statement.actions.flatMap(action => {
      if (step === undefined || !wanted.includes(action.does)) return []
      const name = 'table' in action ? action.table : null
      const table = name === null ? null : namedObject(input.before, name)
      return [
        {
          action: action as ActionThat<D>,
          ...{ statement, step, table },
          on: table?.name ?? (name === null ? '' : writtenTable(name)),
          isNew: name !== null && made.some(one => sameTable(one, name)),
        },
      ]
    })
    for (const action of statement.actions) if (action.does === 'CREATE TABLE') made.push(action.table)
    return found
  })
}

/** The same, without tables that nobody uses yet. */
export const actionsInUse = <const D extends Does>(input: LintInput, ...does: readonly D[]) =>
  actionsThat(input, ...does).filter(({ isNew }) => !isNew)

/** From the cheapest on; what was not measured may cost anything. */
const COSTS: readonly StepCost[] = ['METADATA', 'SCAN', 'INDEX_BUILD', 'REWRITE', 'COPY']

export const costsAtLeast = ({ cost }: MigrationStep, least: StepCost) =>
  cost === 'UNKNOWN' || COSTS.indexOf(cost) >= COSTS.indexOf(least)

const COST_WORDS: Readonly<Record<StepCost, string>> = {
  METADATA: 'the catalog only',
  SCAN: 'a whole read',
  INDEX_BUILD: 'an index build',
  REWRITE: 'a rewrite',
  COPY: 'a copy',
  UNKNOWN: 'not measured',
}

/** What was measured of a step, for the end of a message. */
export function measured(step: MigrationStep): string {
  const [lock] = step.locks
  const facts = [
    COST_WORDS[step.cost],
    ...(lock === undefined ? [] : [lock]),
    sizeInWords(step),
    bytesInWords(step),
  ]
  return `step ${step.position}: ${facts.filter(fact => fact !== '').join(', ')}`
}

function bytesInWords({ tableBytes }: MigrationStep): string {
  if (tableBytes === null) return ''
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, tableBytes)) / 3))
  return `${Number((tableBytes / 1000 ** power).toPrecision(2))} ${units[power]}`
}

/** The severity of a lock or a cost on a table in use: milder where it is known to be small. */
export function severityOn(
  { step }: { step: MigrationStep },
  worst: 'BLOCKING' | 'WARNING' = 'BLOCKING',
): Severity {
  if (severityFor(step) === 'BLOCKING') return worst
  return worst === 'BLOCKING' ? 'WARNING' : 'INFO'
}

/** Where a clause stands in the whole text. */
export const clausePlace = ({ action: { start, end } }: { action: { start: number; end: number } }) => ({
  start,
  end,
})
