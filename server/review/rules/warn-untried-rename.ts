import type { LintRule } from '../lint.ts'
import { alteringActions, at, tableNames } from '../altered-tables.ts'

/** What gets another name where nothing could try the change. */
export const warnUntriedRename: LintRule = {
  id: 'warn-untried-rename',
  check: input => {
    if (input.after !== null) return []
    const finding = (from: string, to: string, place: { start: number; end: number }) => ({
      severity: 'WARNING' as const,
      message: `${from} is called ${to} from then on; whatever uses the old name fails.`,
      hint: 'Let programs know both names first: a view of the old name, or a second column for a while.',
      ...at(place),
    })
    const names = tableNames(input)
    const tables = input.statements.flatMap(statement => {
      const { written } = statement
      const pairs = written?.verb === 'RENAME_TABLE' ? written.pairs : []
      const known = pairs.filter(({ from }) => names.find(from) !== null)
      names.follow(statement)
      return known.map(({ from, to }) => finding(from.name, to.name, statement))
    })
    const others = alteringActions(input).flatMap(({ action, on: { table } }) => {
      if (action.kind === 'RENAME_TABLE') return [finding(table.name, action.to.name, action)]
      if (action.kind === 'RENAME_COLUMN') return [finding(`${table.name}.${action.from}`, action.to, action)]
      if (action.kind !== 'MODIFY_COLUMN' || action.from.toLowerCase() === action.column.name.toLowerCase())
        return []
      return [finding(`${table.name}.${action.from}`, action.column.name, action)]
    })
    return [...tables, ...others]
  },
}
