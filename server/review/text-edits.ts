import type { Action, AlterTable, MigrationStatement } from '../sql/sql.ts'
import type { LintInput } from './lint.ts'

/** What stands between two places of a text is replaced; nothing between them is an insertion. */
export interface TextEdit {
  start: number
  end: number
  to: string
}

/** The text with all of these made, which do not overlap. */
export function edited(text: string, ...edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((result, { start, end, to }) => result.slice(0, start) + to + result.slice(end), text)
}

/** Takes a statement away, with the semicolon and the blanks behind it. */
export function withoutStatement({ text, statements }: LintInput, statement: MigrationStatement): TextEdit {
  const next = statements[statements.indexOf(statement) + 1]
  return { start: statement.start, end: next?.start ?? text.length, to: '' }
}

/** Takes one of several actions away, with its comma; all of the statement where it is the only one. */
export function withoutAction(
  input: LintInput,
  statement: MigrationStatement,
  { actions }: Pick<AlterTable, 'actions'>,
  action: Action,
): TextEdit {
  const index = actions.indexOf(action)
  const next = actions[index + 1]
  const before = actions[index - 1]
  if (next !== undefined) return { start: action.start, end: next.start, to: '' }
  if (before !== undefined) return { start: before.end, end: action.end, to: '' }
  return withoutStatement(input, statement)
}

/** A part of the text without the blanks before it. */
export function withBlanksBefore(text: string, { start, end }: { start: number; end: number }): TextEdit {
  const blanks = /\s*$/.exec(text.slice(0, start))?.[0].length ?? 0
  return { start: start - blanks, end, to: '' }
}

export const textAt = (text: string, { start, end }: { start: number; end: number }): string =>
  text.slice(start, end)

/** Another statement right behind one. */
export const behind = ({ end }: MigrationStatement, sql: string): TextEdit => ({
  start: end,
  end,
  to: `;\n${sql}`,
})
