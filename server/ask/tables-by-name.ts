import type { Catalog, CatalogTable } from '../domain.ts'

const maps = new WeakMap<Catalog, ReadonlyMap<string, CatalogTable>>()

/** The tables of a catalog by `schema`, a line break and `name`. */
export function tablesByName(catalog: Catalog): ReadonlyMap<string, CatalogTable> {
  const known = maps.get(catalog)
  if (known) return known
  const map = new Map(catalog.tables.map(table => [`${table.schema}\n${table.name}`, table]))
  maps.set(catalog, map)
  return map
}
