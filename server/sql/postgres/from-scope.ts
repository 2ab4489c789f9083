import type { NamedColumn, TableName } from '../closer-look.ts'
import type { Place } from '../statement.ts'
import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** The tables that columns of one SELECT may be of. */
export interface FromScope {
  /** By their aliases. */
  tables: ReadonlyMap<string, TableName>
  /** Something in FROM is no table, so that a bare column may be of that. */
  mixed: boolean
  /** The conditions of its joins. */
  conditions: readonly unknown[]
}

/** @param withNames names of WITH lists, which mean no table */
export function readScope(select: Fields, withNames: ReadonlySet<string>): FromScope {
  const tables = new Map<string, TableName>()
  const conditions: unknown[] = []
  let mixed = false
  const pending = [...listOf(select['fromClause'])]
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    const join = asNode(item, 'JoinExpr')
    const table = asNode(item, 'RangeVar')
    if (join !== null) {
      pending.push(join['larg'], join['rarg'])
      if (join['quals'] !== undefined) conditions.push(join['quals'])
    } else if (table === null) mixed = true
    else {
      const { schemaname: schema, relname: name, alias } = table
      if (typeof name !== 'string' || (schema === undefined && withNames.has(name))) mixed = true
      else {
        const as = isFields(alias) ? alias['aliasname'] : undefined
        tables.set(typeof as === 'string' ? as : name, {
          schema: typeof schema === 'string' ? schema : null,
          name,
        })
      }
    }
  }
  return { tables, mixed, conditions }
}

/** Null for `*` and for what is no column of this SELECT. */
export function columnIn(column: Fields, { tables, mixed }: FromScope, place: Place): NamedColumn | null {
  const path = namesIn(column['fields'])
  const name = path.at(-1)
  const of = path.at(-2)
  if (name == null || path.length > 3) return null
  if (path.length === 1) return { ...place, name, tables: mixed ? [] : [...tables.values()] }
  const table = of == null ? undefined : tables.get(of)
  return table === undefined ? null : { ...place, name, tables: [table] }
}
