import type { Division, NamedColumn } from '../closer-look.ts'
import type { FromScope } from './from-scope.ts'
import { plainColumn } from './operand-column.ts'
import type { PlaceOf } from './operand-column.ts'
import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** Functions whose result is a whole number whatever they get. */
const COUNTS = new Set(
  'count length char_length octet_length cardinality array_length row_number rank dense_rank ntile'.split(
    ' ',
  ),
)
/** Who writes one of these around a division knows what it gives. */
const ROUNDING = new Set(['floor', 'trunc', 'div', 'mod', 'generate_series'])
const WHOLE_TYPES = new Set(['int2', 'int4', 'int8'])
const MAX_NODES = 40

interface Pending {
  node: unknown
  /** Inside of it a lost fraction is meant to be lost. */
  meant: boolean
}

/** The divisions of one SELECT whose sides may both be whole numbers; not those of queries inside of it. */
export function findDivisions(
  parts: readonly unknown[],
  scope: FromScope,
  placeOf: PlaceOf,
): readonly Division[] {
  const divisions: Division[] = []
  const pending: Pending[] = parts.map(node => ({ node, meant: false }))
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, meant } = next
    if (Array.isArray(node)) pending.push(...(node as unknown[]).map(item => ({ node: item, meant })))
    else if (isFields(node))
      for (const [tag, fields] of Object.entries(node)) {
        if (!isFields(fields) || tag === 'SubLink' || tag === 'RangeSubselect') continue
        if (tag === 'A_Expr' && !meant) divisions.push(...divisionOf(fields, scope, placeOf))
        const inner = meant || isMeant(tag, fields)
        pending.push(...Object.values(fields).map(child => ({ node: child, meant: inner })))
      }
  }
  return divisions
}

function divisionOf(fields: Fields, scope: FromScope, placeOf: PlaceOf): readonly Division[] {
  if (operatorOf(fields) !== '/') return []
  const { lexpr, rexpr, location } = fields
  const [dividend, divisor] = [constant(lexpr), constant(rexpr)]
  if (dividend !== null && divisor !== null && dividend % divisor === 0) return []
  if (divisor === 1 || !isWhole(lexpr) || !isWhole(rexpr)) return []
  return [
    {
      kind: 'DIVISION',
      ...placeOf(typeof location === 'number' ? location : 0),
      ...leavesOf([lexpr, rexpr]),
    },
  ]

  /** True when it is a whole number provided that its columns are. */
  function isWhole(expression: unknown): boolean {
    return wholeLeaves(expression, scope, placeOf) !== null
  }

  function leavesOf(sides: readonly unknown[]): Pick<Division, 'columns' | 'sums'> {
    const found = sides.flatMap(side => wholeLeaves(side, scope, placeOf) ?? [])
    return {
      columns: found.flatMap(leaf => (leaf.summed ? [] : [leaf.column])),
      sums: found.flatMap(leaf => (leaf.summed ? [leaf.column] : [])),
    }
  }
}

interface Leaf {
  column: NamedColumn
  summed: boolean
}

/** The columns that have to be whole numbers for the expression to be one; null when it may be something else. */
function wholeLeaves(expression: unknown, scope: FromScope, placeOf: PlaceOf): readonly Leaf[] | null {
  const leaves: Leaf[] = []
  const pending: { node: unknown; summed: boolean }[] = [{ node: expression, summed: false }]
  for (let nodes = 0; pending.length > 0; nodes++) {
    const { node, summed } = pending.pop() ?? { node: null, summed: false }
    const call = asNode(node, 'FuncCall')
    const computed = asNode(node, 'A_Expr')
    const name = call === null ? '' : (namesIn(call['funcname']).at(-1) ?? '')
    if (nodes > MAX_NODES) return null
    if (constant(node) !== null || COUNTS.has(name) || WHOLE_TYPES.has(castTo(node))) continue
    const column = plainColumn(node, scope, placeOf)
    if (column !== null) leaves.push({ column, summed })
    else if (name === 'sum')
      pending.push(...listOf(call?.['args']).map(inner => ({ node: inner, summed: true })))
    else if (['min', 'max', 'abs'].includes(name))
      pending.push(...listOf(call?.['args']).map(inner => ({ node: inner, summed })))
    else if (computed !== null && ['+', '-', '*', '/', '%'].includes(operatorOf(computed)))
      for (const side of ['lexpr', 'rexpr'])
        if (computed[side] !== undefined) pending.push({ node: computed[side], summed })
        else if (side === 'rexpr') return null
        else continue
    else return null
  }
  return leaves
}

function isMeant(tag: string, fields: Fields): boolean {
  if (tag === 'TypeCast') return WHOLE_TYPES.has(castTo({ TypeCast: fields }))
  if (tag === 'FuncCall') return ROUNDING.has(namesIn(fields['funcname']).at(-1) ?? '')
  if (tag !== 'A_Expr' || operatorOf(fields) !== '*') return false
  // `x / 10 * 10` makes steps of ten.
  const { lexpr, rexpr } = fields
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].some(([factor, other]) => {
    const divided = asNode(other, 'A_Expr')
    const by = divided !== null && operatorOf(divided) === '/' ? constant(divided['rexpr']) : null
    return by !== null && by === constant(factor)
  })
}

function operatorOf({ kind, name }: Fields): string {
  return kind === 'AEXPR_OP' ? (namesIn(name).at(-1) ?? '') : ''
}

function castTo(node: unknown): string {
  const type = asNode(node, 'TypeCast')?.['typeName']
  return isFields(type) ? (namesIn(type['names']).at(-1) ?? '') : ''
}

/** A whole number as it stands there. The tree leaves zeros out. */
function constant(node: unknown): number | null {
  const value = asNode(asNode(node, 'A_Const'), 'ival')
  if (value === null) return null
  return typeof value['ival'] === 'number' ? value['ival'] : 0
}
