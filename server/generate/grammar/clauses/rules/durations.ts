import type { Measure, Place } from '../draft.ts'
import { isTime, nameWords, singular } from '../names.ts'
import type { Aggregate, Comparison } from '../tree.ts'
import { addFact, operatorOf } from './facts.ts'
import { hintCost, isToOne, join, relate } from './reach.ts'
import { fail, kw, noun, peek } from './state.ts'
import type { State } from './state.ts'

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 }

/**
 * "More than 30 days from order to shipment", "more than 3 days after the order date", "over 2 weeks to ship": the
 * number is next. False, with nothing read, where no two dates are named.
 */
export function daysCondition(s: State, arg: string): boolean {
  const start = s.at
  const n = peek(s)
  const unit = kw(s, 1, 'bucket')
  const each = DAYS[unit?.arg ?? '']
  if (n?.t !== 'num' || !unit || each === undefined) return false
  s.at += 2
  const dates = datesAhead(s)
  if (!dates) {
    s.at = start
    return false
  }
  const operator = operatorOf(s, arg)
  s.mode = 'filter'
  addDays(s, dates, operator, n.n * each)
  return true
}

/** "Average number of days between order and shipment"; null, with nothing read, where none is asked for. */
export function daysMeasure(s: State, name: Aggregate): Measure | null {
  const start = s.at
  if (kw(s, 0, 'count')) s.at++
  const unit = kw(s, 0, 'bucket')
  if (unit?.arg === 'day') s.at++
  const dates = unit?.arg === 'day' ? datesAhead(s) : null
  if (!dates) {
    s.at = start
    return null
  }
  return { k: 'days', name, scope: deeper(s, dates), ...dates }
}

interface Dates {
  earlier: Place
  later: Place
}

/** The two times that words such as "from A to B" or "after A" name, from the rows at hand. */
function datesAhead(s: State): Dates | null {
  const first = kw(s, 0, 'prep', 'between')
  if (first && (first.op === 'between' || /^from/u.test(first.said))) {
    s.at++
    const earlier = dateNamed(s)
    const middle = kw(s, 0, 'prep', 'and', 'compare')
    if (!earlier || !middle || !/^(to|until|till|and)( the)?$/u.test(middle.said)) return null
    s.at++
    const later = dateNamed(s)
    return later && later.column !== earlier.column ? { earlier, later } : null
  }
  const after = kw(s, 0, 'compare')
  if (after && (after.arg === '>date' || after.arg === '<date')) {
    // "Shipped more than 3 days after the order date": the deed was said before.
    const deed = s.lastColumn && isTime(s.lastColumn.column) ? s.lastColumn : hinted(s)
    s.at++
    const other = deed ? dateNamed(s) : null
    if (!deed || !other || other.column === deed.column) return null
    return after.arg === '>date' ? { earlier: other, later: deed } : { earlier: deed, later: other }
  }
  // "Took more than 30 days to ship": from the date of the thing itself.
  if (first && /^to$/u.test(first.said)) {
    s.at++
    const later = dateNamed(s)
    const own = ownDates(s).filter(({ column }) => column !== later?.column)
    const [earlier, ...more] = own
    return later && earlier && more.length === 0 ? { earlier, later } : null
  }
  return null
}

function places(s: State): Place[] {
  return [...s.stack]
    .reverse()
    .flatMap(scope => scope.table.columns.filter(isTime).map(column => ({ scope, column })))
}

/** The one time that words speak of: by its name, by the thing that it is a date of, or by what was done then. */
function dateNamed(s: State): Place | null {
  while (kw(s, 0, 'some', 'all', 'wh', 'is', 'filler')) s.at++
  const here = places(s)
  const of = noun(s, 0)
  if (of) {
    const named = here.filter(({ column }) => of.columns.some(each => each.column === column))
    const things = of.tables.map(({ table }) => nameWords(table.name).map(singular))
    const own = here.filter(({ column }) =>
      nameWords(column.name).some(word => things.some(thing => thing.includes(singular(word)))),
    )
    const [only, ...more] = named.length > 0 ? named : own
    if (only && more.length === 0) {
      skipDate(s)
      return only
    }
    const elsewhere = of.columns.filter(({ column, match }) => isTime(column) && match !== 'STEM')
    const [other, ...others] = elsewhere
    if (named.length > 0 || !other || others.length > 0) return null
    const scope = relate(s, other.table)
    if (!isToOne(s, scope)) return null
    join(s, scope)
    skipDate(s)
    return { scope, column: other.column }
  }
  const deed = kw(s, 0, 'verb')
  if (!deed) return null
  s.hints.push(deed.said.replace(/(ing|ed|es|s|e)$/u, ''))
  const found = hinted(s)
  if (found) s.at++
  return found
}

/** "The order date" where only the order is known by name. */
function skipDate(s: State): void {
  const of = noun(s, 0)
  s.at++
  const next = noun(s, 0)
  if (next && next.from === of?.to && /^(date|time|day)$/u.test(next.said)) s.at++
}

/** The one time that a verb that was read speaks of. */
function hinted(s: State): Place | null {
  const last = s.hints.findLast(hint => hint.length > 2)
  if (last === undefined) return null
  const alone: State = { ...s, hints: [last] }
  const [only, ...more] = places(s).filter(({ column }) => hintCost(alone, [column.name]) < 0)
  return only && more.length === 0 ? only : null
}

function ownDates(s: State): Place[] {
  const own = nameWords(s.root.table.name).map(singular)
  return places(s).filter(({ column }) => nameWords(column.name).some(word => own.includes(singular(word))))
}

/** Of two places, the one whose rows are more: days are reckoned for each of those. */
function deeper(s: State, { earlier, later }: Dates): Place['scope'] {
  const [one, other] = [earlier.scope, later.scope]
  if (one !== other && !isToOne(s, one) && !isToOne(s, other)) return fail(s, 'days between rows apart')
  return isToOne(s, one) ? other : one
}

function addDays(s: State, dates: Dates, operator: Comparison, n: number): void {
  addFact(s, deeper(s, dates), { k: 'days', ...dates, operator, n })
}
