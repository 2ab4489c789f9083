import { MATCH_COST } from './state.ts'
import type { CatalogColumn } from '../../../../domain.ts'
import { bounded, dateColumn } from './date-columns.ts'
import { yearRange } from '../dates.ts'
import type { DateBound, DateRange } from '../dates.ts'
import { ageColumn, birthPlace, dimension, isBirth } from './dimensions.ts'
import type { Fact, Operand, Place, Scope } from '../draft.ts'
import { daysCondition } from './durations.ts'
import { addFact, denyImplied, isFlag, operatorOf } from './facts.ts'
import { deedTable } from './filters.ts'
import { linksFrom } from '../links.ts'
import { isKey, isNumber, isTime, nameWords, showColumns, singular } from '../names.ts'
import { adjective } from '../lexicon.ts'
import { DIMENSION_OF, isIn } from '../units.ts'
import { revenue } from './measures.ts'

import { columnOptions, join, relate, resolveColumn } from './reach.ts'
import { relateBy, roleOf } from './roles.ts'
import { fail, kw, noun, peek, previousIs, top } from './state.ts'
import type { Keyword, Noun, State } from './state.ts'
import type { Aggregate, Comparison } from '../tree.ts'

export function operand(s: State, column: CatalogColumn, scope: Scope): Operand {
  while (kw(s, 0, 'prep', 'all', 'some', 'is')) s.at++
  let times = 1
  const n = peek(s)
  if (n?.t === 'num' && isTimesWord(s, 1)) {
    times = n.n
    s.at += 2
  } else if (kw(s, 0, 'times')) {
    times = 2
    s.at++
  }
  const agg = kw(s, 0, 'agg') ?? kw(s, 0, 'superlative')
  if (agg) {
    const name = (agg.op === 'agg' ? agg.arg : agg.arg === 'desc' ? 'MAX' : 'MIN') as Aggregate
    s.at++
    while (kw(s, 0, 'prep', 'all', 'is')) s.at++
    const same = noun(s, 0)
    let of = column
    if (same && same.columns.some(each => each.column === column)) s.at++
    else if (
      same &&
      same.columns.some(
        each =>
          each.table === scope.table &&
          isNumber(each.column) &&
          !isFlag(s, each.column) &&
          !isKey(each.table, each.column),
      )
    ) {
      of = same.columns.find(each => each.table === scope.table && isNumber(each.column))?.column ?? column
      s.at++
    }
    // "… of all cities": the whole table again.
    while (kw(s, 0, 'prep', 'all')) s.at++
    const isOwn = (item: Noun | null) => item?.tables.some(({ table }) => table === scope.table) === true
    const led = noun(s, 0)?.values.length ? noun(s, 1) : null
    const listed = isOwn(noun(s, 0)) || isOwn(led)
    if (!listed && previousIs(s, 'prep') && noun(s, 0)?.values.length) fail(s, 'compared with which rows?')
    const among = listed ? rowsAhead(s, scope) : null
    return { k: 'overall', name, table: scope.table, column: of, times, among }
  }
  const extreme = times === 1 ? extremeRow(s, column, scope) : null
  if (extreme) return extreme
  if (times !== 1) return fail(s, 'times of what?')
  const item = peek(s)
  if (item?.t === 'num') {
    if (item.unit && !isIn(column, item.unit)) fail(s, `${column.name} is told in something else`)
    s.at++
    return { k: 'number', n: item.n }
  }
  const other = noun(s, 0)
  // "More than their manager": what the row that it names has.
  const link = other ? roleOf(s, other, scope) : null
  const theirs = link?.to.columns.find(({ name, kind }) => name === column.name && kind === column.kind)
  if (link && theirs) {
    s.at++
    return { k: 'column', column: theirs, scope: relateBy(s, scope, link) }
  }
  if (other && other.columns.some(each => isNumber(each.column) === isNumber(column))) {
    const place = resolveColumn(s, {
      ...other,
      columns: other.columns.filter(each => each.table === scope.table),
    })
    s.at++
    return { k: 'column', column: place.column, scope: place.scope }
  }
  return fail(s, 'nothing to compare with')
}

/** "… of all cars", or of those that what follows says; the same table again. */
function rowsAhead(s: State, { table }: Scope): Scope | null {
  const start = s.at
  s.at++
  if (!s.live[start + 1] || kw(s, 0, 'and', 'stop', 'comma', 'or', 'sort', 'direction')) return null
  const end = s.live.findIndex(
    (item, at) => at > s.at && item.t === 'kw' && ['stop', 'sort', 'and', 'or', 'comma'].includes(item.op),
  )
  const draft = s.listOf(s.live.slice(start, end < 0 ? undefined : end), table)
  const plain =
    draft.shown.every(each => each.k === 'rows') &&
    draft.groups.length + draft.order.length + draft.having.length === 0 &&
    draft.limit === null
  if (!plain) return fail(s, 'compared with which rows?')
  s.at = end < 0 ? s.live.length : end
  return draft.root
}

/** "Than the car with the largest engine", "than the one with …": what the row that has the most of something has. */
function extremeRow(s: State, column: CatalogColumn, { table }: Scope): Operand | null {
  const who = peek(s)
  const same =
    (who?.t === 'noun' && who.tables.some(each => each.table === table)) || (who?.t === 'num' && who.n === 1)
  const end = kw(s, 1, 'has', 'prep', 'rel') ? kw(s, 2, 'superlative') : null
  const by = end
    ? noun(s, 3)?.columns.find(
        each => each.table === table && isNumber(each.column) && !isKey(table, each.column),
      )?.column
    : undefined
  if (!same || !end || !by) return null
  s.at += 4
  return { k: 'extreme', table, column, by, descending: end.arg === 'desc' }
}

export function isTimesWord(s: State, k: number): boolean {
  const item = s.live[s.at + k]
  return item?.t === 'kw' && (item.said === 'times' || item.op === 'times')
}

export function compareColumn(s: State, place: Place, arg: string): void {
  if (isTime(place.column)) denyImplied(s, place.scope)
  const operator = operatorOf(s, arg)
  const item = peek(s)
  if (isTime(place.column)) {
    if (item?.t === 'date' || (item?.t === 'num' && item.year)) {
      const range = item.t === 'date' ? item.range : yearRange(item.n, 1)
      s.at++
      const fact: Fact = {
        k: 'within',
        column: place.column,
        range: bounded(s, range, operator),
        negated: false,
      }
      addFact(s, place.scope, fact)
      return
    }
    const who = noun(s, 0)
    if (who && roleOf(s, who, place.scope)) {
      const value = operand(s, place.column, place.scope)
      addFact(s, place.scope, { k: 'compare', column: place.column, operator, value })
      return
    }
    if (item?.t === 'num' && isBirth(place.column) && item.n < 150) {
      s.at++
      if (kw(s, 0, 'bucket')?.arg === 'year') s.at++
      if (kw(s, 0, 'unit', 'adjective')) s.at++
      addFact(s, place.scope, bornAgo(place.column, item.n, operator))
      return
    }
    fail(s, 'a date is compared with a date')
  }
  if (item?.t === 'date' && /year/iu.test(place.column.name)) {
    const y = Number(item.range.from?.kind === 'day' ? item.range.from.iso.slice(0, 4) : NaN)
    if (Number.isNaN(y)) fail(s, 'a year is compared with a year')
    s.at++
    addFact(s, place.scope, { k: 'compare', column: place.column, operator, value: { k: 'number', n: y } })
    return
  }
  if (!isNumber(place.column)) fail(s, `${place.column.name} is not a number`)
  const value = operand(s, place.column, place.scope)
  let or = operator
  // "30 or more", "30 years or older"
  if (kw(s, 0, 'compare') && /^or /u.test(kw(s, 0, 'compare')?.said ?? '')) {
    or = kw(s, 0, 'compare')?.arg as Comparison
    s.at++
  }
  addFact(s, place.scope, { k: 'compare', column: place.column, operator: or, value })
}

/** Born so many years ago, or longer, or less long ago. */
function bornAgo(column: CatalogColumn, years: number, operator: Comparison): Fact {
  const then: DateBound = { kind: 'relative', unit: 'year', amount: -years, floor: 'day' }
  const told = `the day ${years} years ago`
  const range: DateRange = { from: then, to: null, said: told, length: 1, bounds: 'since' }
  return {
    k: 'within',
    column,
    range: /^</u.test(operator) ? { ...range, from: null, to: then, bounds: 'before' } : range,
    negated: false,
  }
}

export function comparison(s: State, arg: string): void {
  s.at++
  if (daysCondition(s, arg)) return
  if (
    s.lastColumn &&
    (isNumber(s.lastColumn.column) || isTime(s.lastColumn.column)) &&
    !(
      peek(s)?.t === 'num' &&
      noun(s, 1)?.columns.some(each => isNumber(each.column) && each.column !== s.lastColumn?.column)
    )
  ) {
    const place = s.lastColumn
    s.lastColumn = null
    compareColumn(s, place, arg)
    return
  }
  const item = peek(s)
  // "above the average age"
  const agg = kw(s, 0, 'agg') ?? kw(s, 0, 'superlative')
  if (agg && noun(s, 1)) {
    const place = resolveColumn(s, noun(s, 1) as Noun, isNumber, 2)
    compareColumn(s, place, arg)
    return
  }
  if (item?.t === 'date' || (item?.t === 'num' && item.year && !noun(s, 1) && /date|^[<>]$/u.test(arg))) {
    const place = dateColumn(s, [...s.stack].reverse())
    compareColumn(s, place, arg)
    return
  }
  if (item?.t === 'num' && item.unit) {
    const amounts = item.unit === 'money' ? moneyOf(top(s)) : []
    const [only, ...more] = amounts
    if (more.length > 0) fail(s, 'which of the amounts?')
    const place = only ? { scope: top(s), column: only } : dimension(s, DIMENSION_OF[item.unit], top(s)).place
    compareColumn(s, place, arg)
    return
  }
  // "Paid more than 150 in total"
  if (item?.t === 'num' && kw(s, 1, 'agg')?.arg === 'SUM' && !noun(s, 2)) {
    const operator = operatorOf(s, arg)
    s.at++
    const measure = revenue(s, 'SUM')
    if (measure.k !== 'aggregate' || measure.place.scope === s.root) fail(s, 'what adds up to it?')
    else join(s, measure.place.scope)
    s.draft.having.push({ measure, operator, value: item.n })
    return
  }
  if (item?.t === 'num') {
    const after = noun(s, 1)
    if (after) {
      const operator = operatorOf(s, arg)
      s.at++
      const options: { value: () => void; cost: number }[] = []
      for (const { table, match } of after.tables) {
        const cost = MATCH_COST[match]
        if (
          table === s.root.table &&
          s.draft.shown.length > 0 &&
          s.draft.shown.every(
            each =>
              each.k === 'column' &&
              each.place.scope === s.root &&
              !showColumns(s.root.table).includes(each.place.column),
          )
        ) {
          options.push({
            cost,
            value: () => {
              for (const each of s.draft.shown)
                if (each.k === 'column') s.draft.groups.push({ k: 'column', place: each.place })
              s.draft.having.push({
                measure: { k: 'count', scope: s.root, column: null, distinct: false },
                operator,
                value: item.n,
              })
              s.rootSaid = true
            },
          })
        }
        if (table === top(s).table && table === s.root.table) continue
        options.push({
          cost: Math.max(0, cost - 0.25) + (table.kind === 'VIEW' ? 1 : 0),
          value: () => {
            const scope = relate(s, table, { fresh: true })
            scope.said = true
            scope.count = { operator, n: item.n }
            const holder = scope.parent ?? s.root
            const fact = holder.conditions.find(each => each.k === 'scope' && each.scope === scope)
            if (s.joinNext === 'or') {
              if (!s.lastFact || s.lastFact.scope !== holder || !fact) fail(s, '"or" between what?')
              else {
                // Added again, so that it is one of two.
                holder.conditions = holder.conditions.filter(each => each !== fact)
                addFact(s, holder, fact)
              }
            } else s.lastFact = fact ? { scope: holder, fact } : null
            s.stack = [...s.stack, scope]
          },
        })
      }
      for (const option of columnOptions(s, after, isNumber, 3).filter(
        ({ value }) =>
          !isKey(value.table, value.column) &&
          !linksFrom(s.catalog, value.table).some(link => !link.toMany && link.by === value.column.name),
      ))
        options.push({
          cost: option.cost + 0.3,
          value: () => {
            const scope = option.value.scope ?? relate(s, option.value.table)
            if (!isNumber(option.value.column)) fail(s, 'not a number')
            addFact(s, scope, {
              k: 'compare',
              column: option.value.column,
              operator,
              value: { k: 'number', n: item.n },
            })
          },
        })
      const take = s.choose(options, after.from, `amount:${after.said}`)
      take()
      s.at++
      return
    }
    const aged = kw(s, 1, 'unit') && ageColumn(s) === null ? birthPlace(s) : null
    if (aged) {
      compareColumn(s, aged, OPPOSITE_WAY[arg] ?? arg)
      return
    }
    // "below 30 years old" is read where an age is there.
    const bucket = kw(s, 1, 'bucket')
    if (bucket && /^year/u.test(bucket.said)) {
      const birth = ageColumn(s) === null ? birthPlace(s) : null
      if (birth && kw(s, 2, 'adjective', 'unit')) {
        compareColumn(s, birth, OPPOSITE_WAY[arg] ?? arg)
        return
      }
      const age = ageColumn(s)
      if (age) {
        compareColumn(s, age, arg)
        s.at++
        if (kw(s, 0, 'adjective')) s.at++
        return
      }
    }
  }
  if (item?.t === 'num' && isTimesWord(s, 1)) {
    const table = deedTable(s)
    if (table === null) return fail(s, 'how often what?')
    const operator = operatorOf(s, arg)
    s.at += 2
    const scope = relate(s, table, { fresh: true, from: [s.root] })
    scope.said = true
    scope.count = { operator, n: item.n }
    return
  }
  const often = kw(s, 0, 'times')
  if (often && /^(once|twice)$/u.test(often.said) && !noun(s, 1)) {
    const table = deedTable(s)
    if (table === null) return fail(s, 'how often what?')
    const operator = operatorOf(s, arg)
    s.at++
    const scope = relate(s, table, { fresh: true, from: [s.root] })
    scope.said = true
    scope.count = { operator, n: Number(often.arg) }
    return
  }
  const thing = s.live[s.at - 2]
  if (item?.t === 'num' && !noun(s, 1) && thing?.t === 'noun' && thing.tables.length > 0) {
    // "payments above 10": there is one amount that it can be.
    const birth = item.n < 120 && ageColumn(s) === null ? birthPlace(s) : null
    if (birth?.scope === top(s)) {
      compareColumn(s, birth, OPPOSITE_WAY[arg] ?? arg)
      return
    }
    const amounts = top(s).table.columns.filter(column => isNumber(column) && !isKey(top(s).table, column))
    const [only] = amounts
    if (only && amounts.length === 1) {
      compareColumn(s, { scope: top(s), column: only }, arg)
      return
    }
  }
  // "above age 30"
  const column = noun(s, 0)
  if (
    column &&
    column.columns.length > 0 &&
    (s.live[s.at + 1]?.t === 'num' || s.live[s.at + 1]?.t === 'date')
  ) {
    const place = resolveColumn(s, column, isNumber, 1)
    s.at++
    compareColumn(s, place, arg)
    return
  }
  // "more units on order than in stock"
  if (
    column &&
    kw(s, 1, 'is') === null &&
    column.columns.some(each => isNumber(each.column)) &&
    s.live[s.at + 1]?.t === 'kw' &&
    (s.live[s.at + 1] as Keyword).said === 'than'
  ) {
    const place = resolveColumn(s, column, isNumber, 2)
    s.at += 2
    const operator = operatorOf(s, arg)
    const value = operand(s, place.column, place.scope)
    addFact(s, place.scope, { k: 'compare', column: place.column, operator, value })
    return
  }
  // "Who earn more than their manager", "… than the average"
  if (s.hints.some(hint => /^earn$/u.test(hint)) && (noun(s, 0) || kw(s, 0, 'agg'))) {
    compareColumn(s, dimension(s, 'highest paid', top(s)).place, arg)
    return
  }
  fail(s, `"${arg}" compares nothing`)
}

/** More years, an earlier birth. */
const OPPOSITE_WAY: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' }

function moneyOf({ table }: Scope): CatalogColumn[] {
  return table.columns.filter(
    column =>
      isNumber(column) &&
      !isKey(table, column) &&
      nameWords(column.name).some(word => MONEY.has(singular(word))),
  )
}

const MONEY = new Set((adjective('most expensive')?.columns ?? []).map(word => singular(word)))

export function between(s: State, place: Place): boolean {
  const low = peek(s)
  const and = kw(s, 1, 'and', 'prep')
  const high = peek(s, 2)
  if (low?.t === 'num' && and && high?.t === 'num' && isNumber(place.column)) {
    s.at += 3
    if (s.negated) fail(s, 'not between is not read yet')
    place.scope.conditions.push({
      k: 'compare',
      column: place.column,
      operator: '>=',
      value: { k: 'number', n: low.n },
    })
    addFact(s, place.scope, {
      k: 'compare',
      column: place.column,
      operator: '<=',
      value: { k: 'number', n: high.n },
    })
    return true
  }
  const a = low?.t === 'date' ? low.range : low?.t === 'num' && low.year ? yearRange(low.n, 1) : null
  const b = high?.t === 'date' ? high.range : high?.t === 'num' && high.year ? yearRange(high.n, 1) : null
  if (a && b && and && isTime(place.column)) {
    s.at += 3
    denyImplied(s, place.scope)
    addFact(s, place.scope, {
      k: 'within',
      column: place.column,
      range: { from: a.from, to: b.to, said: `${a.said} to ${b.said}`, length: 1 },
      negated: s.negated,
    })
    s.negated = false
    return true
  }
  return fail(s, 'between what?')
}
