import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** PostgreSQL's aggregates; without GROUP BY and OVER, one of them makes a single row of everything. */
const AGGREGATES = new Set([
  'count',
  'sum',
  'avg',
  'min',
  'max',
  'any_value',
  'array_agg',
  'string_agg',
  'json_agg',
  'jsonb_agg',
  'json_object_agg',
  'jsonb_object_agg',
  'xmlagg',
  'bool_and',
  'bool_or',
  'every',
  'bit_and',
  'bit_or',
  'bit_xor',
  'range_agg',
  'range_intersect_agg',
  'stddev',
  'stddev_pop',
  'stddev_samp',
  'variance',
  'var_pop',
  'var_samp',
  'corr',
  'covar_pop',
  'covar_samp',
  'regr_slope',
  'regr_intercept',
  'regr_r2',
  'regr_count',
  'mode',
  'percentile_cont',
  'percentile_disc',
])

/** True when the rows of a table come out as they are, and nothing in the text says how many. */
export function readsWholeTable(select: Fields): boolean {
  const bounded = ['limitCount', 'whereClause', 'groupClause', 'distinctClause'].some(
    field => select[field] !== undefined,
  )
  if (bounded || isFields(select['larg']) || returnsOneRow(select)) return false
  return listOf(select['fromClause']).some(hasTable)
}

/** True when LIMIT takes some of several rows, and nothing says which. LIMIT 0 asks for the columns only. */
export function cutsUnordered(select: Fields): boolean {
  const limit = asNode(select['limitCount'], 'A_Const')
  if (select['limitCount'] === undefined || select['sortClause'] !== undefined) return false
  // The tree leaves zeros out, and LIMIT ALL is a NULL.
  if (limit !== null && (limit['isnull'] === true || asNode(limit, 'ival')?.['ival'] === undefined))
    return false
  return isFields(select['larg']) || (select['fromClause'] !== undefined && !returnsOneRow(select))
}

/** True for a SELECT of aggregates without GROUP BY, or of no table at all. */
export function returnsOneRow(select: Fields): boolean {
  if (select['groupClause'] !== undefined || select['valuesLists'] !== undefined || isFields(select['larg']))
    return false
  const targets = listOf(select['targetList']).map(item => asNode(item, 'ResTarget')?.['val'])
  return select['fromClause'] === undefined || targets.some(holdsAggregate)
}

/** Looks through casts, arithmetic and calls, not into sub-selects, which have rows of their own. */
function holdsAggregate(root: unknown): boolean {
  const pending: unknown[] = [root]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const call = asNode(next, 'FuncCall')
    if (call !== null && call['over'] === undefined && AGGREGATES.has(namesIn(call['funcname']).at(-1) ?? ''))
      return true
    if (isFields(next))
      for (const [tag, value] of Object.entries(next)) pending.push(...(tag === 'SubLink' ? [] : [value]))
    else pending.push(...listOf(next))
  }
  return false
}

function hasTable(item: unknown): boolean {
  const join = asNode(item, 'JoinExpr')
  if (join !== null) return hasTable(join['larg']) || hasTable(join['rarg'])
  const subquery = asNode(asNode(item, 'RangeSubselect')?.['subquery'], 'SelectStmt')
  if (subquery !== null) return readsWholeTable(subquery)
  return asNode(item, 'RangeVar') !== null
}
