import { showColumns } from '../names.ts'
import { dateColumn } from './date-columns.ts'
import { showColumn } from './outputs.ts'
import { nameWords } from '../names.ts'
import { fail } from './state.ts'
import type { State } from './state.ts'

const PLACES = ['location', 'address', 'place', 'venue', 'city', 'country', 'region', 'state']

/** "When was it founded?" asks for its one date, "where is it?" for what tells its place. */
export function showAsked(s: State, asked: 'when' | 'where'): void {
  const names = showColumns(s.root.table)
  if (s.root.conditions.length === 0) fail(s, `${asked} what?`)
  if (asked === 'when') {
    showColumn(s, dateColumn(s, [s.root]))
    return
  }
  const places = s.root.table.columns.filter(column =>
    nameWords(column.name).some(word => PLACES.includes(word)),
  )
  if (places.length === 0) fail(s, 'nothing tells where')
  for (const column of [...names, ...places.filter(each => !names.includes(each))])
    s.draft.shown.push({ k: 'column', place: { scope: s.root, column } })
}
