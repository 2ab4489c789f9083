import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

/** The most rows that can ever have been. */
const LAST: Readonly<Record<string, number>> = {
  TINYINT: 127,
  SMALLINT: 32_767,
  MEDIUMINT: 8_388_607,
  INT: 2_147_483_647,
}

/** A column that counts by itself and comes to an end. */
export const warnSmallKey: LintRule = {
  id: 'warn-small-key',
  check: input =>
    writtenColumns(input).flatMap(({ column, isNew }) => {
      const { name, unsigned } = column.type
      const last = LAST[name]
      if (!column.autoIncrement || !isNew || last === undefined) return []
      const most = unsigned ? last * 2 + 1 : last
      return [
        {
          severity: name === 'INT' ? ('INFO' as const) : ('WARNING' as const),
          message: `${column.name} ends at ${most.toLocaleString('en')}, deleted and failed rows counted; from then on nothing can be inserted, and a wider type copies the table.`,
          hint: 'BIGINT takes four bytes more and never ends.',
          ...at(column.type),
          fix: edited(input.text, {
            start: column.type.start,
            end: column.type.end,
            to: `BIGINT${unsigned ? ' UNSIGNED' : ''}`,
          }),
        },
      ]
    }),
}
