import type { NamedColumn } from '../closer-look.ts'
import type { Place } from '../statement.ts'
import { columnIn } from './from-scope.ts'
import type { FromScope } from './from-scope.ts'
import { asNode, isFields, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** What one side of a comparison is made of. */
export interface Operand extends Place {
  /** How many columns it names. */
  columns: number
  /** The only one. */
  column: NamedColumn | null
  /** What that one goes through, from the outside in. */
  wrappers: readonly string[]
}

export type PlaceOf = (location: number | null) => Place

/** Longer ones are no everyday conditions, and each is looked at from every comparison around it. */
const MAX_NODES = 60

interface Pending {
  node: unknown
  wrappers: readonly string[]
}

/** Null for one that has a query in it, or is very long. */
export function readOperand(expression: unknown, scope: FromScope, placeOf: PlaceOf): Operand | null {
  const pending: Pending[] = [{ node: expression, wrappers: [] }]
  let start = Infinity
  let end = 0
  let columns = 0
  let found: Pick<Operand, 'column' | 'wrappers'> = { column: null, wrappers: [] }
  let nodes = 0
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, wrappers } = next
    if (Array.isArray(node)) {
      pending.push(...(node as unknown[]).map(item => ({ node: item, wrappers })))
      continue
    }
    if (!isFields(node)) continue
    for (const [tag, fields] of Object.entries(node)) {
      if (!isFields(fields)) continue
      if (++nodes > MAX_NODES || tag === 'SubLink') return null
      const place = placeOf(typeof fields['location'] === 'number' ? fields['location'] : null)
      if (fields['location'] !== undefined)
        [start, end] = [Math.min(start, place.start), Math.max(end, place.end)]
      if (tag === 'ColumnRef') {
        columns++
        found = { column: columnIn(fields, scope, place), wrappers }
      } else if (tag !== 'A_Const') {
        const wrapper = wrapperOf(tag, fields)
        const inner = wrapper === null ? wrappers : [...wrappers, wrapper]
        pending.push(...childrenOf(fields).map(child => ({ node: child, wrappers: inner })))
      }
    }
  }
  return { start, end, columns, ...(columns === 1 ? found : { column: null, wrappers: [] }) }
}

function childrenOf(fields: Fields): readonly unknown[] {
  return Object.entries(fields)
    .filter(([field]) => !['funcname', 'typeName', 'name'].includes(field))
    .map(([, value]) => value)
}

function wrapperOf(tag: string, fields: Fields): string | null {
  switch (tag) {
    case 'FuncCall':
      return namesIn(fields['funcname']).at(-1) ?? null
    case 'TypeCast': {
      const type = fields['typeName']
      return `::${(isFields(type) ? namesIn(type['names']).at(-1) : null) ?? ''}`
    }
    case 'A_Expr':
      return namesIn(fields['name']).at(-1) ?? null
    case 'CoalesceExpr':
      return 'coalesce'
    case 'CaseExpr':
      return 'case'
    case 'MinMaxExpr':
      return 'greatest'
    default:
      return null
  }
}

/** The column that an expression is, and nothing more. */
export function plainColumn(expression: unknown, scope: FromScope, placeOf: PlaceOf): NamedColumn | null {
  const column = asNode(expression, 'ColumnRef')
  if (column === null) return null
  const { location } = column
  return columnIn(column, scope, placeOf(typeof location === 'number' ? location : 0))
}
