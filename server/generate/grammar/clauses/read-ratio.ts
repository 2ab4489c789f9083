import type { Catalog, CatalogTable } from '../../../domain.ts'
import type { Draft, Fact, Place, Scope } from './draft.ts'
import { interpret } from './interpret.ts'
import { Misread } from './rules/state.ts'
import type { Choose } from './rules/state.ts'
import type { Item } from './items.ts'
import { isKey, isNumber } from './names.ts'

/** Where "the ratio of … to …" has its two sides; null for other questions. */
export function sidesOf(items: readonly Item[]): { of: Item[]; to: Item[] } | null {
  const start = items.findIndex(item => item.t === 'kw' && item.op === 'ratio')
  if (start < 0) return null
  const middle = items.findIndex(
    (item, at) =>
      at > start + 1 && item.t === 'kw' && item.op === 'prep' && /^(to|to the|out of)$/u.test(item.said),
  )
  if (middle < 0) return null
  const of = items.slice(start + 1, middle).filter(item => !(item.t === 'kw' && item.op === 'count'))
  const to = items
    .slice(middle + 1)
    .filter(item => !(item.t === 'kw' && (item.op === 'count' || item.op === 'agg')))
  return { of, to }
}

/**
 * Two lists of rows of one table, counted against each other. What only the second says of columns that the first is
 * silent about, as where they are, holds for both when the second says more than one thing, or nothing else.
 */
export function readRatio(
  { of, to }: { of: Item[]; to: Item[] },
  catalog: Catalog,
  choose: Choose,
  root: CatalogTable,
): Draft {
  const first = interpret(exactly(of), catalog, choose, { root })
  const second = interpret(exactly(to), catalog, choose, { root })
  const amount = amountOf(first)
  if (amount?.column !== amountOf(second)?.column) throw new Misread('a ratio of two things', 0)
  for (const side of [first, second]) {
    const plain =
      (amount !== null || side.shown.every(each => each.k === 'rows')) &&
      side.groups.length + side.order.length + side.having.length === 0
    if (!plain || side.limit !== null || side.distinct) throw new Misread('a ratio of what?', 0)
  }
  const columns = new Set(first.root.conditions.map(columnOf))
  const contrast = second.root.conditions.filter(fact => amount !== null || columns.has(columnOf(fact)))
  const shared = second.root.conditions.filter(fact => !contrast.includes(fact))
  if (first.root.conditions.length === 0) throw new Misread('a ratio of all', 0)
  const scope: Scope = { ...first.root, conditions: [] }
  for (const fact of shared) scope.conditions.push(fact)
  const place = amount && { scope, column: amount.column }
  return { ...first, root: scope, ratio: { of: first.root.conditions, to: contrast, amount: place } }
}

/** "The length of the Volga": one number of the rows themselves. */
function amountOf({ shown, root }: Draft): Place | null {
  const [only, ...more] = shown
  return only?.k === 'column' &&
    more.length === 0 &&
    only.place.scope === root &&
    isNumber(only.place.column) &&
    !isKey(root.table, only.place.column)
    ? only.place
    : null
}

/** "Papers with 1 author", beside those with more, are those with exactly one. */
function exactly(items: readonly Item[]): Item[] {
  return items.flatMap((item, at): Item[] => {
    const before = items[at - 1]
    const bare =
      item.t === 'num' &&
      !item.year &&
      items[at + 1]?.t === 'noun' &&
      !(before?.t === 'kw' && (before.op === 'compare' || before.op === 'between' || before.op === 'and'))
    return bare
      ? [{ t: 'kw', from: item.from, to: item.from, cost: 0, op: 'compare', arg: '=', said: 'exactly' }, item]
      : [item]
  })
}

function columnOf(fact: Fact): unknown {
  if (fact.k === 'scope') return fact.scope.table
  if (fact.k === 'any') return fact.of[0] ? columnOf(fact.of[0]) : null
  return fact.k === 'measure' || fact.k === 'days' ? null : fact.column
}
