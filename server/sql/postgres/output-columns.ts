import { asNode, isFields, listOf, namesIn } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** The names that PostgreSQL gives the columns, as far as the text alone says. */
export function outputColumns(select: Fields): readonly (string | null)[] | null {
  let leaf = select
  // A set operation takes the names of its first SELECT.
  while (isFields(leaf['larg'])) leaf = leaf['larg']
  if (leaf['valuesLists'] !== undefined) return valuesColumns(leaf)
  const names: (string | null)[] = []
  for (const item of listOf(leaf['targetList'])) {
    const target = asNode(item, 'ResTarget')
    const fields = asNode(target?.['val'], 'ColumnRef')?.['fields']
    if (listOf(fields).some(field => asNode(field, 'A_Star') !== null)) return null
    names.push(nameOfTarget(target))
  }
  return names
}

function nameOfTarget(target: Fields | null): string | null {
  if (typeof target?.['name'] === 'string') return target['name']
  const column = asNode(target?.['val'], 'ColumnRef')?.['fields']
  const call = asNode(target?.['val'], 'FuncCall')?.['funcname']
  return namesIn(column ?? call).at(-1) ?? null
}

function valuesColumns(select: Fields): readonly string[] {
  const first = asNode(listOf(select['valuesLists'])[0], 'List')
  return listOf(first?.['items']).map((_, index) => `column${index + 1}`)
}
