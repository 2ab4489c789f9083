import { asNode, isFields, listOf, nameIn, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/**
 * Functions in FROM, wherever they stand in a statement. One that returns a plain value gives its alias that value, and
 * `x.f` is `f(x)` then, where no column has this name: `select x.pg_sleep from abs(9) x` sleeps.
 */
export interface FunctionItems {
  /** A `RangeFunction` of the tree. */
  add(item: Fields): void
  /** Whether `alias.name` may be a call: some function goes by this alias and does not list a column of this name. */
  mayCall(alias: string, name: string): boolean
}

export function createFunctionItems(): FunctionItems {
  /** The columns that each says to have; under null those whose alias the server makes up. */
  const columns = new Map<string | null, ReadonlySet<string>[]>()

  return {
    add(item) {
      const alias = aliasOf(item)
      columns.set(alias, [...(columns.get(alias) ?? []), columnsOf(item)])
    },
    mayCall: (alias, name) =>
      [alias, null].some(key => (columns.get(key) ?? []).some(listed => !listed.has(name))),
  }
}

function aliasOf(item: Fields): string | null {
  const { alias, functions } = item
  if (isFields(alias)) return typeof alias['aliasname'] === 'string' ? alias['aliasname'] : null
  const [first] = listOf(asNode(listOf(functions)[0], 'List')?.['items'])
  return nameIn(listOf(asNode(first, 'FuncCall')?.['funcname']).at(-1))
}

function columnsOf({ alias, coldeflist }: Fields): ReadonlySet<string> {
  const renamed = isFields(alias) ? namesIn(alias['colnames']) : []
  const defined = listOf(coldeflist).map(column => asNode(column, 'ColumnDef')?.['colname'])
  return new Set([...renamed, ...defined].filter(name => typeof name === 'string'))
}
