import type { StructureObject } from '../databases/schema-changes.ts'
import type { Action } from '../sql/sql.ts'
import { alteringActions, columnOf } from './altered-tables.ts'
import type { AlteredTable } from './altered-tables.ts'
import { charsetOf, typeChange, typeOf, written } from './column-types.ts'
import type { ColumnType, TypeChange } from './column-types.ts'
import type { LintInput } from './lint.ts'

/** A column that was there before and is described anew by MODIFY or CHANGE. */
export interface ModifiedColumn {
  action: Extract<Action, { kind: 'MODIFY_COLUMN' }>
  on: AlteredTable
  before: StructureObject
  from: ColumnType
  to: ColumnType
  change: TypeChange
  /** Of its texts, before and after; null where nobody says. */
  charsets: readonly [from: string | null, to: string | null]
}

export function modifiedColumns(input: LintInput): readonly ModifiedColumn[] {
  return alteringActions(input).flatMap(({ action, on }) => {
    if (action.kind !== 'MODIFY_COLUMN') return []
    const before = columnOf(input, on.table, action.from)
    if (before === null) return []
    const [from, to] = [typeOf(before), written(action.column.type)]
    return [
      {
        ...{ action, on, before, from, to },
        change: typeChange(from, to),
        charsets: [charsetOf(from, on.table, input.before), charsetOf(to, on.table, input.before)],
      },
    ]
  })
}

/** Other names of the same set. */
export function sameCharset(one: string | null, other: string | null): boolean {
  const usual = (name: string | null) => (name === 'utf8' ? 'utf8mb3' : name)
  return one === null || other === null || usual(one) === usual(other)
}
