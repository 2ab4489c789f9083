import type { Dialect } from '../../databases/database.ts'
import type { Condition } from './change.ts'
import type { holds } from './column-types.ts'
import { Doubt } from './doubt.ts'
import { literal } from './values.ts'

/** @param column as it stands in SQL */
export function writeCondition(
  column: string,
  condition: Condition,
  held: ReturnType<typeof holds>,
  dialect: Dialect,
): string {
  switch (condition.kind) {
    case 'compare': {
      const { sign, value } = condition
      if (value.kind === 'now')
        throw new Doubt('A check cannot speak of the current time: it holds for a row at any time.')
      return `${column} ${sign} ${literal(value, held, dialect)}`
    }
    case 'between': {
      const [low, high] = [condition.low, condition.high].map(text =>
        literal({ kind: 'number', text }, held, dialect),
      )
      return `${column} BETWEEN ${low} AND ${high}`
    }
    case 'among':
      return `${column} IN (${condition.values.map(text => literal({ kind: 'word', text }, held, dialect)).join(', ')})`
    case 'length':
      return `char_length(${column}) ${condition.sign} ${condition.length}`
    case 'contains':
      return `${column} LIKE ${dialect.quoteText(`%${condition.text.replace(/[\\%_]/g, '\\$&')}%`)}`
  }
}
