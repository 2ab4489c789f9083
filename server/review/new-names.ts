import type { Action } from '../sql/sql.ts'
import type { LintInput } from './lint.ts'

/** A name that a change gives to something. */
export interface NewName {
  name: string
  of: 'TABLE' | 'COLUMN' | 'INDEX'
  /** It is another word on some servers, if it stands there without quotes. */
  reserved: boolean
  start: number
  end: number
}

export function newNames(input: LintInput): readonly NewName[] {
  return input.statements.flatMap(({ written, start, end }): NewName[] => {
    if (written?.verb === 'RENAME_TABLE')
      return written.pairs.map(({ to }) => ({ name: to.name, of: 'TABLE', reserved: false, start, end }))
    if (written === undefined || !('actions' in written)) return []
    const names = written.actions.flatMap(nameOf)
    if (written.verb !== 'CREATE_TABLE') return names
    return [
      { name: written.table.name, of: 'TABLE', reserved: written.reserved, ...written.tableAt },
      ...names,
    ]
  })
}

function nameOf(action: Action): NewName[] {
  const { start, end } = action
  switch (action.kind) {
    case 'ADD_COLUMN':
      return [
        { name: action.column.name, of: 'COLUMN', reserved: action.column.reserved, ...action.column.nameAt },
      ]
    case 'MODIFY_COLUMN': {
      const { name, reserved, nameAt } = action.column
      return name === action.from ? [] : [{ name, of: 'COLUMN', reserved, ...nameAt }]
    }
    case 'RENAME_COLUMN':
      return [{ name: action.to, of: 'COLUMN', reserved: false, start, end }]
    case 'RENAME_TABLE':
      return [{ name: action.to.name, of: 'TABLE', reserved: false, start, end }]
    case 'ADD_INDEX':
      return action.index.name === null
        ? []
        : [{ name: action.index.name, of: 'INDEX', reserved: false, start, end }]
    case 'RENAME_INDEX':
      return [{ name: action.to, of: 'INDEX', reserved: false, start, end }]
    default:
      return []
  }
}
