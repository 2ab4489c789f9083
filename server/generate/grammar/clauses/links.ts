import type { Catalog, CatalogColumn, CatalogTable, SharedValues } from '../../../domain.ts'
import { nameWords, nameKeyOf } from './names.ts'

/** One way from a row of a table to rows of another. */
export interface Link {
  from: CatalogTable
  to: CatalogTable
  fromColumns: readonly string[]
  toColumns: readonly string[]
  toMany: boolean
  /** Not declared, but told by names and types. */
  inferred: boolean
  /** The name of the referring column. */
  by: string
}

const LONGEST = 4
const MOST_WAYS = 6
/** Half-walked ways that are kept; more are only met where everything is linked with everything. */
const MOST_OPEN = 400
export interface Way {
  links: Link[]
  cost: number
}

const MOST_KNOWN = 1000
const waysOf = new WeakMap<Catalog, Map<CatalogTable, Map<CatalogTable, readonly Way[]>>>()
const linksOf = new WeakMap<Catalog, Linking>()

export function linksFrom(catalog: Catalog, table: CatalogTable): readonly Link[] {
  return all(catalog).get(table) ?? []
}

/** The cheapest ways from one table to another, cheapest first. */
export function ways(catalog: Catalog, from: CatalogTable, to: CatalogTable): readonly Way[] {
  const known = waysOf.get(catalog) ?? new Map<CatalogTable, Map<CatalogTable, readonly Way[]>>()
  waysOf.set(catalog, known)
  const there = known.get(from) ?? new Map<CatalogTable, readonly Way[]>()
  known.set(from, there)
  const found = there.get(to) ?? findWays(catalog, from, to)
  if (there.size < MOST_KNOWN) there.set(to, found)
  return found
}

function findWays(catalog: Catalog, from: CatalogTable, to: CatalogTable): Way[] {
  if (from === to)
    return linksFrom(catalog, from)
      .filter(link => link.to === from)
      .map(link => ({ links: [link], cost: 1 }))
  const found: { links: Link[]; cost: number }[] = []
  let open: { links: Link[]; cost: number }[] = [{ links: [], cost: 0 }]
  for (let length = 1; length <= LONGEST + 1 && open.length > 0; length++) {
    const next: typeof open = []
    for (const way of open) {
      // A table that only says what belongs to what makes a way no longer.
      if (length > LONGEST && !way.links.some(link => isBridge(link.to))) continue
      const last = way.links.at(-1)
      for (const link of linksFrom(catalog, last?.to ?? from)) {
        if (link.to === from || way.links.some(each => each.to === link.to)) continue
        // Down from a shared parent: the rows have no more in common than that parent.
        const turns = link.toMany && way.links.some(each => !each.toMany) ? 1.5 : 0
        // Through a table that only says what belongs to what is one step.
        const step = last?.toMany === true && !link.toMany && isBridge(last.to) ? 0.3 : 1
        const cost = way.cost + step + (link.inferred ? 0.4 : 0) + turns
        const longer = { links: [...way.links, link], cost }
        if (link.to === to) found.push(longer)
        else if (found.length === 0) next.push(longer)
      }
    }
    if (found.length > 0) break
    open = next.slice(0, MOST_OPEN)
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, MOST_WAYS)
}

/** A table that holds nothing but keys of two others. */
export function isBridge(table: CatalogTable): boolean {
  const keys = new Set(table.foreignKeys.flatMap(({ columns }) => columns))
  return (
    table.foreignKeys.length === 2 &&
    table.columns.every(
      ({ name, kind }) => keys.has(name) || table.primaryKey.includes(name) || kind === 'TIMESTAMP',
    )
  )
}

function all(catalog: Catalog): Map<CatalogTable, Link[]> {
  const { links, steps } = linkingOf(catalog)
  while (!steps.next().done);
  return links
}

/** Finds the links of a catalog step by step, a table at a time. */
export function* linkSteps(catalog: Catalog): Generator<undefined> {
  const { steps } = linkingOf(catalog)
  while (!steps.next().done) yield
}

const sharing = new WeakMap<readonly SharedValues[], Catalog>()

/** The same catalog, with links by values that columns were found to share. */
export function withSharedValues(catalog: Catalog, shared: readonly SharedValues[]): Catalog {
  if (shared.length === 0) return catalog
  const known = sharing.get(shared)
  if (known) return known
  const links = new Map([...all(catalog)].map(([table, own]) => [table, [...own]]))
  for (const { child, parent } of shared) {
    if (links.get(child.table)?.some(({ to, by }) => to === parent.table && by === child.column.name))
      continue
    const alike = { fromColumns: [child.column.name], toColumns: [parent.column.name] }
    const link = { from: child.table, to: parent.table, ...alike, inferred: true, by: child.column.name }
    links.get(child.table)?.push({ ...link, toMany: false })
    links.get(parent.table)?.push({
      ...link,
      from: parent.table,
      to: child.table,
      fromColumns: alike.toColumns,
      toColumns: alike.fromColumns,
      toMany: true,
    })
  }
  const linked = { ...catalog }
  linksOf.set(linked, { links, steps: [][Symbol.iterator]() })
  sharing.set(shared, linked)
  return linked
}

interface Linking {
  links: Map<CatalogTable, Link[]>
  steps: Iterator<undefined>
}

function linkingOf(catalog: Catalog): Linking {
  const known = linksOf.get(catalog)
  if (known) return known
  const links = new Map<CatalogTable, Link[]>(catalog.tables.map(table => [table, []]))
  const made = { links, steps: findLinks(catalog, links) }
  linksOf.set(catalog, made)
  return made
}

function* findLinks(catalog: Catalog, map: Map<CatalogTable, Link[]>): Generator<undefined> {
  const keys = yield* keysByName(catalog)
  const byName = new Map(catalog.tables.map(table => [`${table.schema}\n${table.name}`, table]))
  const add = (
    child: CatalogTable,
    parent: CatalogTable,
    columns: readonly string[],
    references: readonly string[],
    inferred: boolean,
  ) => {
    const by = columns[0] ?? ''
    const single = child.primaryKey.length > 0 && child.primaryKey.every(key => columns.includes(key))
    map.get(child)?.push({
      from: child,
      to: parent,
      fromColumns: columns,
      toColumns: references,
      toMany: false,
      inferred,
      by,
    })
    map.get(parent)?.push({
      from: parent,
      to: child,
      fromColumns: references,
      toColumns: columns,
      toMany: !single,
      inferred,
      by,
    })
  }
  for (const child of catalog.tables) {
    yield
    const declared = new Set<string>()
    for (const key of child.foreignKeys) {
      const parent = byName.get(`${key.referencesSchema}\n${key.referencesTable}`)
      if (!parent) continue
      for (const column of key.columns) declared.add(column)
      add(child, parent, key.columns, key.referencesColumns, false)
    }
    if (child.kind === 'VIEW') continue
    for (const column of child.columns) {
      if (declared.has(column.name)) continue
      const parent = inferParent(keys, child, column)
      if (parent) add(child, parent.table, [column.name], [parent.column.name], true)
    }
  }
}

type KeysByName = ReadonlyMap<string, readonly { table: CatalogTable; column: CatalogColumn }[]>

/** The keys that a column of that name may refer to: `paperid` is `paper.paperid`, `user_id` is `users.id`. */
function* keysByName(catalog: Catalog): Generator<undefined, KeysByName> {
  const map = new Map<string, { table: CatalogTable; column: CatalogColumn }[]>()
  const add = (key: string, table: CatalogTable, column: CatalogColumn) => {
    const list = map.get(key) ?? []
    if (!list.some(each => each.table === table)) list.push({ table, column })
    map.set(key, list)
  }
  for (const table of catalog.tables) {
    yield
    if (table.kind !== 'TABLE') continue
    const own = nameKeyOf(nameWords(table.name))
    const [key] = table.primaryKey
    const column = table.columns.find(({ name }) => name === key)
    if (column && table.primaryKey.length === 1) {
      const name = nameKeyOf(nameWords(column.name))
      if (name !== 'id') add(name, table, column)
      for (const end of ['id', 'code', 'key', 'no']) add(own + end, table, column)
      if (column.kind === 'INTEGER') add(own, table, column)
      continue
    }
    // Without a key: the column that is called as the table is.
    for (const candidate of table.columns) {
      const name = nameKeyOf(nameWords(candidate.name))
      if (name === `${own}id` || name === `${own}name` || name === `${own}code`) add(name, table, candidate)
      if (name === 'id') add(`${own}id`, table, candidate)
    }
  }
  return map
}

function inferParent(keys: KeysByName, child: CatalogTable, column: CatalogColumn) {
  const name = nameKeyOf(nameWords(column.name))
  if (name === 'id' || name === 'name') return null
  const words = nameWords(column.name)
  // `units_on_order` is no key of orders: only names that say so may have words before the key's.
  const ends = /^(id|code|key|no)$/u.test(words.at(-1) ?? '')
    ? words.map((_, at) => nameKeyOf(words.slice(at)))
    : []
  const found = [name, ...ends].flatMap(each => keys.get(each) ?? [])
  const usable = found.filter(
    ({ table, column: key }) => table !== child && key.kind === column.kind && table.schema === child.schema,
  )
  // Its own key refers to no other, unless the other owns the name: a part of a whole.
  if (child.primaryKey.length === 1 && child.primaryKey[0] === column.name) {
    const own = nameKeyOf(nameWords(child.name))
    return name.startsWith(own) ? null : (usable[0] ?? null)
  }
  return usable[0] ?? null
}
