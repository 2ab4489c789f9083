import type { CatalogColumn } from '../../../../domain.ts'
import type { DateRange, yearRange } from '../dates.ts'
import { ownDate } from './dimensions.ts'
import type { Fact, Place, Scope } from '../draft.ts'
import { isImplied, settle } from './facts.ts'
import { linksFrom } from '../links.ts'
import { isKey, isTime, nameWords, singular } from '../names.ts'
import { hintCost, isDatedDeed, OF_DEEDS, relate, scopeOf } from './reach.ts'
import { fail, peek } from './state.ts'
import type { State } from './state.ts'
import type { Comparison } from '../tree.ts'

/** When a row was last written, which no period of a question speaks of unless it says so. */
const KEPT = /^(last_?)?(update|modif)/iu

export function dateColumn(s: State, spoken: readonly Scope[]): Place {
  // "Revenue per branch in June": when it was earned.
  const measured = s.draft.shown.flatMap(each =>
    each.k === 'aggregate' || (each.k === 'column' && s.draft.groups.length > 0) ? [each.place.scope] : [],
  )
  const dated = measured.filter(
    scope => scope.joined && !spoken.includes(scope) && scope.table.columns.some(isTime),
  )
  // "Orders per seller last year": when it was ordered, not when the seller came.
  const grouped = s.draft.groups.flatMap(each =>
    each.k === 'entity' && each.scope !== s.root && s.root.table.columns.some(isTime) ? [each.scope] : [],
  )
  const near = [...new Set([...dated, ...spoken])]
  const open = [
    ...near.filter(scope => !grouped.includes(scope)),
    ...near.filter(scope => grouped.includes(scope)),
  ]
  const options = open.flatMap((scope, level) =>
    scope.table.columns
      .filter(
        column =>
          (isTime(column) && (!KEPT.test(column.name) || hintCost(s, [column.name]) < 0)) ||
          (column.kind === 'INTEGER' && /year$/iu.test(column.name) && !isKey(scope.table, column)),
      )
      .filter(column => !tellsOther(s, scope, column))
      .map((column, i) => ({
        value: { scope, column },
        cost: Math.max(
          0,
          level * 0.2 +
            i * 0.02 +
            (ownDate(s, scope, column) ? 0.05 : 0.25) +
            (grouped.includes(scope) ? 0.3 : 0) +
            // When it ended is asked for by saying so.
            (column.nullable && scope.table.columns.some(each => isTime(each) && !each.nullable) ? 0.15 : 0) +
            hintCost(s, [column.name]) * 1.2 +
            (/update|modif|last/iu.test(column.name) ? 0.4 : 0) +
            // Nor is when it was to be done.
            (/due|deadline|required|expir/iu.test(column.name) && hintCost(s, [column.name]) === 0
              ? 0.2
              : 0) +
            (/create|crtd|insert/iu.test(column.name) ? 0.1 : 0),
        ),
      })),
  )
  const deeds = options.some(({ value }) => hintCost(s, [value.column.name]) < 0) ? [] : datesOfDeeds(s, open)
  const [deed] = deeds
  if (deed && deeds.length === 1) {
    const scope = relate(s, deed.table, { from: open })
    return { scope, column: deed.column }
  }
  if (options.length === 0) {
    const wide = [...open, ...s.scopes.filter(scope => !open.includes(scope) && scope.joined)]
    const beside = wide.flatMap(scope =>
      linksFrom(s.catalog, scope.table)
        .filter(
          link =>
            !link.toMany &&
            (scope.joined ||
              measured.includes(scope) ||
              link.fromColumns.every(name => scope.table.primaryKey.includes(name))) &&
            link.to.columns.some(isTime),
        )
        .map(link => scopeOf(s, link.to, null, [])),
    )
    const next = beside.map((scope, i) => ({ value: scope, cost: 0.6 + i * 0.2 }))
    if (next.length === 0) return fail(s, 'no date to compare with')
    const scope = s.choose(next, peek(s)?.from ?? 0, 'date table')
    return dateColumn(s, [s.scopes.includes(scope) ? scope : relate(s, scope.table, { from: wide })])
  }
  return s.choose(options, peek(s)?.from ?? 0, 'date')
}

/** "Users who signed up in May" is not told by when they were last seen: what was done is said, and the time is of something else. */
function tellsOther(s: State, { table }: Scope, column: CatalogColumn): boolean {
  const deed = s.hints.slice(-5).findLast(isDatedDeed)
  if (deed === undefined || hintCost({ ...s, hints: [deed] }, [column.name]) < 0) return false
  const own = nameWords(table.name).map(singular)
  return nameWords(column.name)
    .map(singular)
    .some(word => OF_DEEDS.has(word) && !own.includes(word))
}

/** "Cars sold in May": where the sale is told beside the cars, by its date there. */
function datesOfDeeds(s: State, open: readonly Scope[]) {
  const found = open.flatMap(scope =>
    linksFrom(s.catalog, scope.table).flatMap(({ to }) =>
      to.columns
        .filter(
          column =>
            isTime(column) &&
            hintCost(s, [column.name]) < 0 &&
            nameWords(to.name).some(
              word =>
                nameWords(column.name).map(singular).includes(singular(word)) ||
                s.hints.some(
                  hint =>
                    hint.length >= 4 && word.startsWith(hint) && column.name.toLowerCase().startsWith(hint),
                ),
            ),
        )
        .map(column => ({ table: to, column })),
    ),
  )
  return found.filter((each, i) => found.findIndex(({ column }) => column === each.column) === i)
}

export function within(s: State, place: Place, range: ReturnType<typeof yearRange>): void {
  const { scope, column } = place
  // "Did not rent anything in June": what was not done then must be told by that time.
  const deed = s.hints.findLast(hint => hint.length >= 4)
  if (
    s.negated &&
    scope === s.root &&
    deed !== undefined &&
    hintCost({ ...s, hints: [deed] }, [column.name]) === 0
  )
    fail(s, 'what was not done is not told')
  const implied = isImplied(scope)
  if (isTime(column)) {
    const fact = (negated: boolean): Fact => ({ k: 'within', column, range, negated })
    settle(s, scope, implied, fact(false), fact(true))
    return
  }
  const y = Number(range.from?.kind === 'day' ? range.from.iso.slice(0, 4) : NaN)
  if (Number.isNaN(y) || !/^\d{4}$/u.test(range.said)) fail(s, 'a year is compared with a year')
  const fact = (operator: Comparison): Fact => ({
    k: 'compare',
    column,
    operator,
    value: { k: 'number', n: y },
  })
  settle(s, scope, implied, fact('='), fact('<>'))
}

export function bounded(s: State, range: ReturnType<typeof yearRange>, operator: Comparison): DateRange {
  switch (operator) {
    case '>':
      return {
        ...range,
        from: range.to,
        to: null,
        bounds: 'after',
      }
    case '>=':
      return { ...range, to: null, bounds: 'since' }
    case '<':
      return { ...range, to: range.from, from: null, bounds: 'before' }
    case '<=':
      return { ...range, from: null, bounds: 'until' }
    default:
      return range
  }
}
