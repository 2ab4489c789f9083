import type { LintRule } from '../lint.ts'
import { alteringActions, at } from '../altered-tables.ts'
import { edited, textAt } from '../text-edits.ts'

/** An index that goes before anybody knows whether queries miss it. */
export const warnSuddenIndexDrop: LintRule = {
  id: 'warn-sudden-index-drop',
  check: input => {
    const { traits = [] } = input.before
    const word = traits.includes('IGNORED_INDEXES')
      ? 'IGNORED'
      : traits.includes('INVISIBLE_INDEXES')
        ? 'INVISIBLE'
        : null
    return alteringActions(input).flatMap(({ action, on }) => {
      // One that comes again under its name in the same statement is replaced, not dropped.
      const comesAgain = on.written.actions.some(other => other.kind === 'ADD_INDEX')
      if (action.kind !== 'DROP_INDEX' || comesAgain) return []
      const taken = `ALTER INDEX ${quoted(action.name)} ${word ?? ''}`
      const whole = `ALTER TABLE ${textAt(input.text, on.written.tableAt)} ${taken}`
      return [
        {
          severity: 'WARNING' as const,
          message: `${on.table.name} loses the index ${action.name} at once; queries that used it read the whole table from then on, and to build it again takes long.`,
          hint:
            word === null
              ? 'Look first whether it is used: performance_schema.table_io_waits_summary_by_index_usage counts that.'
              : `Make it ${word} first: queries leave it out, and it comes back at once. Drop it when nobody has missed it.`,
          ...at(action),
          ...(word !== null && {
            fix:
              on.written.verb === 'ALTER_TABLE'
                ? edited(input.text, { start: action.start, end: action.end, to: taken })
                : edited(input.text, { start: on.statement.start, end: on.statement.end, to: whole }),
          }),
        },
      ]
    })
  },
}

const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``
