import { MATCH_COST } from './state.ts'
import { conditionAhead, conditionOn } from './conditions.ts'
import type { DateRange } from '../dates.ts'
import type { Place } from '../draft.ts'
import { addFact, isFlag } from './facts.ts'
import { relatedNoun } from './filters.ts'
import { showNames } from './name-places.ts'
import { isTime, nameWords, showColumns, singular } from '../names.ts'

import { columnOptions, join, relate, resolveColumn } from './reach.ts'
import { relateBy, roleOf } from './roles.ts'
import { beforeIs, fail, kw, noun } from './state.ts'
import type { Noun, State } from './state.ts'
import { addValue } from './values.ts'

const PAST: DateRange = {
  from: null,
  to: { kind: 'relative', unit: 'day', amount: 0, floor: 'day' },
  said: 'today',
  length: 1,
  bounds: 'before',
}

export function showColumn(s: State, place: Place): void {
  const after = noun(s, 0)
  if (
    after &&
    s.live[s.at - 1]?.to === after.from &&
    after.tables.length === 0 &&
    after.values.length === 0 &&
    after.columns.length > 0
  )
    fail(s, 'two names in a row')
  if (place.scope !== s.root) join(s, place.scope)
  if (s.rootListed && s.draft.shown.length === 0 && showColumns(s.root.table).length > 0)
    s.draft.shown.push({ k: 'entity', scope: s.root })
  s.lastColumn = place
  const said = s.live[s.at - 1]
  const link = said?.t === 'noun' ? roleOf(s, said, place.scope) : null
  if (link) {
    // Whom it names, rather than by which key; those who name nobody stay.
    const scope = relateBy(s, place.scope, link)
    scope.optional = true
    s.draft.shown.push({ k: 'entity', scope })
    return
  }
  s.draft.shown.push({ k: 'column', place })
}

export function outNoun(s: State, of: Noun): void {
  const before = s.live[s.at - 1]
  const afterPrep =
    before?.t === 'kw' && (before.op === 'prep' || before.op === 'rel' || before.op === 'verb')
  const next = noun(s, 1)
  const options: { value: () => void; cost: number }[] = []
  for (const { table, match } of of.tables) {
    const cost = MATCH_COST[match] + (table.kind === 'VIEW' ? 1 : 0)
    // "Which courses start in May" tells what they do, not what is asked for.
    const owned =
      next?.columns.filter(
        each => each.table === table && !(s.whColumn && each.match === 'STEM' && isTime(each.column)),
      ) ?? []
    if (
      next &&
      owned.length > 0 &&
      !(next.tables.length > 0 && owned.every(({ match: m }) => m === 'PART'))
    ) {
      options.push({
        cost,
        value: () => {
          s.at++
          const place = resolveColumn(s, { ...next, columns: owned })
          s.at++
          if (table === s.root.table) s.rootSaid = true
          output(s, place)
        },
      })
    }
    if (kw(s, 1, 'name', 'key') && (kw(s, 1, 'name', 'key')?.said ?? '') !== 'who') {
      const word = kw(s, 1, 'name', 'key')
      options.push({
        cost,
        value: () => {
          s.at += 2
          const scope = table === s.root.table ? s.root : relate(s, table)
          if (scope === s.root) s.rootSaid = true
          showNames(s, scope, word?.op === 'key')
        },
      })
      continue
    }
    if (table === s.root.table) {
      options.push({
        cost,
        value: () => {
          s.at++
          if (
            beforeIs(s, 'and') &&
            s.draft.groups.length === 0 &&
            s.draft.shown.some(each => each.k === 'entity')
          )
            fail(s, 'two lists at once')
          s.rootListed ||= s.draft.shown.length === 0 && s.draft.order.length === 0
          s.rootSaid = true
          s.stack = [s.root]
          s.mode = 'filter'
          s.hints = []
        },
      })
      continue
    }
    if (afterPrep || s.rootSaid) {
      options.push({
        cost: cost + 0.35,
        value: () => {
          s.mode = 'filter'
          relatedNoun(s, table)
        },
      })
      if (afterPrep) continue
    }
    options.push({
      cost: cost + 0.45,
      value: () => {
        s.at++
        const scope = relate(s, table, { from: [s.root] })
        join(s, scope)
        scope.said = true
        s.draft.shown.push({ k: 'entity', scope })
      },
    })
  }
  // "Withdrawn offers" are those that were withdrawn, not the times when.
  const participle =
    next?.from === of.to &&
    of.tables.length + of.values.length === 0 &&
    /^\w+(ed|en|wn|ght|old|id)$/u.test(of.said) &&
    of.columns.every(
      ({ table, column, match }) =>
        isTime(column) && match === 'STEM' && next.tables.some(each => each.table === table),
    )
  const [told, ...others] = of.columns
  if (participle && told) {
    const { table, column } = told
    if (table !== s.root.table || others.length > 0) fail(s, `"${of.said}" says which ones`)
    if (column.nullable && !s.negated) {
      s.at++
      addFact(s, s.root, { k: 'null', column, negated: true })
      return
    }
    if (!/^expired$/u.test(of.said) || s.negated) fail(s, `"${of.said}" says which ones`)
    s.at++
    addFact(s, s.root, { k: 'within', column, range: PAST, negated: false })
    return
  }
  // "Discontinued products" are such products.
  for (const { table, column } of of.columns)
    if (
      table === s.root.table &&
      (column.kind === 'BOOLEAN' || isFlag(s, column)) &&
      next?.tables.some(each => each.table === table)
    )
      options.push({
        cost: 0,
        value: () => {
          s.at++
          const not = s.negated
          s.negated = false
          addFact(s, s.root, { k: 'true', column, negated: not })
        },
      })
  for (const option of columnOptions(s, of, () => true, 0))
    options.push({
      cost: option.cost + (afterPrep && of.tables.length > 0 ? 0.3 : 0) + 0.02,
      value: () => {
        const place = {
          scope: option.value.scope ?? relate(s, option.value.table),
          column: option.value.column,
        }
        s.at++
        output(s, place)
      },
    })
  if (of.values.length > 0) {
    const asValue = 0.15 + (of.tables.length + of.columns.length > 0 ? 0.2 : 0)
    options.push({
      cost: asValue,
      value: () => {
        // "The official language": what comes next is asked for, the value says which.
        const leads =
          next !== null &&
          next.from === of.to &&
          !s.rootSaid &&
          next.columns.some(({ table }) => of.values.some(each => each.table === table))
        if (!leads && (s.rootSaid || next === null || next.tables.length === 0)) s.mode = 'filter'
        const head = !leads && standsForRows(s, of)
        addValue(s, of)
        if (head) {
          s.rootSaid = true
          s.rootListed = true
          s.mode = 'filter'
        }
      },
    })
  }
  s.choose(options, of.from, `noun:${of.said}`)()
}

/** "The admins of …": those who are called so, told by what they are rather than by their name. */
function standsForRows(s: State, of: Noun): boolean {
  const last = of.said.split(' ').at(-1) ?? ''
  const next = noun(s, 1)
  const lead = s.live[s.at - 1]
  return (
    !s.rootSaid &&
    s.draft.shown.length === 0 &&
    (singular(last) !== last || (lead?.t === 'kw' && ['adjective', 'superlative'].includes(lead.op))) &&
    next?.from !== of.to &&
    of.tables.length + of.columns.length === 0 &&
    of.values.every(
      ({ table, column }) =>
        table === s.root.table &&
        (!showColumns(table).includes(column) ||
          /^(type|kind|category)$/u.test(nameWords(column.name).at(-1) ?? '')),
    )
  )
}

export function output(s: State, place: Place): void {
  const holder = place
  const yes = conditionAhead(s, holder)
  if (yes && (s.rootSaid || s.draft.shown.length > 0 || s.draft.groups.length > 0)) {
    if (conditionOn(s, holder)) {
      s.mode = 'filter'
      return
    }
  }
  showColumn(s, place)
}
