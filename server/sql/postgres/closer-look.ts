import type { CloserLook, Remark } from '../closer-look.ts'
import type { Place } from '../statement.ts'
import { readScope } from './from-scope.ts'
import type { FromScope } from './from-scope.ts'
import { plainColumn, readOperand } from './operand-column.ts'
import type { PlaceOf } from './operand-column.ts'
import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'
import { findDivisions } from './whole-numbers.ts'

/** What an index in order can find. */
const FINDABLE = new Set(['=', '<', '>', '<=', '>='])
/** What text goes through so that case does not count. */
const CASES = new Set(['lower', 'upper'])
const FINDABLE_KINDS = new Set(['AEXPR_OP', 'AEXPR_IN', 'AEXPR_BETWEEN', 'AEXPR_LIKE'])
const PARTS_WITH_NUMBERS = [
  'targetList',
  'whereClause',
  'havingClause',
  'groupClause',
  'sortClause',
  'valuesLists',
]

/** Of a query that the reader knows in full: see `walk-tree.ts`. */
export function lookCloser(root: unknown, sql: string, placeOf: PlaceOf): CloserLook {
  const selects: Fields[] = []
  const withNames = new Set<string>()
  const pending: unknown[] = [root]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!isFields(next)) {
      pending.push(...listOf(next))
      continue
    }
    const name = asNode(next, 'CommonTableExpr')?.['ctename']
    if (typeof name === 'string') withNames.add(name)
    for (const [tag, value] of Object.entries(next)) {
      // The sides of a UNION stand there without their tag.
      if (isFields(value) && ['SelectStmt', 'larg', 'rarg'].includes(tag) && isSelect(value))
        selects.push(value)
      if (typeof value === 'object') pending.push(value)
    }
  }
  const outermost = asNode(root, 'SelectStmt')
  return {
    remarks: selects
      .flatMap(select => remarksOn(select, withNames, placeOf))
      .map(remark => ({ ...remark, end: endOfBrackets(sql, remark) })),
    star: outermost === null ? null : starOf(outermost, placeOf),
    limited:
      asNode(outermost?.['limitCount'], 'A_Const')?.['isnull'] !== true &&
      outermost?.['limitCount'] !== undefined,
  }
}

/** The tree has the places of words only: a bracket that is open behind the last one is closed. */
function endOfBrackets(sql: string, { start, end }: Place): number {
  const text = sql.slice(start, end)
  let open = text.split('(').length - text.split(')').length
  let at = end
  for (; open > 0 && /[\s)]/.test(sql[at] ?? ''); at++) if (sql[at] === ')') open--
  return open === 0 ? at : end
}

function isSelect(fields: Fields): boolean {
  return fields['limitOption'] !== undefined || fields['targetList'] !== undefined
}

function remarksOn(select: Fields, withNames: ReadonlySet<string>, placeOf: PlaceOf): readonly Remark[] {
  const scope = readScope(select, withNames)
  const parts = [...PARTS_WITH_NUMBERS.map(part => select[part] ?? []), ...scope.conditions]
  return [
    ...[select['whereClause'], ...scope.conditions].flatMap(condition =>
      remarksOnCondition(condition, scope, withNames, placeOf),
    ),
    ...findDivisions(parts, scope, placeOf),
  ]
}

function remarksOnCondition(
  condition: unknown,
  scope: FromScope,
  withNames: ReadonlySet<string>,
  placeOf: PlaceOf,
): readonly Remark[] {
  const remarks: Remark[] = []
  const pending: { node: unknown; negated: boolean }[] = [{ node: condition, negated: false }]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, negated } = next
    const parts = asNode(node, 'BoolExpr')
    const comparison = asNode(node, 'A_Expr')
    const query = asNode(node, 'SubLink')
    if (parts !== null)
      pending.push(
        ...listOf(parts['args']).map(part => ({
          node: part,
          negated: parts['boolop'] === 'NOT_EXPR' ? !negated : negated,
        })),
      )
    else if (comparison !== null && !negated) remarks.push(...remarksOnComparison(comparison, scope, placeOf))
    else if (query !== null && excludes(query, negated))
      remarks.push(...remarksOnExclusion(query, withNames, placeOf))
  }
  return remarks
}

function remarksOnComparison(fields: Fields, scope: FromScope, placeOf: PlaceOf): readonly Remark[] {
  const { lexpr, rexpr } = fields
  const kind = String(fields['kind'])
  const operator = namesIn(fields['name']).at(-1) ?? ''
  if (
    ['AEXPR_LIKE', 'AEXPR_ILIKE'].includes(kind) &&
    operator.startsWith('~~') &&
    startsWithWildcard(rexpr)
  ) {
    const column = plainColumn(lexpr, scope, placeOf)
    return column === null ? [] : [{ kind: 'LEADING_WILDCARD', column, start: column.start, end: column.end }]
  }
  const findable =
    kind === 'AEXPR_OP' || kind === 'AEXPR_IN' ? FINDABLE.has(operator) : !/^(!|NOT )/.test(operator)
  if (!FINDABLE_KINDS.has(kind) || !findable) return []
  const sides = [readOperand(lexpr, scope, placeOf), readOperand(rexpr, scope, placeOf)]
  const texts = operator === '=' ? readTexts(rexpr) : null
  return [...remarksOnTexts(sides[0], texts), ...remarksOnWrappers(sides)]
}

/** `column = 'text'`, `lower(column) = 'text'` and `column IN ('text', …)`. */
function remarksOnTexts(
  side: ReturnType<typeof readOperand> | undefined,
  texts: readonly string[] | null,
): Remark[] {
  if (side == null || side.column === null || texts === null) return []
  const { column, wrappers, start, end } = side
  if (wrappers.some(wrapper => !CASES.has(wrapper))) return []
  return [{ kind: 'TEXT_FOR_COLUMN', column, texts, anyCase: wrappers.length > 0, start, end }]
}

/** Null where not all that stands there is text. */
function readTexts(expression: unknown): readonly string[] | null {
  const list = asNode(expression, 'List')
  const items = list === null ? [expression] : listOf(list['items'])
  const texts = items.map(item => {
    // `lower('Germany')` stands for a text as well.
    const call = asNode(item, 'FuncCall')
    const isCase = call !== null && CASES.has(namesIn(call['funcname']).at(-1) ?? '')
    const inner = isCase ? listOf(call['args'])[0] : item
    return asNode(asNode(inner, 'A_Const'), 'sval')?.['sval']
  })
  return texts.every(text => typeof text === 'string') ? texts : null
}

function remarksOnWrappers(sides: readonly ReturnType<typeof readOperand>[]): Remark[] {
  return sides.flatMap((side, index): Remark[] => {
    const other = sides[1 - index]
    if (side == null || side.column === null || side.wrappers.length === 0 || other?.columns !== 0) return []
    const { column, wrappers, start, end } = side
    return [{ kind: 'WRAPPED_COLUMN', column, wrappers, start, end }]
  })
}

function startsWithWildcard(pattern: unknown): boolean {
  const text = asNode(asNode(pattern, 'A_Const'), 'sval')?.['sval']
  return typeof text === 'string' && /^[%_]/.test(text)
}

/** `x NOT IN (…)`, also as NOT (x IN (…)), and `x <> ALL (…)`. */
function excludes(query: Fields, negated: boolean): boolean {
  const operator = namesIn(query['operName']).at(-1)
  if (query['subLinkType'] === 'ANY_SUBLINK') return negated && (operator === undefined || operator === '=')
  return query['subLinkType'] === 'ALL_SUBLINK' && !negated && operator === '<>'
}

function remarksOnExclusion(
  query: Fields,
  withNames: ReadonlySet<string>,
  placeOf: PlaceOf,
): readonly Remark[] {
  const select = asNode(query['subselect'], 'SelectStmt')
  const [target, ...more] = listOf(select?.['targetList'])
  if (select === null || more.length > 0) return []
  const scope = readScope(select, withNames)
  const column = plainColumn(asNode(target, 'ResTarget')?.['val'], scope, placeOf)
  if (column === null || keepsNullsOut(select['whereClause'], column.name)) return []
  return [{ kind: 'NOT_IN_QUERY', column, start: column.start, end: column.end }]
}

/** By `column IS NOT NULL`, or any comparison that the column stands in. */
function keepsNullsOut(condition: unknown, column: string): boolean {
  const parts = asNode(condition, 'BoolExpr')
  if (parts !== null)
    return parts['boolop'] === 'AND_EXPR' && listOf(parts['args']).some(part => keepsNullsOut(part, column))
  const test = asNode(condition, 'NullTest')
  const comparison = asNode(condition, 'A_Expr')
  const named = (expression: unknown) =>
    namesIn(asNode(expression, 'ColumnRef')?.['fields']).at(-1) === column
  if (test !== null) return test['nulltesttype'] === 'IS_NOT_NULL' && named(test['arg'])
  return (
    comparison !== null &&
    FINDABLE_KINDS.has(String(comparison['kind'])) &&
    (named(comparison['lexpr']) || named(comparison['rexpr']))
  )
}

function starOf(select: Fields, placeOf: PlaceOf): Place | null {
  let leaf = select
  while (isFields(leaf['larg'])) leaf = leaf['larg']
  for (const item of listOf(leaf['targetList'])) {
    const column = asNode(asNode(item, 'ResTarget')?.['val'], 'ColumnRef')
    if (listOf(column?.['fields']).some(field => asNode(field, 'A_Star') !== null)) {
      const location = column?.['location']
      return placeOf(typeof location === 'number' ? location : 0)
    }
  }
  return null
}
