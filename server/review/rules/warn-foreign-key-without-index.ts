import { freeName } from '../fix.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { partsOf, sameTable } from '../named-object.ts'

/** A reference that the server has to look for in all rows whenever the row it refers to is deleted. */
export const warnForeignKeyWithoutIndex: LintRule = {
  id: 'warn-foreign-key-without-index',
  check: input =>
    actionsThat(input, 'ADD CONSTRAINT', 'ADD COLUMN').flatMap(found => {
      const { action, table, on } = found
      const columns =
        action.does === 'ADD CONSTRAINT'
          ? action.constraint.kind === 'FOREIGN KEY'
            ? action.constraint.columns
            : []
          : action.column.constraints.some(({ kind }) => kind === 'FOREIGN KEY')
            ? [action.column.name]
            : []
      if (columns.length === 0) return []
      const made = actionsThat(input, 'CREATE INDEX').some(
        other => sameTable(other.action.table, action.table) && leads(other.action.columns ?? [], columns),
      )
      const there = [...partsOf(input.before, table, 'INDEX'), ...partsOf(input.before, table, 'CONSTRAINT')]
      if (made || there.some(({ definition }) => leads(columnsIn(definition), columns))) return []
      return [
        {
          severity: 'WARNING' as const,
          message: `No index of ${on} begins with ${columns.join(', ')}: each delete or new key of a row that is referred to reads all of ${on}.`,
          hint: 'Build an index on what refers.',
          ...clausePlace(found),
          fix: withIndex(input, action.table.name, on, columns),
        },
      ]
    }),
}

const leads = (index: readonly string[], columns: readonly string[]) =>
  columns.every(column => index.slice(0, columns.length).includes(column))

/** Of an index as the server writes it; of a constraint those of its key. */
function columnsIn(definition: string): readonly string[] {
  const list = /(?: USING btree |PRIMARY KEY |UNIQUE )\(([^()]*)\)(?! WHERE)/.exec(definition)?.[1] ?? ''
  return list.split(',').map(column => column.trim().replace(/ .*$/, ''))
}

function withIndex(input: LintInput, table: string, on: string, columns: readonly string[]): string {
  const name = freeName(input, table, ...columns, 'idx')
  const text = input.text.trimEnd().replace(/;$/, '')
  return `${text};\nCREATE INDEX CONCURRENTLY ${name} ON ${on} (${columns.join(', ')});\n`
}
