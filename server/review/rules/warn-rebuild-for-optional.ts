import type { LintRule } from '../lint.ts'
import { at, milderIfSmall, rewrites, sizeInBrackets } from '../altered-tables.ts'
import { modifiedColumns } from '../modified-columns.ts'

/** A column that had to have a value no longer must. A description without NOT NULL does that, too. */
export const warnRebuildForOptional: LintRule = {
  id: 'warn-rebuild-for-optional',
  check: input =>
    modifiedColumns(input)
      .filter(({ action, before, on, change }) => {
        const { notNull, key, autoIncrement } = action.column
        const stays = notNull === true || key === 'PRIMARY' || autoIncrement || isKey(input, before.id)
        return before.parts.notNull === true && !stays && change === 'NONE' && rewrites(on)
      })
      .map(({ action, on, before }) => ({
        severity: milderIfSmall('WARNING', on.step),
        message: `${before.name} may be without a value from then on, which programs may not know; ${on.table.name} is written anew for it${sizeInBrackets(on.step)}.`,
        hint: 'If it must have a value as before, add NOT NULL: MODIFY and CHANGE describe the whole column.',
        ...at(action),
      })),
}

/** A column of the primary key stays required whatever is written. */
function isKey({ before }: Parameters<LintRule['check']>[0], id: string): boolean {
  const column = before.objects.find(object => object.id === id)
  const key = before.objects.find(
    ({ kind, partOf, parts }) =>
      kind === 'CONSTRAINT' && partOf === column?.partOf && parts.type === 'PRIMARY',
  )
  return key?.definition.includes(`\`${String(column?.parts.column)}\``) === true
}
