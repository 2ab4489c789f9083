import type { Condition, Expression, Output, Select, Source } from './tree.ts'

/** Whether a query has the rows of another, in the same order, and shows at least what that one shows. */
export function tellsAll(one: Select, other: Select): boolean {
  if (rowsOf(one) !== rowsOf(other) || one.distinct !== other.distinct) return false
  if (!gathersAlike(one, other)) return false
  return other.outputs.every(output => one.outputs.some(each => covers(each, output)))
}

/** By a column, or by what has that column as its name: the same rows, unless names are shared. */
function gathersAlike(one: Select, other: Select): boolean {
  if (one.groups.length === 0 || other.groups.length === 0) return one.groups.length === other.groups.length
  return other.groups.every(group => one.groups.some(each => keyOf(each) === keyOf(group)))
}

function covers(one: Output, other: Output): boolean {
  if (one.by.k === 'rows')
    return other.by.k === 'rows'
      ? one.by.source.alias === other.by.source.alias
      : sourceOf(other.by) === one.by.source.alias
  return other.by.k !== 'rows' && keyOf(one.by) === keyOf(other.by)
}

function sourceOf(by: Expression): string | null {
  return by.k === 'column' ? by.source.alias : null
}

/** Which table a query begins with does not matter where all of them have to be there. */
function rowsOf({ from, joins, where, having, order, limit }: Select): string {
  if (joins.some(({ kind }) => kind === 'left')) return textOf({ from, joins, where, having, order, limit })
  const sources = [from, ...joins.map(({ source }) => source)].map(textOf).sort()
  const on = joins.flatMap(join => join.on.map(conditionKey)).sort()
  return textOf({ sources, on, where, having, order, limit })
}

function conditionKey(of: Condition): string {
  if (of.k !== 'compare' || of.operator !== '=') return textOf(of)
  return [of.left, of.right].map(keyOf).sort().join(' = ')
}

function keyOf(by: Expression): string {
  return textOf(by)
}

/** Tables and columns by their names. */
function textOf(of: unknown): string {
  return JSON.stringify(of, (key, value: unknown) => {
    if (key === 'column') return (value as { name: string }).name
    if (key === 'table') return (value as Source['table']).name
    return value
  })
}
