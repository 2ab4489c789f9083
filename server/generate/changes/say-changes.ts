import type { Change } from './change.ts'

const MOST_LETTERS = 120

/** What to call it. */
export function sayChanges(changes: readonly Change[]): string {
  const text = changes.map(sayChange).join('; ')
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1)}…`
}

function sayChange(change: Change): string {
  switch (change.kind) {
    case 'ADD_COLUMN':
      return `Add ${change.column.name} to ${change.table.name}`
    case 'DROP_COLUMN':
      return `Drop ${change.column.name} of ${change.table.name}`
    case 'RENAME_COLUMN':
      return `Rename ${change.table.name}.${change.column.name} to ${change.to}`
    case 'SET_TYPE':
      return `Change the type of ${change.table.name}.${change.column.name}`
    case 'SET_NULLABLE':
      return `Make ${change.table.name}.${change.column.name} ${change.nullable ? 'optional' : 'required'}`
    case 'SET_DEFAULT':
      return `${change.value === null ? 'Drop' : 'Set'} the default of ${change.table.name}.${change.column.name}`
    case 'COMMENT_ON_COLUMN':
      return `Comment on ${change.table.name}.${change.column.name}`
    case 'COMMENT_ON_TABLE':
      return `Comment on ${change.table.name}`
    case 'ADD_UNIQUE':
      return `Make ${change.columns.map(({ name }) => name).join(' and ')} of ${change.table.name} unique`
    case 'ADD_PRIMARY_KEY':
      return `Add a primary key to ${change.table.name}`
    case 'ADD_CHECK':
      return `Check ${change.table.name}.${change.column.name}`
    case 'ADD_FOREIGN_KEY':
      return `Let ${change.table.name}.${change.columns.join(', ')} reference ${change.references.table.name}`
    case 'ADD_INDEX':
      return `Index ${change.table.name} by ${change.columns.map(({ name }) => name).join(', ')}`
    case 'DROP_KEY':
      return `Drop ${change.name ?? `what is on ${(change.columns ?? []).join(', ')}`} of ${change.table.name}`
    case 'CREATE_TABLE':
      return `Create the table ${change.table}`
    case 'RENAME_TABLE':
      return `Rename ${change.table.name} to ${change.to}`
    case 'DROP_TABLE':
      return `Drop ${change.table.name}`
    case 'CREATE_VIEW':
      return `Create the view ${change.view}`
  }
}
