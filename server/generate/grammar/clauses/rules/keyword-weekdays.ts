import { isTime } from '../names.ts'
import { dateColumn } from './date-columns.ts'
import { addFact, isFlag } from './facts.ts'
import { fail } from './state.ts'
import type { Keyword, State } from './state.ts'

/** "On weekends", "on a Monday". */
export function onWeekday(s: State, item: Keyword): void {
  s.at++
  const place =
    s.lastColumn && isTime(s.lastColumn.column) ? s.lastColumn : dateColumn(s, [...s.stack].reverse())
  if (!isTime(place.column)) fail(s, 'no date')
  const negated = s.negated
  s.negated = false
  s.mode = 'filter'
  addFact(s, place.scope, {
    k: 'weekday',
    column: place.column,
    days: item.arg.split(' ').map(Number),
    said: item.said,
    negated,
  })
}

const RUNNING = /^(active|enabled|available|in production|is active|is available)$/iu
const ENDED = /^(discontinued|ended|retired|inactive|archived|is discontinued|is retired|is archived)$/iu

/** "No longer sold": the flag that says so. */
export function onEnded(s: State): void {
  s.at++
  const flags = s.root.table.columns.filter(column => column.kind === 'BOOLEAN' || isFlag(s, column))
  const called = (pattern: RegExp) => flags.filter(({ name }) => pattern.test(name.replace(/[_\s]+/gu, ' ')))
  const [ended, ...more] = called(ENDED)
  const [running, ...others] = called(RUNNING)
  const column = ended ?? running
  if (!column || more.length + others.length > 0) return fail(s, 'nothing tells what has ended')
  const negated = s.negated !== (ended === undefined)
  s.negated = false
  s.mode = 'filter'
  addFact(s, s.root, { k: 'true', column, negated })
}
