import { MATCH_COST } from './state.ts'
import type { CatalogColumn, CatalogTable } from '../../../../domain.ts'
import { columnCondition, conditionOn } from './conditions.ts'
import type { Scope } from '../draft.ts'
import { addFact } from './facts.ts'
import { ways } from '../links.ts'
import { isTime, nameWords, showColumns } from '../names.ts'

import { alike, columnOptions, deedWords, isToOne, join, relate } from './reach.ts'
import { beforeIs, fail, noun, peek } from './state.ts'
import type { Noun, State } from './state.ts'
import { addValue } from './values.ts'

export function relatedNoun(s: State, table: CatalogTable): void {
  s.at++
  const and = s.live[s.at - 2]
  // "Sellers and their regions": both are listed.
  if (s.rootListed && !s.negated && and?.t === 'kw' && /^(and|with) (their|its)$/u.test(and.said)) {
    const scope = relate(s, table, { from: [s.root] })
    join(s, scope)
    scope.said = true
    scope.optional = scope.links.every(link => !link.toMany)
    if (s.draft.shown.length === 0) s.draft.shown.push({ k: 'entity', scope: s.root })
    s.draft.shown.push({ k: 'entity', scope })
    return
  }
  if (s.rootListed && !s.negated && beforeIs(s, 'and') && s.root.conditions.length === 0)
    fail(s, 'two lists at once')
  s.hints = s.hints.slice(-3)
  // "Does not own a cat as a pet": the same rows.
  const last = s.lastFact?.scope
  if (last?.table === table && last.negated && !s.negated && !beforeIs(s, 'and') && !beforeIs(s, 'or')) {
    s.stack = [...s.stack.filter(scope => scope !== last), last]
    return
  }
  const open = s.stack.findIndex(scope => scope.table === table)
  const again = s.stack[open]
  if (
    open > 0 &&
    again?.parent &&
    !s.negated &&
    again.conditions.length > 0 &&
    beforeIs(s, 'and') &&
    !isToOne(s, again)
  ) {
    const twin: Scope = { ...again, conditions: [], joined: false, count: null }
    s.scopes.push(twin)
    again.parent.conditions.push({ k: 'scope', scope: twin })
    s.stack = [...s.stack.slice(0, open), twin]
    s.lastColumn = null
    return
  }
  if (open >= 0 && !s.negated) {
    s.stack = s.stack.slice(0, open + 1)
    return
  }
  const known = s.scopes.find(
    scope =>
      scope.table === table && !scope.negated && scope.said && scope.conditions.length === 0 && !s.negated,
  )
  if (known) {
    s.stack = [...s.stack, known]
    return
  }
  const scope = alike(s, table) ?? relate(s, table, { fresh: s.negated || s.joinNext === 'or' })
  scope.said = true
  if (s.negated) {
    scope.negated = true
    s.negated = false
  }
  s.lastFact = { scope: scope.parent ?? s.root, fact: { k: 'scope', scope } }
  s.stack = [...s.stack, scope]
  s.lastColumn = null
}

export function filterNoun(s: State, of: Noun): void {
  const next = noun(s, 1)
  const options: { value: () => void; cost: number }[] = []
  const before = s.live[s.at - 1]
  const counted = before?.t === 'kw' && before.op === 'agg'
  for (const { table, match } of of.tables) {
    const cost = MATCH_COST[match] + (table.kind === 'VIEW' ? 1 : 0)
    const owned = next?.columns.filter(each => each.table === table) ?? []
    if (next && owned.length > 0) {
      options.push({
        cost: cost + 0.02,
        value: () => {
          const scope =
            (s.negated
              ? null
              : (s.stack.find(each => each.table === table) ??
                s.scopes.find(each => each.table === table && !each.negated))) ??
            (table === s.root.table ? s.root : relate(s, table, { fresh: s.negated }))
          if (s.negated && scope !== s.root && !isToOne(s, scope)) {
            scope.negated = true
            scope.said = true
            s.negated = false
            s.stack = [...s.stack, scope]
          }
          s.at++
          const place = {
            scope,
            column: s.choose(
              owned.map(each => ({
                value: each.column,
                cost: each.match === 'PART' || each.match === 'LOOSE' ? 0.3 : 0,
              })),
              next.from,
              `column:${next.said}`,
            ),
          }
          s.at++
          columnCondition(s, place)
        },
      })
      if (next.tables.length === 0 && next.values.length === 0) continue
    }
    // "country France", "airline 'JetBlue'": the thing by its name.
    const named = showColumns(table)
    const text = peek(s, 1)
    if (
      named.length === 1 &&
      (text?.t === 'text' || (text?.t === 'noun' && text.values.some(({ column }) => named.includes(column))))
    ) {
      options.push({
        cost: cost + 0.02,
        value: () => {
          const scope = s.stack.find(each => each.table === table) ?? relate(s, table, { fresh: s.negated })
          if (s.negated && !isToOne(s, scope)) {
            scope.negated = true
            s.negated = false
          }
          s.at++
          conditionOn(s, { scope, column: named[0] as CatalogColumn })
          if (scope !== s.root) s.stack = [...s.stack.filter(each => each !== scope), scope]
        },
      })
      continue
    }
    if (table === s.root.table && (s.stack.length === 1 || s.stack.includes(s.root))) {
      options.push({
        cost: cost + (s.negated ? 1 : 0),
        value: () => {
          s.at++
          s.rootSaid = true
          s.stack = [s.root]
        },
      })
      if (!ways(s.catalog, s.root.table, s.root.table).length) continue
    }
    options.push({
      cost: cost + (table === s.root.table ? 1.2 : 0.1) + (counted ? 1 : 0),
      value: () => relatedNoun(s, table),
    })
  }
  const columns = columnOptions(s, of, () => true, 0)
  // What the rows themselves have is not looked for elsewhere.
  const own = columns.filter(({ value }) => value.scope !== null)
  for (const option of s.negated && own.length > 0 ? own : columns)
    options.push({
      cost:
        option.cost +
        (of.tables.length > 0 ? 0.12 : 0) +
        (of.values.some(({ column }) => column === option.value.column) ? 0.3 : 0),
      value: () => {
        const fresh = option.value.scope === null
        const scope =
          (s.negated && option.value.scope !== s.root ? null : option.value.scope) ??
          relate(s, option.value.table, { fresh: s.negated })
        if (s.negated && fresh && !isToOne(s, scope)) {
          scope.negated = true
          s.negated = false
        }
        const place = { scope, column: option.value.column }
        s.at++
        columnCondition(s, place, fresh)
      },
    })
  if (of.values.length > 0)
    options.push({
      cost: 0.05 + (of.tables.length + of.columns.length > 0 ? 0.1 : 0),
      value: () => {
        // "French singers", "cat pet": the value before its thing
        const place = next?.tables.length && !next.columns.length ? null : null
        void place
        addValue(s, of)
      },
    })
  s.choose(options, of.from, `noun:${of.said}`)()
}

/** "Not returned", "never ordered": no time of it, or no rows that tell of it. */
export function deny(s: State): boolean {
  const deed = s.hints.filter(hint => hint.length >= 4).at(-1)
  if (deed === undefined || !s.rootSaid) return false
  const times = s.root.table.columns.filter(
    column => isTime(column) && column.nullable && nameWords(column.name).some(word => word.startsWith(deed)),
  )
  const [time] = times
  if (times.length === 1 && time) {
    s.negated = false
    addFact(s, s.root, { k: 'null', column: time, negated: false })
    return true
  }
  const table = deedTable(s)
  if (table === null) return false
  s.negated = false
  const scope = relate(s, table, { fresh: true, from: [s.root] })
  scope.negated = true
  scope.said = true
  return true
}

/** The table that a verb speaks of: what was rented is told by rentals. */
export function deedTable(s: State): CatalogTable | null {
  const deed = s.hints.filter(hint => hint.length >= 4).at(-1)
  if (deed === undefined) return null
  const others = s.catalog.tables.filter(table => table.kind === 'TABLE' && table !== s.root.table)
  const called = (stem: string) =>
    others.filter(table => nameWords(table.name).some(word => word.startsWith(stem)))
  const dated = () =>
    others.filter(({ columns }) =>
      columns.some(column => isTime(column) && nameWords(column.name)[0]?.startsWith(deed)),
    )
  const fits = [() => called(deed), dated, ...deedWords(deed).map(word => () => called(word))].reduce<
    CatalogTable[]
  >((found, next) => (found.length > 0 ? found : next()), [])
  const way = (table: CatalogTable) => ways(s.catalog, s.root.table, table)[0]?.links ?? []
  const beside = fits.filter(table => way(table).length === 1)
  // Films are rented by their copies: what belongs to what belongs to them.
  const below = fits.filter(table => way(table).length > 1 && way(table).every(link => link.toMany))
  const [only, ...more] = beside.length > 0 ? beside : below
  return only && more.length === 0 ? only : null
}
