import type { MigrationStatement } from '../sql/sql.ts'
import type { WrittenColumn, WrittenConstraint } from '../sql/sql.ts'
import type { FoundAction } from './found-actions.ts'
import type { LintInput } from './lint.ts'

type Clause = Pick<FoundAction<'ALTER TABLE'>, 'statement'> & { action: { start: number; end: number } }

/** The whole text with other statements in the place of one. */
export function inPlaceOf(
  { text }: LintInput,
  { start, end }: Pick<MigrationStatement, 'start' | 'end'>,
  statements: readonly string[],
): string {
  return `${text.slice(0, start)}${statements.join(';\n')}${text.slice(end)}`
}

/**
 * The whole text with a clause of an ALTER TABLE written otherwise (null: left out), and statements before and after it.
 * Undefined where the clause cannot be told from the rest.
 */
export function withClause(
  input: LintInput,
  { statement, action }: Clause,
  clause: string | null,
  {
    before = [],
    after = [],
    note,
  }: { before?: readonly string[]; after?: readonly string[]; note?: string } = {},
): string | undefined {
  const { actions } = statement
  const clauses = actions.filter(({ does }) => does !== 'CUT NAME')
  const [first] = clauses
  if (first === undefined || first.start === statement.start) return undefined
  const kept = clauses.flatMap(({ start, end }) => {
    if (start !== action.start) return [input.text.slice(start, end)]
    return clause === null ? [] : [clause]
  })
  const altered = kept.length === 0 ? [] : [`${headOf(input, statement)}${kept.join(', ')}`]
  const text = inPlaceOf(input, statement, [...before, ...altered, ...after])
  return note === undefined
    ? text
    : `${text.slice(0, statement.start)}-- ${note}\n${text.slice(statement.start)}`
}

/** `ALTER TABLE … ` up to its first clause, as written; empty where there is none. */
export function headOf({ text }: LintInput, { start, actions }: MigrationStatement): string {
  return text.slice(start, actions[0]?.start ?? start)
}

/** A name of its own for what is to be made, short enough for the server, and taken by nothing that is there. */
export function freeName({ before, text }: LintInput, ...words: readonly string[]): string {
  const base = words
    .map(word => word.replace(/^"|"$/g, ''))
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, 55)
  const isTaken = (name: string) =>
    text.includes(name) || before.objects.some(({ name: known }) => known.endsWith(`.${name}`))
  for (let number = 0; ; number++) {
    const name = number === 0 ? base : `${base}_${number}`
    if (!isTaken(name)) return /^[a-z_]/.test(name) ? name : `x_${name}`
  }
}

/** `ADD COLUMN …` without its default or some of its constraints. Undefined for columns that are made in another way. */
export function columnClause(
  { text }: LintInput,
  { action }: FoundAction<'ADD COLUMN'>,
  keeps: { default: boolean; constraint: (one: WrittenConstraint) => boolean },
): string | undefined {
  const { column } = action
  if (column.generated !== null || column.counts) return undefined
  const words = text.slice(action.start, action.end)
  return [
    /^add\s+(column\s+)?if\s+not\s+exists/i.test(words) ? 'ADD COLUMN IF NOT EXISTS' : 'ADD COLUMN',
    column.sql,
    ...(keeps.default && column.default !== null ? [`DEFAULT ${column.default}`] : []),
    ...column.constraints.filter(keeps.constraint).map(named),
  ].join(' ')
}

export const named = ({ name, sql }: Pick<WrittenConstraint, 'name' | 'sql'>) =>
  name === null ? sql : `CONSTRAINT ${name} ${sql}`

/** The rows that are there get what new ones get. */
export const fillWithDefault = (table: string, { name }: Pick<WrittenColumn, 'name'>) =>
  `UPDATE ${table} SET ${name} = DEFAULT WHERE ${name} IS NULL`

/** What shows that a column has no NULL, beside other work, and what tidies up after it became required. */
export function proofOfNotNull(
  input: LintInput,
  { on, action }: { on: string; action: { table: { name: string } } },
  column: string,
): { before: readonly string[]; after: readonly string[] } {
  const name = freeName(input, action.table.name, column, 'not_null')
  return {
    before: [
      `ALTER TABLE ${on} ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID`,
      `ALTER TABLE ${on} VALIDATE CONSTRAINT ${name}`,
    ],
    after: [`ALTER TABLE ${on} DROP CONSTRAINT ${name}`],
  }
}
