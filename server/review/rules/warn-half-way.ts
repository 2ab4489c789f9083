import type { LintInput, LintRule } from '../lint.ts'
import { alteredTables, at } from '../altered-tables.ts'
import type { AlteredTable } from '../altered-tables.ts'
import { edited, textAt } from '../text-edits.ts'

/** Several statements that each commit by themselves: when a later one fails the earlier ones stay. */
export const warnHalfWay: LintRule = {
  id: 'warn-half-way',
  check: input => {
    const changing = input.statements.filter(({ kind }) => kind === 'STRUCTURE')
    const altered = alteredTables(input)
    const [first, second] = changing
    // Where nothing that is in use changes, a half of it harms nobody.
    if (first === undefined || second === undefined || altered.length === 0) return []
    const fix = merged(input, altered)
    return [
      {
        severity: 'WARNING',
        message: `${changing.length} statements change the structure, and each commits by itself: when one fails, those before it stay.`,
        hint: 'What one ALTER TABLE does is done as a whole or not at all: put what is about one table into one. Else each step has to be right by itself; the page shows which are live.',
        ...at(second),
        ...(fix !== null && { fix }),
      },
    ]
  },
}

/** Two neighbours about the same table become one, where the server does both in the same way. */
function merged(input: LintInput, altered: readonly AlteredTable[]): string | null {
  for (const [index, one] of altered.entries()) {
    const other = altered[index + 1]
    if (other === undefined || !canMerge(input, one, other)) continue
    const actions = other.written.actions
    const [start, end] = [actions[0]?.start ?? 0, actions.at(-1)?.end ?? 0]
    return edited(input.text, {
      start: one.statement.end,
      end: other.statement.end,
      to: `,\n  ${textAt(input.text, { start, end })}`,
    })
  }
  return null
}

/**
 * Not measured, nobody knows whether together they would be dearer: an index that is built beside the writes of others
 * makes a rewrite of a new column that would be there at once (measured on MariaDB 10.11).
 */
function canMerge(input: LintInput, one: AlteredTable, other: AlteredTable): boolean {
  const neighbours = input.statements.indexOf(other.statement) === input.statements.indexOf(one.statement) + 1
  const ways = [one, other].map(({ step }) => step?.locks.join() ?? '')
  return (
    neighbours &&
    one.table.id === other.table.id &&
    ways[0] !== '' &&
    ways[0] === ways[1] &&
    [one, other].every(
      ({ written }) =>
        written.verb === 'ALTER_TABLE' &&
        written.actions.length > 0 &&
        written.actions.every(({ kind }) => CAN_STAND_TOGETHER.has(kind)),
    ) &&
    !sharesNames(one, other)
  )
}

/** The second may be about what the first one makes or renames, which one statement cannot say. */
function sharesNames(one: AlteredTable, other: AlteredTable): boolean {
  const made = one.written.actions.flatMap(action => {
    if (action.kind === 'ADD_COLUMN') return [action.column.name]
    if (action.kind === 'MODIFY_COLUMN') return [action.from, action.column.name]
    if (action.kind === 'DROP_COLUMN' || action.kind === 'DROP_INDEX') return [action.name]
    if (action.kind === 'ADD_INDEX') return [action.index.name ?? '']
    return []
  })
  const used = JSON.stringify(other.written.actions).toLowerCase()
  return made.some(name => name !== '' && used.includes(JSON.stringify(name.toLowerCase())))
}

const CAN_STAND_TOGETHER = new Set([
  'ADD_COLUMN',
  'MODIFY_COLUMN',
  'DROP_COLUMN',
  'ADD_INDEX',
  'DROP_INDEX',
  'ADD_CHECK',
  'ALTER_DEFAULT',
])
