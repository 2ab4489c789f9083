import type { ColumnValues, Finding } from '../domain.ts'
import { warning } from './finding.ts'
import { knownColumn } from './known-column.ts'
import { nearestValue } from './nearest-value.ts'
import type { PreviewRequest } from './preview.ts'

/** So few that they can be told instead of a near one. */
const FEW_VALUES = 8

/** A text that a column is compared with and that no row has, where all values of the column are known. */
export function warnUnknownValue({ statement, catalog, values = [] }: PreviewRequest): readonly Finding[] {
  if (values.length === 0) return []
  const remarks = statement.lookCloser?.().remarks ?? []
  return remarks.flatMap(remark => {
    if (remark.kind !== 'TEXT_FOR_COLUMN') return []
    const known = knownColumn(remark.column, catalog)
    const sample =
      known &&
      values.find(({ schema, table, column }) => {
        return schema === known.table.schema && table === known.table.name && column === known.column.name
      })
    if (!known || !sample?.complete || sample.values.length === 0) return []
    return remark.texts
      .filter(text => !holds(sample, text, remark.anyCase))
      .map(text => {
        const near = nearestValue(text, sample.values)
        return warning('warn-unknown-value', remark, {
          message: `No row of ${known.table.name} has the ${known.column.name} '${text}'.`,
          hint: near === null ? toldInstead(sample) : `Did you mean '${near}'?`,
        })
      })
  })
}

function holds({ values }: ColumnValues, text: string, anyCase: boolean): boolean {
  return anyCase
    ? values.some(value => value.toLowerCase() === text.toLowerCase())
    : values.some(value => value === text || value.trimEnd() === text.trimEnd())
}

function toldInstead({ values }: ColumnValues): string {
  return values.length <= FEW_VALUES
    ? `The values are ${values.map(value => `'${value}'`).join(', ')}.`
    : 'Ask for the values of the column to see how they are written.'
}
