import type { WrittenColumn } from '../../sql/sql.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

const BETTER: Readonly<Record<string, readonly ['WARNING' | 'INFO', string]>> = {
  json: ['WARNING', 'has no equality, so DISTINCT and GROUP BY fail: jsonb'],
  bpchar: [
    'WARNING',
    'is filled up with blanks that count in some comparisons and not in others: text with a CHECK',
  ],
  money: ['WARNING', 'goes by the locale of the session: numeric, with the currency beside it'],
  timestamp: ['WARNING', 'is no moment: without a zone nobody knows which: timestamptz'],
  serial: ['INFO', 'leaves rights and ownership of its sequence apart: generated always as identity'],
  bigserial: ['INFO', 'leaves rights and ownership of its sequence apart: generated always as identity'],
}
const SMALL_KEYS = new Set(['int2', 'int4', 'smallserial', 'serial', 'serial2', 'serial4'])

/** Types that many a team has had to change later. */
export const warnTypeChoice: LintRule = {
  id: 'warn-type-choice',
  check: input =>
    actionsThat(input, 'ADD COLUMN', 'CREATE TABLE').flatMap(found =>
      columnsOf(found).flatMap(column => {
        const isKey = column.constraints.some(({ kind }) => kind === 'PRIMARY KEY')
        const known = BETTER[column.type]
        const advice =
          isKey && SMALL_KEYS.has(column.type)
            ? (['INFO', 'ends at about two thousand million or before, and a key grows: bigint'] as const)
            : known
        if (advice === undefined) return []
        const [severity, why] = advice
        return [
          {
            severity,
            message: `${column.name} is ${NAMES[column.type] ?? column.type}, which ${why}.`,
            hint: 'A type is cheap to choose now, and dear to change when there are rows.',
            ...clausePlace(found),
          },
        ]
      }),
    ),
}

/** As people write them. */
const NAMES: Readonly<Record<string, string>> = { bpchar: 'char(n)', int2: 'smallint', int4: 'integer' }

const columnsOf = ({ action }: FoundAction<'ADD COLUMN' | 'CREATE TABLE'>): readonly WrittenColumn[] =>
  action.does === 'ADD COLUMN' ? [action.column] : action.columns
