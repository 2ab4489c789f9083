import type { Catalog, CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Item } from '../items.ts'
import { isBridge, ways } from '../links.ts'
import { isNumber, nameWords } from '../names.ts'

/** "Users (id and name)": what stands in brackets is to be shown. */
export function withLists(items: readonly Item[]): Item[] {
  let open = false
  return items.map((item, i) => {
    if (item.t !== 'kw' || (item.op !== 'open' && item.op !== 'close')) return item
    const close = items.findIndex((other, at) => at > i && other.t === 'kw' && other.op === 'close')
    const inside = items.slice(i + 1, close)
    const lists =
      close > i + 2 &&
      inside.every(
        each =>
          each.t === 'noun' ||
          (each.t === 'kw' && ['and', 'comma', 'name', 'key', 'filler'].includes(each.op)),
      )
    if (
      item.op === 'open' &&
      lists &&
      items.slice(0, i).some(each => each.t === 'noun' && each.tables.length > 0)
    ) {
      open = true
      return { ...item, op: 'command' as const }
    }
    if (item.op === 'close' && open) {
      open = false
      return { ...item, op: 'rel' as const, arg: 'who' }
    }
    return item
  })
}

/** "Product categories" are categories: a thing that another stands right behind only says of what. */
export function withoutModifiers(items: readonly Item[], catalog: Catalog): Item[] {
  return items.filter((item, i) => {
    const next = items[i + 1]
    const last = items[i - 1]
    // "Miles per gallon (mpg)" says it twice.
    if (
      item.t === 'noun' &&
      last?.t === 'noun' &&
      item.columns.length > 0 &&
      item.from === last.to + 1 &&
      item.columns.every(each => last.columns.some(other => other.column === each.column))
    )
      return false
    if (item.t !== 'noun' || next?.t !== 'noun' || item.to !== next.from || item.values.length > 0)
      return true
    const [first] = item.tables.filter(({ match }) => match === 'EXACT')
    const [second] = next.tables.filter(({ match }) => match !== 'LOOSE' && match !== 'STEM')
    if (
      !first ||
      !second ||
      first.table === second.table ||
      next.columns.some(({ table }) => table === first.table)
    )
      return true
    const links = ways(catalog, first.table, second.table)[0]?.links ?? []
    const [step] = links
    return !(links.length === 1 || (links.length === 2 && step && isBridge(step.to)))
  })
}

/**
 * "The employee who took it" is the employee, "the company that supplies it" the supplier: what is said of a thing by
 * what it did to the one that is spoken of only says which thing is meant.
 */
export function withoutDeeds(items: readonly Item[], catalog: Catalog): Item[] {
  const kept: Item[] = []
  for (let at = 0; at < items.length; at++) {
    const item = items[at]
    const [who, deed, it] = items.slice(at + 1, at + 4)
    const pointsBack =
      item?.t === 'noun' &&
      who?.t === 'kw' &&
      /^(who|that|which)$/u.test(who.said) &&
      deed?.t === 'kw' &&
      deed.op === 'verb' &&
      it?.t === 'kw' &&
      /^(it|them)$/u.test(it.said)
    if (!item) break
    if (!pointsBack) {
      kept.push(item)
      continue
    }
    const stem = deed.said.replace(/(ing|ed|es|s|e)$/u, '')
    const doers = catalog.tables.filter(
      table =>
        table.kind === 'TABLE' &&
        stem.length > 3 &&
        nameWords(table.name).some(word => word.startsWith(stem)) &&
        item.columns.some(column => column.table === table),
    )
    kept.push(
      item.tables.length > 0 || doers.length !== 1
        ? item
        : {
            ...item,
            tables: doers.map(table => ({ kind: 'table' as const, table, match: 'EXACT' as const })),
            columns: [],
          },
    )
    at += 3
  }
  return kept
}

/** "…, each with its price" lists one thing more; "each product", where nothing is counted, is all of them. */
export function withoutEach(items: readonly Item[]): Item[] {
  const gathers = items.some(
    item =>
      item.t === 'kw' &&
      ['count', 'agg', 'percent', 'revenue', 'common', 'top', 'superlative', 'running', 'adjective'].includes(
        item.op,
      ),
  )
  return items.flatMap((item, at): Item[] => {
    if (item.t !== 'kw' || item.op !== 'group' || !/^(each|every)$/u.test(item.said)) return [item]
    const next = items[at + 1]
    const before = items[at - 1]
    if (next?.t === 'kw' && next.op === 'has' && before?.t === 'kw' && before.op === 'comma') return []
    return gathers || next?.t !== 'noun' || at > 1 ? [item] : []
  })
}

/** "How many orders does a customer place on average?" asks for the average number of orders per customer. */
export function withMeanCounts(items: readonly Item[]): Item[] {
  const end = items.findIndex(item => item.t === 'kw' && item.op === 'agg' && item.said === 'on average')
  const count = items.findIndex(item => item.t === 'kw' && item.op === 'count')
  const nouns = items.flatMap((item, at) =>
    item.t === 'noun' && item.tables.length > 0 && at > count ? [at] : [],
  )
  const [counted, each, ...more] = nouns
  const first = items[count]
  const last = items[end]
  if (
    count < 0 ||
    end < count ||
    counted === undefined ||
    each === undefined ||
    more.length > 0 ||
    !first ||
    !last
  )
    return [...items]
  if (items.some(item => item.t === 'num' || item.t === 'date' || item.t === 'text')) return [...items]
  const word = { ...last, said: 'average' }
  const per: Item = { t: 'kw', from: last.from, to: last.from, cost: 0, op: 'group', arg: '', said: 'per' }
  const tail = items.slice(end + 1)
  const [a, b] = [items[counted], items[each]]
  return a && b
    ? [
        ...items.slice(0, count).filter(item => item.t !== 'kw' || item.op === 'command'),
        word,
        first,
        a,
        per,
        b,
        ...tail,
      ]
    : [...items]
}

/** "The total order count" is the number of orders, "how much rain fell altogether" the total. */
export function withAmountsAhead(items: readonly Item[]): Item[] {
  const found = items.flatMap((item, at): Item[] => {
    const next = items[at + 1]
    const last = items[at - 1]
    if (item.t === 'noun' && item.tables.length > 0 && isBehind(next, item)) return [next, item]
    if (item.t === 'kw' && item.op === 'agg' && item.arg === 'SUM' && next?.t === 'noun')
      return isBehind(items[at + 2], next) && next.tables.length > 0 ? [] : [item]
    return last?.t === 'noun' && last.tables.length > 0 && isBehind(item, last) ? [] : [item]
  })
  const stop = found.at(-1)
  const end = stop?.t === 'kw' && stop.op === 'stop' ? found.length - 2 : found.length - 1
  const tail = found[end]
  const ask = found.findIndex(item => item.t === 'kw' && /^how much$/u.test(item.said))
  const amount = found[ask + 1]
  const asked = found[ask]
  if (
    tail?.t !== 'kw' ||
    tail.op !== 'agg' ||
    !/^(in total|together|altogether|all together|combined|overall)$/u.test(tail.said)
  )
    return found
  return asked?.t === 'kw' && amount?.t === 'noun' && amount.columns.some(({ column }) => isNumber(column))
    ? found.flatMap((item, at) =>
        at === ask ? [{ ...asked, op: 'agg' as const, arg: 'SUM', said: 'total' }] : at === end ? [] : [item],
      )
    : found
}

function isBehind(item: Item | undefined, noun: Item): item is Extract<Item, { t: 'kw' }> {
  return (
    item?.t === 'kw' &&
    item.op === 'count' &&
    /^(count|counts|number)$/u.test(item.said) &&
    item.from === noun.to
  )
}

/** "3 years old" speaks of the age. */
export function withAges(items: readonly Item[], catalog: Catalog): Item[] {
  return items.flatMap((item, at): Item[] => {
    if (item.t !== 'kw' || item.op !== 'unit') return [item]
    const before = items
      .slice(0, at)
      .findLast(each => each.t === 'noun' || (each.t === 'kw' && each.op === 'adjective'))
    const said =
      before?.t === 'noun' && before.columns.some(({ column }) => nameWords(column.name).includes('age'))
    if (said || (before?.t === 'kw' && /^(old|young)/u.test(before.said))) return []
    const columns = catalog.tables.flatMap(table =>
      table.columns
        .filter(column => isNumber(column) && nameWords(column.name).at(-1) === 'age')
        .map(column => ({ kind: 'column' as const, table, column, match: 'PART' as const })),
    )
    return columns.length === 0
      ? [item]
      : [
          {
            t: 'noun',
            from: item.from,
            to: item.to,
            cost: item.cost,
            tables: [],
            columns,
            values: [],
            said: 'age',
            text: 'age',
          },
        ]
  })
}

/** "…, going by source airport": the columns that links are to be taken by, or the tables to go through. */
export function viaColumn(items: readonly Item[]): {
  items: readonly Item[]
  via: readonly (CatalogColumn | CatalogTable)[]
} {
  const last = items.at(-1)
  const before = items.at(-2)
  return last?.t === 'noun' &&
    last.columns.length + last.tables.length > 0 &&
    before?.t === 'kw' &&
    before.said === 'going by'
    ? {
        items: items.slice(
          0,
          items.at(-3)?.t === 'kw' && (items.at(-3) as { op: string }).op === 'comma' ? -3 : -2,
        ),
        via: [...last.columns.map(({ column }) => column), ...last.tables.map(({ table }) => table)],
      }
    : { items, via: [] }
}

/** "The 3 best customers by payments" are the top 3, "payment totals" total payments. */
export function withTops(items: readonly Item[]): Item[] {
  const found: Item[] = []
  items.forEach((item, at) => {
    const last = found.at(-1)
    const told = items
      .slice(at + 1)
      .some(each => each.t === 'kw' && (each.op === 'sort' || /^by( the)?$/u.test(each.said)))
    const end = item.t === 'kw' && item.op === 'superlative' && (item.arg === 'best' || item.arg === 'worst')
    if (end && told) {
      const top: Item = { ...item, op: 'top', arg: item.arg === 'best' ? 'desc' : 'asc' }
      if (last?.t === 'num') found.splice(-1, 1, top, last)
      else if (items[at + 1]?.t === 'num') found.push(top)
      else found.push(item)
    } else if (
      item.t === 'kw' &&
      item.op === 'agg' &&
      item.said === 'totals' &&
      last?.t === 'noun' &&
      last.to === item.from
    )
      found.splice(-1, 1, item, last)
    else found.push(item)
  })
  return found
}

/** "How much did each branch take in?" asks for its revenue. */
export function withEarnings(items: readonly Item[]): Item[] {
  const ask = items.findIndex(item => item.t === 'kw' && /^how much( money)?$/u.test(item.said))
  const asked = items[ask]
  const deed = items.findIndex(
    (item, at) =>
      at > ask && item.t === 'kw' && item.op === 'verb' && (EARNED.test(item.said) || SPENT.test(item.said)),
  )
  const done = items[deed]
  if (asked?.t !== 'kw' || items.slice(0, ask).some(({ t }) => t !== 'kw')) return [...items]
  const between = items.slice(ask + 1, deed)
  // "How much fuel did we use" asks for all of it.
  const [amount, auxiliary] = items.slice(ask + 1, ask + 3)
  if (
    amount?.t === 'noun' &&
    amount.tables.length === 0 &&
    amount.columns.some(({ column }) => isNumber(column)) &&
    auxiliary?.t === 'kw' &&
    !items.some(item => item.t === 'kw' && item.op === 'agg') &&
    /^(do|does|did|have we|do we|did we|did they|has|have|was|were)$/u.test(auxiliary.said)
  )
    return items.map((item, at) =>
      at === ask ? { ...asked, op: 'agg' as const, arg: 'SUM', said: 'total' } : item,
    )
  if (done?.t !== 'kw') return [...items]
  // "How much rain fell": an amount that is named.
  if (between[0]?.t === 'noun') return [...items]
  const who = between.some(item => item.t === 'noun' && item.tables.length > 0)
  if (SPENT.test(done.said) && !who) return [...items]
  // "More", and what is asked for by other measures, is something else.
  if (
    items.some(
      item => item.t === 'kw' && ['compare', 'count', 'agg', 'revenue', 'superlative'].includes(item.op),
    )
  )
    return [...items]
  return items.flatMap((item, at) =>
    at === ask ? [{ ...asked, op: 'revenue' as const, said: 'revenue' }] : at === deed ? [] : [item],
  )
}

const EARNED =
  /^(take|takes|took|taken|bring|brings|brought) in$|^(make|makes|made|earn|earns|earned|generate|generated|collect|collected|receive|received|get|got|gain|gained|cash)$/u
const SPENT = /^(spend|spends|spent|pay|pays|paid)$/u
