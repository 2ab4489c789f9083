import type { Catalog, CatalogTable } from '../../../domain.ts'
import type { Draft, Place } from './draft.ts'
import type { Item } from './items.ts'
import type { Op } from './lexicon.ts'
import { isKey, isNumber, isTime, nameWords, showColumns, singular } from './names.ts'
import { showAsked } from './rules/asked-columns.ts'
import {
  viaColumn,
  withAges,
  withAmountsAhead,
  withEarnings,
  withLists,
  withMeanCounts,
  withTops,
  withoutDeeds,
  withoutEach,
  withoutModifiers,
} from './rules/arrange-items.ts'
import { dateColumn, within } from './rules/date-columns.ts'
import { deny, filterNoun } from './rules/filters.ts'
import {
  onAnd,
  onBetween,
  onBoth,
  onBut,
  onCompare,
  onContains,
  onEither,
  onFiller,
  onNot,
  onOnly,
  onOr,
  onOther,
  onRel,
  onSame,
  onStop,
  onVerb,
  onWh,
} from './rules/keyword-links.ts'
import { onAgg, onCount, onPercent, onRevenue, onSoldOut } from './rules/keyword-measures.ts'
import { onAlike } from './rules/keyword-alike.ts'
import { onEnded, onWeekday } from './rules/keyword-weekdays.ts'
import { groupEvery, onBucket, onGroup } from './rules/keyword-groups.ts'
import { onAdjective, onCommon, onDirection, onSort, onSuperlative, onTop } from './rules/keyword-ranks.ts'
import { isPeople } from './rules/name-places.ts'
import { onPrep } from './rules/keyword-prep.ts'
import { onName } from './rules/keyword-name.ts'
import { onPrevious, onRunning, onSelling } from './rules/keyword-derived.ts'
import { arePeople, mayBePeople } from './rules/parties.ts'
import { isToOne } from './rules/reach.ts'
import { readNumber } from './rules/numbers.ts'
import { outNoun } from './rules/outputs.ts'
import { notEnded, onTimely, withDenialsBehind, withTimesBehind } from './rules/timeliness.ts'
import { fail, startOf } from './rules/state.ts'
import type { Choose, Keyword, State } from './rules/state.ts'
import { readFragment, readText } from './rules/values.ts'

/** What each word of grammar does. */
const RULES: Partial<Record<Op, (s: State, item: Keyword) => void>> = {
  filler: onFiller,
  running: onRunning,
  previous: onPrevious,
  selling: onSelling,
  command: onFiller,
  wh: onWh,
  count: onCount,
  agg: onAgg,
  'sold-out': onSoldOut,
  ended: onEnded,
  weekday: onWeekday,
  alike: onAlike,
  timely: onTimely,
  now: s => {
    s.now = true
    s.at++
  },
  revenue: onRevenue,
  distinct: onAlike,
  superlative: onSuperlative,
  adjective: onAdjective,
  top: onTop,
  common: onCommon,
  compare: onCompare,
  between: onBetween,
  group: onGroup,
  sort: onSort,
  direction: onDirection,
  alphabetical: onDirection,
  not: onNot,
  except: onNot,
  and: onAnd,
  comma: onAnd,
  or: onOr,
  both: onBoth,
  either: onEither,
  but: onBut,
  rel: onRel,
  has: onRel,
  is: onRel,
  some: onRel,
  all: onRel,
  verb: onVerb,
  prep: onPrep,
  name: onName,
  key: onName,
  contains: onContains,
  percent: onPercent,
  stop: onStop,
  bucket: onBucket,
  same: onSame,
  only: onOnly,
}

/** Takes a question, in parts, to a draft of a query: one pass from left to right, each rule reads what the others have left. */
export function interpret(
  all: readonly Item[],
  catalog: Catalog,
  choose: Choose,
  given: { root: CatalogTable },
): Draft {
  const { items, via } = viaColumn(all)
  const live = withoutModifiers(
    withAges(
      withMeanCounts(
        withLists(
          withoutEach(
            withAmountsAhead(
              withTops(withEarnings(withDenialsBehind(withTimesBehind(withoutDeeds(items, catalog))))),
            ),
          ),
        ),
      ),
      catalog,
    ).filter(
      item => !(item.t === 'kw' && (item.op === 'filler' || item.op === 'open' || item.op === 'close')),
    ),
    catalog,
  )
  const s = startOf(items, live, catalog, choose, given.root)
  s.via = via
  s.listOf = (list, table) => interpret(list, catalog, choose, { root: table })

  while (s.at < s.live.length) {
    const item = s.live[s.at]
    if (!item) break
    const began = s.at
    const previous = s.live[s.at - 1]
    s.lastAnd = previous?.t === 'kw' && (previous.op === 'and' || previous.op === 'comma')
    s.lastOr = previous?.t === 'kw' && previous.op === 'or'
    if (item.t === 'noun') {
      if (s.mode === 'out') outNoun(s, item)
      else filterNoun(s, item)
    } else if (item.t === 'num') readNumber(s, item)
    else if (item.t === 'date') {
      s.at++
      const place: Place =
        s.lastColumn && isTime(s.lastColumn.column) ? s.lastColumn : dateColumn(s, [...s.stack].reverse())
      s.mode = 'filter'
      within(s, place, item.range)
    } else if (item.t === 'text') readText(s, item)
    else if (item.t === 'fragment') readFragment(s, item)
    else (RULES[item.op] ?? onOther)(s, item)
    if (s.at === began) fail(s, 'this is not read')
  }

  // "Rentals per month" and "monthly rentals" are how many there are.
  const [lead] = s.items
  const bare = s.draft.shown.every(
    each => each.k === 'rows' || (each.k === 'entity' && each.scope === s.root),
  )
  const per = s.live.some(each => each.t === 'kw' && each.op === 'group' && each.said === 'per')
  if (
    bare &&
    s.rootSaid &&
    // Where each row says how many there were, rows are not counted.
    !s.root.table.columns.some(column => isNumber(column) && /^(count|quantity|qty)$/iu.test(column.name)) &&
    !(lead?.t === 'kw' && (['command', 'wh', 'all'].includes(lead.op) || lead.said === 'list')) &&
    s.draft.order.length + s.draft.having.length === 0 &&
    (s.every !== null || (per && s.draft.groups.length > 0)) &&
    !s.draft.groups.some(each => each.k === 'entity' && each.scope === s.root)
  )
    s.draft.shown = [{ k: 'count', scope: s.root, column: null, distinct: false }]

  if (s.draft.groups.length > 0 || s.every !== null)
    s.draft.shown = s.draft.shown.map(each => addedUp(s, each))

  if (s.now) notEnded(s)

  if (s.every !== null) groupEvery(s, s.every)

  // "Customers per country, top 5"
  const [told, ...besides] = s.draft.shown.filter(each => each.k === 'count' || each.k === 'aggregate')
  if (s.pendingSuperlative !== null && s.draft.order.length === 0 && s.draft.groups.length > 0 && told)
    if (besides.length === 0) s.draft.order.push({ by: told, descending: s.pendingSuperlative })

  if (s.joinNext !== null) fail(s, '"or" what?')

  if (s.negated && !deny(s)) fail(s, 'a negation without its object')

  if (s.pendingSuperlative !== null && s.draft.order.length === 0) fail(s, 'say by what to sort')

  if (s.draft.limit !== null && s.draft.order.length === 0) fail(s, 'say by what to sort')

  s.draft.distinct =
    s.draft.valuesAsked === true ||
    s.distinct ||
    (s.twins &&
      s.draft.shown.length > 0 &&
      s.draft.shown.every(each => each.k === 'column') &&
      s.draft.order.length === 0)

  if (s.draft.percent && s.draft.groups.length > 0) {
    s.draft.percent = false
    s.draft.derived = 'share'
  }
  const measured = s.draft.shown.some(each => each.k === 'count' || each.k === 'aggregate')
  if (s.draft.derived !== null && s.draft.groups.length > 0 && !measured)
    s.draft.shown.push({ k: 'count', scope: s.root, column: null, distinct: false })
  if (s.asked !== null && s.draft.shown.length === 0) showAsked(s, s.asked)
  // "Which users have …, and how many reviews …?": for each of them.
  const counted =
    s.draft.shown.length > 0 && s.draft.shown.every(each => each.k === 'count' && each.scope !== s.root)
  const forAll = s.live[0]?.t === 'kw' && s.live[0].op === 'prep'
  if (counted && s.rootListed && !forAll && s.draft.groups.length + s.draft.order.length === 0) {
    s.draft.shown.unshift({ k: 'entity', scope: s.root })
    s.draft.groups.push({ k: 'entity', scope: s.root })
  }
  // "Who leads the sales team?": each once, whatever it is told by.
  const [first, ...rest] = s.draft.shown
  if (
    first?.k === 'entity' &&
    rest.length === 0 &&
    first.scope !== s.root &&
    s.draft.groups.length + s.draft.order.length === 0 &&
    s.draft.limit === null
  ) {
    s.draft.distinct = true
    first.scope.optional = false
  }
  const [only, ...others] = s.draft.shown
  // "What are the countries that …": values, where the rows that have them were not spoken of.
  s.draft.valuesAsked =
    only?.k === 'column' &&
    others.length === 0 &&
    !s.rootSaid &&
    only.place.scope === s.root &&
    s.draft.groups.length + s.draft.order.length === 0 &&
    !isKey(s.root.table, only.place.column) &&
    !showColumns(s.root.table).includes(only.place.column) &&
    asksInPlural(s)
  if (s.draft.valuesAsked) s.draft.distinct = true
  // "Who is the sales manager?": who has that as the title.
  const [asked] = s.live
  if (asked?.t === 'kw' && asked.arg === 'who' && s.root.conditions.length > 0 && isPeople(s, s.root))
    s.rootSaid = true
  if (s.draft.shown.length === 0 && !s.rootSaid) fail(s, 'nothing is asked for')
  // "Who is admitted?" asks for people, not for a time or an amount.
  const figures = s.draft.shown.every(each => each.k === 'column' && each.place.column.kind !== 'TEXT')
  if (asked?.t === 'kw' && asked.arg === 'who' && s.draft.shown.length > 0 && figures)
    fail(s, 'who is asked for')

  // Of one row there is one.
  const single = s.draft.shown.some(
    each =>
      each.k === 'column' &&
      each.place.scope === s.root &&
      s.root.table.primaryKey.includes(each.place.column.name),
  )
  const oneEach = s.draft.having.some(({ measure }) => measure.k === 'count' && measure.scope === s.root)
  if (single && oneEach) fail(s, 'single rows are counted')

  // "Who leads the project?" is not answered by the project.
  const beside = s.draft.shown.some(
    each => each.k === 'entity' && each.scope !== s.root && !mayBePeople(each.scope.table),
  )
  const things = s.draft.shown.every(each =>
    each.k === 'column'
      ? each.place.column.kind !== 'TEXT'
      : each.k === 'rows' || (each.k === 'entity' && !mayBePeople(each.scope.table)),
  )
  if (
    asked?.t === 'kw' &&
    /^who( |$)/u.test(asked.said) &&
    (things || beside) &&
    !mayBePeople(s.root.table) &&
    catalog.tables.some(arePeople)
  )
    fail(s, 'who is asked for')

  // "How much did we pay?" asks for an amount.
  const amounts = s.draft.shown.some(
    each =>
      (each.k !== 'column' && each.k !== 'rows' && each.k !== 'entity') ||
      (each.k === 'column' && !isTime(each.place.column)),
  )
  const much = s.live[0]?.t === 'kw' && /^how much/u.test(s.live[0].said)
  if (much && !amounts) fail(s, 'how much of what?')

  // "What did she prescribe?" asks for what was, not for her.
  const start = s.items.findIndex(item => item === asked)
  const auxiliary = s.items[start + 1]
  const whatDone =
    asked?.t === 'kw' &&
    asked.said === 'what' &&
    auxiliary?.t === 'kw' &&
    /^(do|does|did|has|have)$/u.test(auxiliary.said)
  if (whatDone && s.draft.shown.length === 0) fail(s, 'what is asked for')

  if (s.draft.shown.length === 0) s.draft.shown.push({ k: 'rows', scope: s.root })

  if (
    s.whColumn &&
    !s.draft.distinct &&
    s.draft.groups.length === 0 &&
    s.draft.limit === null &&
    s.draft.shown.every(each => each.k === 'column')
  ) {
    const all = s.draft.shown.every(
      each =>
        each.k === 'column' &&
        each.place.scope === s.root &&
        (showColumns(s.root.table).includes(each.place.column) ||
          s.root.table.primaryKey.includes(each.place.column.name)),
    )
    if (!all && s.whPlural) s.draft.distinct = s.draft.order.length === 0
    // "Which countries' channels do not …": the countries of which none does.
    if (s.draft.distinct && only?.k === 'column' && others.length === 0) s.draft.valuesAsked = true
  }

  return s.draft
}

/** "The repair cost per truck" is all that its repairs cost. */
function addedUp(s: State, each: Draft['shown'][number]): Draft['shown'][number] {
  if (each.k !== 'column') return each
  const { place } = each
  const { column, scope } = place
  if (!isNumber(column) || isKey(scope.table, column) || (isToOne(s, scope) && s.every === null)) return each
  if (
    !/(cost|amount|charge|fee|total|revenue|hours|quantity|points)$/u.test(nameWords(column.name).join(' '))
  )
    return fail(s, `${column.name} of which of them?`)
  const sum = { k: 'aggregate' as const, name: 'SUM' as const, place, times: null, discount: null }
  s.draft.order = s.draft.order.map(({ by, descending }) => ({
    by: by.k === 'column' && by.place.column === column && by.place.scope === scope ? sum : by,
    descending,
  }))
  return sum
}

/** "What are the regions", "which countries": the first thing that is named is named in the plural. */
function asksInPlural({ live }: State): boolean {
  const first = live.find(item => item.t === 'noun')
  const word = first?.t === 'noun' ? (first.said.split(' ').at(-1) ?? '') : ''
  return singular(word) !== word
}
