import type { Order } from './query-tree.ts'
import { settled, unsound } from './resolve-nouns.ts'
import type { Resolved } from './resolve-nouns.ts'
import type { Modifier, Rank, Sketch } from './sketch.ts'

export type Ordering = Extract<Modifier, { kind: 'order' | 'extreme' }>

/**
 * True for descending. `top` and `bottom` speak of amounts, `first` and `last` of a sequence; either beside the other
 * sort of column could be meant both ways.
 */
export function resolveDirection(
  { descending, ...ordering }: Ordering,
  { rank, limit }: Sketch,
  keys: readonly Order['by'][],
): Resolved<boolean> {
  if (descending !== null)
    return rank && crosses(rank, descending, ordering.kind)
      ? unsound('the direction and which ones to take could be two different orders')
      : settled(descending)
  if (limit === null) return settled(false)
  if (rank === null)
    return ordering.kind === 'order' && ordering.said
      ? settled(false)
      : unsound('say whether the top or the bottom ones are meant')
  const isAmount = rank.way === 'top' || rank.way === 'bottom'
  if (isAmount && !keys.every(sortsByAmount)) return unclear(rank, isTime(keys))
  if (!isAmount && keys.some(({ kind }) => kind === 'measure')) return unclear(rank, false)
  return settled(rank.way === 'top' || rank.way === 'last')
}

/** `bottom 3 by price, highest first`: which three, and in which sequence, are two questions. */
function crosses({ way }: Rank, descending: boolean, kind: Ordering['kind']): boolean {
  if (way === 'last') return true
  if (way === 'bottom') return descending
  return way === 'top' && kind === 'order' && !descending
}

function columnOf(key: Order['by']) {
  if (key.kind === 'column') return key.use.column
  return key.measure.kind === 'aggregate' ? key.measure.use.column : null
}

function sortsByAmount(key: Order['by']): boolean {
  const column = columnOf(key)
  return column === null || column.kind === 'INTEGER' || column.kind === 'DECIMAL'
}

function isTime(keys: readonly Order['by'][]): boolean {
  return keys.every(key => ['DATE', 'TIMESTAMP'].includes(columnOf(key)?.kind ?? ''))
}

function unclear({ way, from, to }: Rank, isTimed: boolean): Resolved<boolean> {
  if (way === 'first' || way === 'last')
    return { ok: false, misfit: { kind: 'rank', span: { from, to }, words: ['top', 'bottom'] } }
  const words = isTimed ? ['latest', 'earliest'] : ['first', 'last']
  return { ok: false, misfit: { kind: 'rank', span: { from, to }, words } }
}
