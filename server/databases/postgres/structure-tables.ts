import type { Row } from '../../domain.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import type { StructureObject } from '../schema-changes.ts'
import { keyOf, words } from './structure-list.ts'
import type { ObjectList, Parts } from './structure-list.ts'

type Identify = (oid: unknown, sub?: unknown) => string

export function addTables(list: ObjectList, identify: Identify, rows: readonly Row[]): void {
  for (const row of rows) {
    const [oid, name, kind, unlogged, options, toastOptions, method, space, ...rest] = row
    const [
      secured,
      forced,
      replica,
      partitionKey,
      bound,
      parents,
      ofType,
      server,
      serverOptions,
      mine,
      published,
    ] = rest
    const sql = textOf(name)
    const foreign = kind === 'f'
    const parts = {
      word: foreign ? 'FOREIGN TABLE' : 'TABLE',
      sql,
      on: null,
      identity: identify(oid),
      foreign,
      unlogged: unlogged === true,
      options: [textOf(options), textOf(toastOptions)].filter(text => text !== '').join(', '),
      method: textOrNull(method),
      tablespace: textOrNull(space),
      secured: secured === true,
      forced: forced === true,
      replica: textOrNull(replica),
      partitionKey: textOrNull(partitionKey),
      bound: textOrNull(bound),
      parents: textOrNull(parents),
      ofType: textOrNull(ofType),
      server: textOrNull(server),
      serverOptions: textOrNull(serverOptions),
      // Of the login and of replicas, not of the table: two that differ in them alone are the same.
      mine: mine === true,
      published: published === true,
    } satisfies Parts
    list.add({ kind: 'TABLE', name: sql, definition: describeTable(parts), parts }, keyOf('pg_class', oid))
  }
}

export const parentsOf = (table: StructureObject) =>
  JSON.parse(String(table.parts.parents ?? '[]')) as readonly string[]

function describeTable(table: Parts & { sql: string; word: string }): string {
  const parents = JSON.parse(String(table.parents ?? '[]')) as string[]
  return [
    words('CREATE', table.unlogged === true && 'UNLOGGED', table.word, table.sql),
    table.ofType !== null && `OF ${String(table.ofType)}`,
    table.bound !== null
      ? `PARTITION OF ${parents.join(', ')} ${String(table.bound)}`
      : parents.length > 0 && `INHERITS (${parents.join(', ')})`,
    table.partitionKey !== null && `PARTITION BY ${String(table.partitionKey)}`,
    table.method !== null && `USING ${String(table.method)}`,
    table.options !== '' && `WITH (${String(table.options)})`,
    table.tablespace !== null && `TABLESPACE ${String(table.tablespace)}`,
    table.server !== null && `SERVER ${String(table.server)}`,
    table.serverOptions !== null && `OPTIONS (${String(table.serverOptions)})`,
    table.secured === true && 'ENABLE ROW LEVEL SECURITY',
    table.forced === true && 'FORCE ROW LEVEL SECURITY',
    table.replica !== null && `REPLICA IDENTITY ${String(table.replica)}`,
  ]
    .filter(line => line !== false)
    .join('\n')
}

/** @param identities options of the sequences behind identity columns, by `relation/column` */
export function addColumns(
  list: ObjectList,
  identify: Identify,
  rows: readonly Row[],
  identities: ReadonlyMap<string, string>,
): void {
  let relation: unknown
  let position = 0
  for (const row of rows) {
    const [oid, number, name, type, collation, notNull, checked, expression, generated, identity, ...rest] =
      row
    const [defaultOid, storage, compression, statistics, local] = rest
    position = relation === oid ? position + 1 : 1
    relation = oid
    const table = list.find(keyOf('pg_class', oid))
    if (table === null) continue
    const kind = textOf(identity).trim()
    const how = textOf(generated).trim()
    const parts = {
      word: 'COLUMN',
      sql: `${table.name}.${textOf(name)}`,
      on: null,
      identity: identify(oid, number),
      table: table.name,
      column: textOf(name),
      type: textOf(type),
      collation: textOrNull(collation),
      notNull: notNull === true,
      checked: checked !== false,
      default: how === '' ? textOrNull(expression) : null,
      generated: how === '' ? null : `(${textOf(expression)}) ${how === 's' ? 'STORED' : 'VIRTUAL'}`,
      identityKind: kind === '' ? null : kind === 'a' ? 'ALWAYS' : 'BY DEFAULT',
      identityOptions: identities.get(`${Number(oid)}/${Number(number)}`) ?? null,
      storage: textOrNull(storage),
      compression: textOrNull(compression),
      statistics: typeof statistics === 'number' ? statistics : null,
      local: local === true,
      defaultNeeds: '[]',
    } satisfies Parts
    const id = list.add(
      {
        kind: 'COLUMN',
        name: parts.sql,
        partOf: table.id,
        definition: describeColumn(parts),
        valid: parts.checked,
        position,
        parts,
      },
      keyOf('pg_class', oid, number),
    )
    if (defaultOid !== null) list.alias(id, keyOf('pg_attrdef', defaultOid))
  }
}

/** As in CREATE TABLE; what can only be set afterwards stands at the end. */
export function describeColumn(parts: Readonly<Parts>, withDefault = true): string {
  return words(
    `${String(parts.column)} ${String(parts.type)}`,
    parts.collation !== null && `COLLATE ${String(parts.collation)}`,
    parts.generated !== null && `GENERATED ALWAYS AS ${String(parts.generated)}`,
    parts.identityKind !== null &&
      `GENERATED ${String(parts.identityKind)} AS IDENTITY (${String(parts.identityOptions)})`,
    withDefault && parts.default !== null && `DEFAULT ${String(parts.default)}`,
    parts.notNull === true && (parts.checked === true ? 'NOT NULL' : 'NOT NULL NOT VALID'),
    parts.storage !== null && `STORAGE ${String(parts.storage)}`,
    parts.compression !== null && `COMPRESSION ${String(parts.compression)}`,
    parts.statistics !== null && `STATISTICS ${String(parts.statistics)}`,
  )
}

export function addConstraints(list: ObjectList, identify: Identify, rows: readonly Row[]): void {
  for (const [oid, relation, type, name, form, definition, validated, indexOid, options, indexName] of rows) {
    const owner = list.find(Number(relation) > 0 ? keyOf('pg_class', relation) : keyOf('pg_type', type))
    if (owner === null) continue
    const sql = textOf(name)
    const id = list.add(
      {
        kind: 'CONSTRAINT',
        name: `${owner.name}.${sql}`,
        partOf: owner.id,
        definition: words(
          `CONSTRAINT ${sql} ${textOf(definition)}`,
          textOf(options) !== '' && `WITH (${textOf(options)})`,
        ),
        valid: validated === true,
        parts: {
          word: 'CONSTRAINT',
          sql,
          on: owner.kind === 'TYPE' ? `DOMAIN ${owner.name}` : owner.name,
          identity: identify(oid),
          form: textOf(form),
          ofDomain: owner.kind === 'TYPE',
          body: textOf(definition),
          options: textOf(options),
          index: textOrNull(indexName),
        },
      },
      keyOf('pg_constraint', oid),
    )
    if (['p', 'u', 'x'].includes(textOf(form))) list.alias(id, keyOf('pg_class', indexOid))
  }
}

export function addIndexes(
  list: ObjectList,
  identify: Identify,
  rows: { indexes: readonly Row[]; statistics: readonly Row[] },
): void {
  for (const [oid, name, relation, definition, valid, partitioned, bareName, unique] of rows.indexes) {
    const table = list.find(keyOf('pg_class', relation))
    if (table === null) continue
    const head = words('CREATE', unique === true && 'UNIQUE', `INDEX ${textOf(bareName)} ON`)
    const only = `${head} ONLY `
    const text = textOf(definition)
    // Of a partitioned table the server writes ONLY in any case; a valid one is on all of its partitions.
    const create =
      partitioned === true && valid === true && text.startsWith(only)
        ? `${head} ${text.slice(only.length)}`
        : text
    list.add(
      {
        kind: 'INDEX',
        name: textOf(name),
        partOf: table.id,
        definition: create,
        valid: valid === true,
        parts: {
          word: 'INDEX',
          sql: textOf(name),
          on: null,
          identity: identify(oid),
          partitioned: partitioned === true,
        },
      },
      keyOf('pg_class', oid),
    )
  }
  for (const [oid, name, relation, definition] of rows.statistics) {
    const table = list.find(keyOf('pg_class', relation))
    if (table === null) continue
    list.add(
      {
        kind: 'INDEX',
        name: `${textOf(name)} (statistics)`,
        partOf: table.id,
        definition: textOf(definition),
        parts: {
          word: 'STATISTICS',
          sql: textOf(name),
          on: null,
          identity: identify(oid),
          partitioned: false,
        },
      },
      keyOf('pg_statistic_ext', oid),
    )
  }
}
