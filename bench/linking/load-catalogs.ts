import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import postgres from 'postgres'
import type { Catalog, CatalogColumn, CatalogTable } from '../../server/domain.ts'
import { openTarget } from '../accuracy/open-target.ts'
import type { NamedCatalog } from './join-catalogs.ts'

/**
 * The catalogs of all `.sql` files of a folder and its folders, each loaded into a database of its own of this server, and
 * of the server's own schemas. Files that PostgreSQL does not take, or that bring no table, are named and left out.
 */
export async function loadCatalogs(folder: string, serverUrl: string): Promise<NamedCatalog[]> {
  const files = (await readdir(folder, { recursive: true })).filter(name => name.endsWith('.sql')).sort()
  const loaded: NamedCatalog[] = []
  for (const file of files) {
    const name = path.basename(file, '.sql')
    const database = `linking_${name.replace(/\W/g, '_').toLowerCase()}`
    const url = Object.assign(new URL(serverUrl), { pathname: `/${database}` }).href
    await administer(serverUrl, `create database ${database}`)
    try {
      await administer(url, await readFile(path.join(folder, file), 'utf8'))
      const target = await openTarget(url)
      if (target.catalog.tables.length > 0) loaded.push({ name, ...target })
      await target.close()
    } catch (error) {
      console.log(`left out ${file}: ${error instanceof Error ? error.message.slice(0, 80) : 'failed'}`)
    }
  }
  return [...loaded, ...(await ownSchemas(serverUrl))]
}

async function administer(url: string, statements: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statements)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** What every server has: some two hundred views and tables about itself, under names that nobody made for a bench. */
async function ownSchemas(url: string): Promise<NamedCatalog[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const rows = await sql<{ schema: string; table: string; column: string; type: string }[]>`
      select table_schema as schema, table_name as "table", column_name as "column", data_type as type
      from information_schema.columns where table_schema in ('pg_catalog', 'information_schema')
      order by table_schema, table_name, ordinal_position`
    const schemas = new Map<string, Map<string, CatalogColumn[]>>()
    for (const { schema, table, column, type } of rows) {
      const tables = schemas.get(schema) ?? schemas.set(schema, new Map()).get(schema)
      const columns = tables?.get(table) ?? tables?.set(table, []).get(table)
      columns?.push({
        ...{ name: column, type, kind: 'OTHER', nullable: true, primaryKey: false, comment: null },
        ...{ enumValues: null, generated: false },
      })
    }
    return [...schemas].map(([name, tables]) => ({ name, catalog: catalogOf(name, tables), values: [] }))
  } finally {
    await sql.end({ timeout: 1 })
  }
}

function catalogOf(schema: string, tables: ReadonlyMap<string, readonly CatalogColumn[]>): Catalog {
  const found = [...tables].map(([name, columns]): CatalogTable => ({
    ...{ schema, name, kind: 'VIEW', comment: null, rowEstimate: null, columns },
    ...{ primaryKey: [], foreignKeys: [] },
  }))
  return { tables: found, searchPath: [schema], readAt: new Date(0), version: schema }
}
