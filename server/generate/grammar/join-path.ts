import type { Catalog, CatalogTable, ForeignKey } from '../../domain.ts'

/** One foreign key, walked in one direction. */
export interface JoinStep {
  from: CatalogTable
  to: CatalogTable
  fromColumns: readonly string[]
  toColumns: readonly string[]
  /** True when one row of `from` can have several of `to`. */
  toMany: boolean
}

export type JoinPath =
  | { kind: 'path'; steps: readonly JoinStep[]; toMany: boolean }
  /** Several ways that are equally short; the columns that make the difference. */
  | { kind: 'ambiguous'; ways: readonly (readonly JoinStep[])[] }
  | { kind: 'none' }

const LONGEST_PATH = 4

type Steps = ReadonlyMap<CatalogTable, readonly JoinStep[]>
const stepsOfCatalog = new WeakMap<Catalog, Steps>()

/**
 * The one shortest way along foreign keys. A way that first goes to a parent and then down to other children
 * (`orders → employees → territories`) is not taken: its rows share a parent, which rarely is what was asked.
 */
export function joinPath(catalog: Catalog, from: CatalogTable, to: CatalogTable): JoinPath {
  if (from === to) return { kind: 'path', steps: [], toMany: false }
  const steps = stepsOf(catalog)
  let ways: JoinStep[][] = [[]]
  for (let length = 1; length <= LONGEST_PATH; length++) {
    ways = ways.flatMap(way => {
      const end = way.at(-1)?.to ?? from
      return (steps.get(end) ?? [])
        .filter(step => step.to !== from && way.every(({ from: visited }) => visited !== step.to))
        .filter(step => !step.toMany || way.every(({ toMany }) => toMany))
        .map(step => [...way, step])
    })
    const arrived = ways.filter(way => way.at(-1)?.to === to)
    const [only, ...others] = arrived
    if (only && others.length === 0)
      return { kind: 'path', steps: only, toMany: only.some(({ toMany }) => toMany) }
    if (only) return { kind: 'ambiguous', ways: arrived }
  }
  return { kind: 'none' }
}

/** Tables of which each row of the table has at most one row, itself included. */
export function parentsOf(catalog: Catalog, table: CatalogTable): Set<CatalogTable> {
  const parents = new Set([table])
  const steps = stepsOf(catalog)
  for (const reached of parents)
    for (const step of steps.get(reached) ?? []) if (!step.toMany) parents.add(step.to)
  return parents
}

function stepsOf(catalog: Catalog): Steps {
  const known = stepsOfCatalog.get(catalog)
  if (known) return known
  const tables = new Map(catalog.tables.map(table => [tableKey(table.schema, table.name), table]))
  const all = new Map<CatalogTable, JoinStep[]>(catalog.tables.map(table => [table, []]))
  for (const child of catalog.tables) {
    for (const key of child.foreignKeys) {
      const parent = tables.get(tableKey(key.referencesSchema, key.referencesTable))
      if (!parent || parent === child) continue
      all.get(child)?.push(step(child, parent, key.columns, key.referencesColumns, false))
      all
        .get(parent)
        ?.push(step(parent, child, key.referencesColumns, key.columns, !identifiesRow(child, key)))
    }
  }
  stepsOfCatalog.set(catalog, all)
  return all
}

function step(
  from: CatalogTable,
  to: CatalogTable,
  fromColumns: readonly string[],
  toColumns: readonly string[],
  toMany: boolean,
): JoinStep {
  return { from, to, fromColumns, toColumns, toMany }
}

/** A foreign key that is the whole primary key: at most one child per parent. */
function identifiesRow(child: CatalogTable, key: ForeignKey): boolean {
  return child.primaryKey.length > 0 && child.primaryKey.every(column => key.columns.includes(column))
}

function tableKey(schema: string, name: string): string {
  return `${schema}\n${name}`
}
