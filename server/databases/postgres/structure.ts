import type { Row } from '../../domain.ts'
import { textOf } from '../cell-text.ts'
import type { Structure, StructureObject } from '../schema-changes.ts'
import { READING_SETTINGS, TOLD_SETTINGS } from './pinned-settings.ts'
import { createObjectList, keyOf } from './structure-list.ts'
import type { ObjectList } from './structure-list.ts'
import * as queries from './structure-queries.ts'
import { addComments, addDefaultGrants, addGrants, addOwners } from './structure-rights.ts'
import { addColumns, addConstraints, addIndexes, addTables } from './structure-tables.ts'
import { addFoundations, addSequences } from './structure-types.ts'
import { addTriggers, addViews } from './structure-views.ts'

/** What reading takes of a session: it is in a transaction, whose settings are as they were when it is done. */
export interface StructureReader {
  serverVersionNumber: number
  query(text: string): Promise<readonly Row[]>
}

/**
 * Everything in the schemas of users, in the server's own words. In a transaction with a snapshot of its own it is one
 * picture; in one that changes things it is what that sees. Not covered, and so neither copied nor compared: casts,
 * operators and their classes, collations, text search configurations, foreign servers, publications, subscriptions.
 */
export async function readStructure(session: StructureReader): Promise<Structure> {
  const before = await pin(session)
  const version = session.serverVersionNumber
  const read = (query: string) => session.query(query)
  const [server] = await read(queries.SERVER_QUERY)
  const settings = await read(queries.settingsQuery(TOLD_SETTINGS))
  const catalogs = new Map((await read(queries.CATALOGS_QUERY)).map(([name, oid]) => [oid, textOf(name)]))
  const catalogOf = (oid: unknown) => catalogs.get(oid as number) ?? ''
  const place = textOf(server?.[2])
  const identify = (oid: unknown, sub: unknown = 0) => `${place}:${String(oid)}.${String(sub)}`

  const list = createObjectList()
  addFoundations(list, identify, {
    schemas: await read(queries.SCHEMAS_QUERY),
    extensions: await read(queries.EXTENSIONS_QUERY),
    types: await read(queries.typesQuery(version)),
    functions: await read(queries.FUNCTIONS_QUERY),
  })
  const sequences = await read(queries.SEQUENCES_QUERY)
  const identities = addSequences(list, identify, sequences)
  addTables(list, identify, await read(queries.TABLES_QUERY))
  addColumns(list, identify, await read(queries.columnsQuery(version)), identities)
  nameSequenceOwners(list, sequences)
  addViews(list, identify, await read(queries.VIEWS_QUERY))
  addConstraints(list, identify, await read(queries.CONSTRAINTS_QUERY))
  addIndexes(list, identify, {
    indexes: await read(queries.INDEXES_QUERY),
    statistics: await read(queries.STATISTICS_QUERY),
  })
  const triggers = {
    triggers: await read(queries.triggersQuery(version)),
    eventTriggers: await read(queries.EVENT_TRIGGERS_QUERY),
    policies: await read(queries.POLICIES_QUERY),
  }
  addTriggers(list, identify, triggers, catalogOf)
  addOwners(list, catalogOf, await read(queries.OWNERS_QUERY))
  addGrants(list, catalogOf, await read(queries.GRANTS_QUERY))
  addDefaultGrants(list, await read(queries.DEFAULT_GRANTS_QUERY))
  addComments(list, catalogOf, await read(queries.COMMENTS_QUERY))
  for (const row of await read(queries.DERIVED_TYPES_QUERY)) nameDerivedType(list, row)
  for (const [catalog, oid, extension] of await read(queries.MEMBERS_QUERY)) {
    const id = list.idAt('pg_extension', extension)
    if (id !== null) list.alias(id, keyOf(catalogOf(catalog), oid))
  }
  const defaults = addNeeds(list, await read(queries.NEEDS_QUERY), catalogOf)

  await restore(session, before)
  return {
    objects: list.all().map(object => withDefaultNeeds(object, defaults)),
    serverVersion: textOf(server?.[0]),
    serverVersionNumber: version,
    settings: Object.fromEntries(settings.map(([name, value]) => [textOf(name), textOf(value)])),
  }
}

async function pin(session: StructureReader): Promise<Row> {
  const names = Object.keys(READING_SETTINGS)
  const [before] = await session.query(
    `select ${names.map(name => `pg_catalog.current_setting('${name}')`).join(', ')}`,
  )
  await restore(session, Object.values(READING_SETTINGS))
  return before ?? []
}

async function restore(session: StructureReader, values: Row): Promise<void> {
  const calls = Object.keys(READING_SETTINGS).map(
    (name, index) =>
      `pg_catalog.set_config('${name}', '${textOf(values[index]).replaceAll("'", "''")}', true)`,
  )
  await session.query(`select ${calls.join(', ')}`)
}

/** As a serial column has it; the sequence goes with the column. */
function nameSequenceOwners(list: ObjectList, rows: readonly Row[]): void {
  for (const [oid, , , , , dependency, owner, ownerColumn] of rows) {
    const sequence = list.find(keyOf('pg_class', oid))
    const column = dependency === 'a' ? list.find(keyOf('pg_class', owner, ownerColumn)) : null
    if (sequence?.kind !== 'SEQUENCE' || column === null) continue
    list.add(
      {
        ...sequence,
        definition: `${sequence.definition} OWNED BY ${column.name}`,
        parts: { ...sequence.parts, ownedBy: column.name, ownedById: column.id },
      },
      keyOf('pg_class', oid),
    )
  }
}

function nameDerivedType(list: ObjectList, [oid, element, relation]: Row): void {
  const id = Number(relation) > 0 ? list.idAt('pg_class', relation) : list.idAt('pg_type', element)
  if (id !== null) list.alias(id, keyOf('pg_type', oid))
}

/** @returns what is needed by defaults only, by column: a table can be made before it */
function addNeeds(
  list: ObjectList,
  rows: readonly Row[],
  catalogOf: (oid: unknown) => string,
): Map<string, Set<string>> {
  const defaults = new Map<string, Set<string>>()
  for (const [catalog, oid, sub, neededCatalog, neededOid, neededSub] of rows) {
    const id = list.idAt(catalogOf(catalog), oid, sub)
    const needed = list.idAt(catalogOf(neededCatalog), neededOid, neededSub)
    if (id === null || needed === null || id === needed) continue
    // A sequence goes with its column, which needs it; a table is there before its columns.
    if (id.startsWith('SEQUENCE ') && /^(COLUMN|TABLE) /.test(needed)) continue
    if (id.startsWith('TABLE ') && needed.startsWith('COLUMN ')) continue
    list.need(id, needed)
    if (catalogOf(catalog) !== 'pg_attrdef') continue
    defaults.set(id, (defaults.get(id) ?? new Set()).add(needed))
  }
  return defaults
}

function withDefaultNeeds(object: StructureObject, defaults: Map<string, Set<string>>): StructureObject {
  const needed = defaults.get(object.id)
  if (needed === undefined) return object
  return { ...object, parts: { ...object.parts, defaultNeeds: JSON.stringify([...needed].sort()) } }
}
