import { MATCH_COST } from './state.ts'
import type { Catalog, CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Measure, Place } from '../draft.ts'
import { ways } from '../links.ts'
import { isKey, isNumber, isTime, nameWords, singular } from '../names.ts'

import { daysMeasure } from './durations.ts'
import { join, columnOptions, relate, resolveColumn } from './reach.ts'
import { fail, kw, noun } from './state.ts'
import type { Noun, State } from './state.ts'
import type { Aggregate } from '../tree.ts'
import { addValue } from './values.ts'

export function countOf(s: State): Measure {
  let unique = false
  while (kw(s, 0, 'prep', 'distinct', 'all', 'some')) {
    if (kw(s, 0, 'distinct')) unique = true
    s.at++
  }
  const [first, second] = [noun(s, 0), noun(s, 1)]
  const leads =
    second !== null &&
    (second.tables.length > 0 ||
      (first?.to === second.from &&
        second.columns.some(({ table }) => first.values.some(each => each.table === table))))
  if (first && leads && first.values.length > 0) {
    addValue(s, noun(s, 0) as Noun)
    return countOf(s)
  }
  const of = noun(s, 0)
  if (
    !of &&
    (s.draft.shown.some(each => each.k === 'count') || s.draft.order.some(each => each.by.k === 'count'))
  )
    return (
      s.draft.shown.find(each => each.k === 'count') ??
      (s.draft.order.find(each => each.by.k === 'count')?.by as Measure)
    )
  if (!of)
    return kw(s, 0, 'key', 'name')
      ? (s.at++, { k: 'count', scope: s.root, column: null, distinct: false })
      : fail(s, 'nothing to count')
  const options: { value: () => Measure; cost: number }[] = []
  for (const { table, match } of of.tables) {
    const cost = MATCH_COST[match] + (table.kind === 'VIEW' ? 1 : 0)
    const after = noun(s, 1)
    // "country names", "airport codes": the column is meant.
    const owns =
      after !== null &&
      after.columns.some(
        column => column.table === table && column.match !== 'LOOSE' && column.match !== 'STEM',
      ) &&
      !/ by$/u.test(after.said)
    if (owns) continue
    const told = table.columns.find(
      column => isNumber(column) && /^(count|quantity|qty)$/iu.test(column.name),
    )
    if (told && table === s.root.table) {
      // Each row says how many there were.
      if (/^count$/iu.test(told.name) && !unique)
        options.push({
          value: () => {
            s.rootSaid = true
            s.stack = [s.root]
            const place = { scope: s.root, column: told }
            return { k: 'aggregate', name: 'SUM', place, times: null, discount: null }
          },
          cost,
        })
      continue
    }
    if (table === s.root.table)
      options.push({
        value: () => {
          s.rootSaid = true
          s.stack = [s.root]
          return { k: 'count', scope: s.root, column: null, distinct: unique }
        },
        cost,
      })
    else
      options.push({
        value: () => {
          const scope = relate(s, table, { from: s.stack.length > 1 ? undefined : [s.root] })
          scope.said = true
          s.stack = [...s.stack, scope]
          return { k: 'count', scope, column: null, distinct: unique }
        },
        cost: cost + 0.3,
      })
  }
  for (const option of columnOptions(s, of, () => true, 0)) {
    const { column, table } = option.value
    // "Hectares of fields" are not those of the farm.
    const owner = kw(s, 1, 'prep')?.arg === 'of' ? noun(s, 2) : null
    if (
      owner &&
      owner.tables.length > 0 &&
      owner.tables.every(each => each.table !== table) &&
      isNumber(column)
    )
      continue
    // "Cartoons directed by" counts cartoons, and a yes or no is not counted.
    if (/ by$/u.test(of.said) || /^(is|has)_?/iu.test(column.name)) continue
    const adds = isNumber(column) && !isKey(table, column)
    const plural = /(unit|quantity|qty|number|num|count|total|amount|stock)/iu.test(column.name)
    if (adds && !unique && !plural && !/year/iu.test(column.name) && table !== s.root.table) continue
    options.push({
      value: () => {
        const place = { scope: option.value.scope ?? relate(s, table), column }
        if (adds && !unique && !/year/iu.test(column.name))
          return { k: 'aggregate', name: 'SUM', place, times: null, discount: null }
        return { k: 'count', scope: place.scope, column, distinct: true, once: unique }
      },
      cost: option.cost + (unique ? 0 : 0.35) + (adds && !unique ? (plural ? -0.1 : 0.3) : 0),
    })
  }
  if (of.tables.length === 0 && of.values.some(({ table }) => table === s.root.table))
    options.push({
      cost: 0.2,
      value: () => {
        s.at--
        s.rootSaid = true
        addValue(s, of)
        s.at--
        s.at++
        return { k: 'count', scope: s.root, column: null, distinct: unique }
      },
    })
  const take = s.choose(options, of.from, `count:${of.said}`)
  s.at++
  const measure = take()
  if (measure.k === 'count') {
    if (kw(s, 0, 'key', 'name')) s.at++
  }
  return measure
}

export function aggregateOf(s: State, name: Aggregate): Measure {
  while (kw(s, 0, 'prep', 'all', 'some', 'distinct', 'comma')) s.at++
  if (kw(s, 0, 'revenue')) return revenue(s, name)
  const days = daysMeasure(s, name)
  if (days) return days
  if (kw(s, 0, 'count')) {
    s.at++
    // "The average number of visitors" where each row has such a number.
    const told = name === 'AVG' ? noun(s, 0) : null
    if (told && told.tables.length === 0 && told.columns.some(({ column }) => isNumber(column)))
      return aggregateOf(s, name)
    if (name === 'AVG') return meanCount(s)
    return fail(s, 'such a reckoning with counts is not read')
  }
  const of = noun(s, 0)
  if (!of) return fail(s, 'nothing to measure')
  // "the average stadium capacity": the table says whose.
  if (of.columns.length === 0 && of.tables.length > 0 && noun(s, 1)) {
    const owner = of.tables[0]?.table
    const next = noun(s, 1)
    if (next?.columns.some(({ table }) => table === owner)) {
      s.at++
      const columns = next.columns.filter(({ table }) => table === owner)
      const place = resolveColumn(s, { ...next, columns }, isNumber, 3)
      s.at++
      return { k: 'aggregate', name, place, times: null, discount: null }
    }
  }
  // "The total transaction amount": the amount of the table that is called so.
  const amount = noun(s, 1)
  if (amount?.from === of.to && !of.columns.some(({ column }) => isNumber(column))) {
    const said = of.said.split(' ').map(singular)
    const columns = amount.columns.filter(({ table, column }) => {
      const words = nameWords(table.name).map(singular)
      return isNumber(column) && !isKey(table, column) && said.every(word => words.includes(word))
    })
    if (columns.length > 0) {
      s.at++
      const place = resolveColumn(s, { ...amount, columns }, isNumber, 3)
      s.at++
      return { k: 'aggregate', name, place, times: null, discount: null }
    }
  }
  // "Total payments", where each has one number, which is an amount.
  if (name === 'SUM' && !of.columns.some(({ table, column }) => isNumber(column) && !isKey(table, column))) {
    const table = of.tables.find(({ match }) => match === 'EXACT')?.table
    const numbers = table?.columns.filter(column => isNumber(column) && !isKey(table, column)) ?? []
    const [only, ...more] = numbers
    if (table && only && more.length === 0 && named(table, AMOUNT).includes(only)) {
      s.at++
      const scope = table === s.root.table ? s.root : relate(s, table, { from: [s.root] })
      return { k: 'aggregate', name, place: { scope, column: only }, times: null, discount: null }
    }
  }
  if (of.columns.length === 0) {
    const revenue = /^(revenue|sale|sales|turnover|income|amount)$/u.test(of.said)
    if (!revenue) return fail(s, `"${of.said}" is nothing to reckon with`)
  }
  const reckons = (column: CatalogColumn) =>
    isNumber(column) || ((name === 'MIN' || name === 'MAX') && isTime(column))
  const place = resolveColumn(s, of, reckons, 3)
  if (!reckons(place.column)) fail(s, `${place.column.name} is not a number`)
  if ((name === 'SUM' || name === 'AVG') && isKey(place.scope.table, place.column))
    fail(s, `${place.column.name} is a key`)
  s.at++
  return { k: 'aggregate', name, place, times: null, discount: null }
}

/** What was earned: price times quantity, less a discount, where one table near has them; or the one amount there is. */
export function revenue(s: State, name: Aggregate): Measure {
  s.at++
  const tables = tellingEarnings(s).filter(
    table =>
      table === s.root.table ||
      (table.kind === 'TABLE' && (ways(s.catalog, s.root.table, table)[0]?.links.length ?? 9) <= 5),
  )
  const products = tables.filter(isPriced)
  const all = earningTables(tables)
  const beside = all.filter(table => ways(s.catalog, s.root.table, table)[0]?.links.length === 1)
  const [found, ...more] = beside.length === 1 && all.length > 1 && !all.includes(s.root.table) ? beside : all
  if (!found || more.length > 0) return fail(s, 'what is earned is not told')
  const scope = found === s.root.table ? s.root : relate(s, found, { from: [s.root] })
  const place = (pattern: RegExp): Place | null => {
    const [column] = named(found, pattern)
    return column ? { scope, column } : null
  }
  const price = place(/\bprice$/u)
  if (products.length === 0) {
    const amount = place(AMOUNT)
    return amount
      ? { k: 'aggregate', name, place: amount, times: null, discount: null }
      : fail(s, 'what is earned is not told')
  }
  const discount = place(/^discount$/u)
  if (discount && discount.column.kind !== 'DECIMAL') fail(s, 'the discount is no share')
  return price
    ? { k: 'aggregate', name, place: price, times: place(/\b(quantity|qty)$/u), discount }
    : fail(s, 'what is earned is not told')
}

/** "Average number of orders per customer": of what is counted, for each row of what the question is about. */
function meanCount(s: State): Measure {
  while (kw(s, 0, 'prep', 'all', 'distinct')) s.at++
  const counted = noun(s, 0)
  let ahead = 1
  while (kw(s, ahead, 'verb', 'prep', 'is', 'rel', 'has')) ahead++
  const each = kw(s, ahead, 'group', 'some') ? noun(s, ahead + 1) : null
  const [best] = [...(counted?.tables ?? [])].sort((a, b) => MATCH_COST[a.match] - MATCH_COST[b.match])
  const table = best && best.match !== 'LOOSE' && best.match !== 'STEM' ? best.table : undefined
  if (!counted || !each || !table || !each.tables.some(other => other.table === s.root.table))
    return fail(s, 'an average of counts for what?')
  s.at += ahead + 2
  s.rootSaid = true
  s.mode = 'filter'
  const scope = relate(s, table, { from: [s.root], fresh: true })
  scope.optional = true
  join(s, scope)
  return { k: 'mean-count', scope, each: s.root }
}

const AMOUNT = /^(revenue|sale price|sales amount|amount|total amount|total)$/u

function named(table: CatalogTable, pattern: RegExp) {
  return table.columns.filter(column => isNumber(column) && pattern.test(nameWords(column.name).join(' ')))
}

function isPriced(table: CatalogTable): boolean {
  return named(table, /\b(quantity|qty)$/u).length === 1 && named(table, /\bprice$/u).length === 1
}

const earnings = new WeakMap<Catalog, readonly CatalogTable[]>()

/** All tables with a price and a quantity, or with an amount. */
function tellingEarnings({ catalog }: State): readonly CatalogTable[] {
  const known = earnings.get(catalog)
  if (known) return known
  const found = catalog.tables.filter(table => isPriced(table) || named(table, AMOUNT).length === 1)
  earnings.set(catalog, found)
  return found
}

/** The tables that tell what was earned: by price and quantity, or else by an amount. */
export function earningTables(tables: readonly CatalogTable[]): CatalogTable[] {
  const products = tables.filter(isPriced)
  return products.length > 0 ? products : tables.filter(table => named(table, AMOUNT).length === 1)
}
