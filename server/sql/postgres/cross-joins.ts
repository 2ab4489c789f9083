import { looseItems } from '../loose-items.ts'
import type { FromItem } from '../loose-items.ts'
import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'
import { returnsOneRow } from './whole-table.ts'

interface Item extends FromItem {
  location: number | null
}

/**
 * The FROM items of one SELECT that no condition ties to the others. Only conditions that name their tables are
 * understood; where one names a bare column, everything counts as tied, so that nothing is reported that is not so.
 */
export function findCrossJoins(select: Fields, withNames: ReadonlySet<string>): readonly Item[] {
  const items: Item[] = []
  const ties: string[][] = []
  let unclear = false
  for (const item of listOf(select['fromClause'])) addItem(item)
  if (items.length < 2) return []
  addCondition(select['whereClause'])
  if (unclear) return []

  return looseItems(items, ties)

  function addItem(item: unknown): string[] {
    const join = asNode(item, 'JoinExpr')
    if (join === null) return [addLeaf(item)]
    const left = addItem(join['larg'])
    const right = addItem(join['rarg'])
    if (join['isNatural'] === true || join['usingClause'] !== undefined) ties.push([...left, ...right])
    addCondition(join['quals'])
    return [...left, ...right]
  }

  function addLeaf(item: unknown): string {
    const leaf = describe(item, items.length, withNames)
    items.push(leaf)
    return leaf.name
  }

  /** Each comparison ties the tables that it names. */
  function addCondition(condition: unknown): void {
    const parts = asNode(condition, 'BoolExpr')
    if (parts !== null) return listOf(parts['args']).forEach(addCondition)
    const names = tablesNamedIn(condition)
    if (names === null) unclear = true
    else if (names.length > 1) ties.push(names)
  }
}

function describe(item: unknown, index: number, withNames: ReadonlySet<string>): Item {
  const table = asNode(item, 'RangeVar')
  if (table !== null) {
    const name = aliasOf(table) ?? table['relname']
    const location = typeof table['location'] === 'number' ? table['location'] : 0
    const ownQuery = typeof table['relname'] === 'string' && withNames.has(table['relname'])
    return { name: typeof name === 'string' ? name : '', location, counts: !ownQuery }
  }
  const subselect = asNode(item, 'RangeSubselect')
  const query = asNode(subselect?.['subquery'], 'SelectStmt')
  const counts =
    subselect !== null && subselect['lateral'] !== true && query !== null && !returnsOneRow(query)
  const alias = isFields(item)
    ? Object.values(item).map(fields => (isFields(fields) ? aliasOf(fields) : null))[0]
    : null
  return { name: alias ?? `item ${index + 1}`, location: null, counts }
}

function aliasOf(fields: Fields): string | null {
  const alias = fields['alias']
  const name = isFields(alias) ? alias['aliasname'] : undefined
  return typeof name === 'string' ? name : null
}

/** The tables that the columns of an expression belong to; null when a column does not say. */
function tablesNamedIn(expression: unknown): string[] | null {
  const names: string[] = []
  const pending: unknown[] = [expression]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const column = asNode(next, 'ColumnRef')
    if (column !== null) {
      const path = namesIn(column['fields'])
      const table = path.at(-2)
      if (path.length < 2 || table == null) return null
      names.push(table)
    } else if (isFields(next)) pending.push(...Object.values(next))
    else pending.push(...listOf(next))
  }
  return [...new Set(names)]
}
