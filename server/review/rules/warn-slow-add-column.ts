import type { LintRule } from '../lint.ts'
import { alteredTables, at, measuredWay } from '../altered-tables.ts'
import type { AlteredTable } from '../altered-tables.ts'
import type { LintInput } from '../lint.ts'
import { behind, edited, textAt, withoutAction } from '../text-edits.ts'

/** A new column that would be there at once if it stood alone, or stood last. */
export const warnSlowAddColumn: LintRule = {
  id: 'warn-slow-add-column',
  check: input =>
    alteredTables(input).flatMap(on => {
      const { actions } = on.written
      const added = actions.filter(action => action.kind === 'ADD_COLUMN' && isPlain(action.column))
      const others = actions.filter(
        action => action.kind !== 'ADD_COLUMN' && action.kind !== 'ALGORITHM' && action.kind !== 'LOCK',
      )
      const [first] = added
      const tooOld = !(input.before.traits ?? []).includes('ADDS_LAST_COLUMN_AT_ONCE')
      const way = measuredWay(on.step)
      const isSlow = way !== null && way.algorithm !== 'INSTANT' && way.algorithm !== 'NOCOPY'
      if (first === undefined || !isSlow || tooOld) return []
      return [
        {
          severity: 'INFO' as const,
          message:
            others.length > 0
              ? `The new column would be there at once; together with the rest of the statement ${on.table.name} is written anew.`
              : `${on.table.name} is written anew for a new column, which this server adds to other tables at once.`,
          hint:
            others.length > 0
              ? 'Put it into a statement of its own.'
              : 'A FULLTEXT index, ROW_FORMAT=COMPRESSED or another place than the last are why; at the end of the list it may be cheap.',
          ...at(first),
          ...(others.length > 0 && added.length === 1 && { fix: alone(input, on, first) }),
        },
      ]
    }),
}

type Added = AlteredTable['written']['actions'][number]

const isPlain = ({
  default: value,
  generated,
  reference,
  key,
  autoIncrement,
}: Extract<Added, { kind: 'ADD_COLUMN' }>['column']) =>
  value?.kind !== 'EXPRESSION' &&
  generated?.stored !== true &&
  reference === null &&
  key === null &&
  !autoIncrement

/** Behind the rest, as it may stand behind a column that is made there. */
function alone(input: LintInput, on: AlteredTable, action: Added): string {
  return edited(
    input.text,
    withoutAction(input, on.statement, on.written, action),
    behind(
      on.statement,
      `ALTER TABLE ${textAt(input.text, on.written.tableAt)} ${textAt(input.text, action)}`,
    ),
  )
}
