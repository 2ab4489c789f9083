import type { StructureObject } from '../databases/schema-changes.ts'
import type { Finding, MigrationStep, Severity } from '../domain.ts'
import type { Action, AlterTable, MigrationStatement, TableName } from '../sql/sql.ts'
import { measured } from './found-actions.ts'
import type { LintInput } from './lint.ts'
import { severityFor } from './table-in-use.ts'

/** A statement that changes a table which was there before the change: one that the change makes is used by nobody. */
export interface AlteredTable {
  statement: MigrationStatement
  written: AlterTable
  /** Null where there are no steps. */
  step: MigrationStep | null
  table: StructureObject
}

export interface AlteringAction {
  action: Action
  on: AlteredTable
}

/** In the order of the text; under a name that an earlier statement has given, a table is still the same. */
export function alteredTables(input: LintInput): readonly AlteredTable[] {
  const names = tableNames(input)
  return input.statements.flatMap((statement, index) => {
    const { written } = statement
    if (written === undefined) return []
    const found = 'actions' in written && written.verb !== 'CREATE_TABLE' ? names.find(written.table) : null
    names.follow(statement)
    if (found === null || !('ignores' in written)) return []
    return [{ statement, written, step: input.steps[index] ?? null, table: found }]
  })
}

export function alteringActions(input: LintInput): readonly AlteringAction[] {
  return alteredTables(input).flatMap(on => on.written.actions.map(action => ({ action, on })))
}

/** Which table of the structure before a name means, as the statements of the change go on. */
export function tableNames({ before }: LintInput) {
  const known = new Map<string, StructureObject>()
  for (const object of before.objects)
    if (object.kind === 'TABLE') known.set(keyOf(String(object.parts.table)), object)
  const drop = ({ name }: TableName) => known.delete(keyOf(name))
  const rename = (from: TableName, to: TableName) => {
    const table = known.get(keyOf(from.name))
    drop(from)
    if (table !== undefined) known.set(keyOf(to.name), table)
  }
  return {
    find: ({ name }: TableName): StructureObject | null => known.get(keyOf(name)) ?? null,
    follow({ written }: MigrationStatement): void {
      if (written?.verb === 'DROP_TABLE') written.tables.forEach(drop)
      if (written?.verb === 'RENAME_TABLE') for (const { from, to } of written.pairs) rename(from, to)
      if (written?.verb === 'CREATE_TABLE' && written.replaces !== null) drop(written.table)
      if (written?.verb === 'ALTER_TABLE')
        for (const action of written.actions)
          if (action.kind === 'RENAME_TABLE') rename(written.table, action.to)
    },
  }
}

/** Servers differ in whether case counts: two tables that differ in nothing else are rarer than a name in other letters. */
const keyOf = (name: string) => name.toLowerCase()

export function columnOf(
  { before }: LintInput,
  table: StructureObject,
  name: string,
): StructureObject | null {
  const wanted = name.toLowerCase()
  return (
    before.objects.find(
      ({ kind, partOf, parts }) =>
        kind === 'COLUMN' && partOf === table.id && String(parts.column).toLowerCase() === wanted,
    ) ?? null
  )
}

export function partsOf({ before }: LintInput, table: StructureObject): readonly StructureObject[] {
  return before.objects.filter(({ partOf }) => partOf === table.id)
}

/** How the server said on the copy that it does this; null where it was not asked or does not say. */
export function measuredWay(step: MigrationStep | null): { algorithm: string; lock: string | null } | null {
  const [, algorithm, lock] = /^ALGORITHM=(\w+)(?:, LOCK=(\w+))? on /.exec(step?.locks[0] ?? '') ?? []
  return algorithm === undefined ? null : { algorithm, lock: lock ?? null }
}

/** The table is copied while nobody can write: by what was measured, else because it is expected. */
export function copies({ step }: AlteredTable): boolean {
  const way = measuredWay(step)
  return way === null || way.algorithm === 'COPY'
}

/** The table is written anew, in whichever way: by what was measured, else because it is expected. */
export function rewrites({ step }: AlteredTable): boolean {
  return measuredWay(step) === null || step?.cost === 'REWRITE' || step?.cost === 'COPY'
}

/** One level milder than this for a table that is known to be small. */
export function milderIfSmall(severity: Exclude<Severity, 'INFO'>, step: MigrationStep | null): Severity {
  if (step === null || severityFor(step) === 'BLOCKING') return severity
  return severity === 'BLOCKING' ? 'WARNING' : 'INFO'
}

/** ` (step 1: a copy, ALGORITHM=COPY, LOCK=SHARED on orders, about 5,000 rows, 3 MB)`; nothing where there is no step. */
export function sizeInBrackets(step: MigrationStep | null): string {
  return step === null ? '' : ` (${measured(step)})`
}

export const at = ({ start, end }: { start: number; end: number }): Pick<Finding, 'start' | 'end'> => ({
  start,
  end,
})
