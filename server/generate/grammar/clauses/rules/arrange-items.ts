import type { Catalog } from '../../../../domain.ts'
import type { Item } from '../items.ts'
import { ways } from '../links.ts'

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
    const [second] = next.tables.filter(({ match }) => match === 'EXACT' || match === 'SHORT')
    if (
      !first ||
      !second ||
      first.table === second.table ||
      next.columns.some(({ table }) => table === first.table)
    )
      return true
    return (ways(catalog, first.table, second.table)[0]?.links.length ?? 9) > 1
  })
}
