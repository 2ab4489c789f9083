import type { LintRule } from '../lint.ts'
import { alteringActions, at, tableNames } from '../altered-tables.ts'

/** What a change drops where nothing could try it, so that no structure after it shows what is gone. */
export const forbidUntriedDrop: LintRule = {
  id: 'forbid-untried-drop',
  check: input => {
    if (input.after !== null) return []
    const finding = (what: string, place: { start: number; end: number }) => ({
      severity: 'BLOCKING' as const,
      message: `${what} is dropped with all that is in it; no rollback brings that back.`,
      hint: 'Rename it now, and drop it when nobody has missed it for a while.',
      ...at(place),
    })
    const names = tableNames(input)
    const tables = input.statements.flatMap(statement => {
      const { written } = statement
      const known =
        written?.verb === 'DROP_TABLE' ? written.tables.flatMap(table => names.find(table) ?? []) : []
      names.follow(statement)
      return known.map(({ name }) => finding(name, statement))
    })
    const columns = alteringActions(input).flatMap(({ action, on }) =>
      action.kind === 'DROP_COLUMN' ? [finding(`${on.table.name}.${action.name}`, action)] : [],
    )
    return [...tables, ...columns]
  },
}
