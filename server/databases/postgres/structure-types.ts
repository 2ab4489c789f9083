import { textOf, textOrNull } from '../cell-text.ts'
import type { Row } from '../../domain.ts'
import { keyOf, words } from './structure-list.ts'
import type { ObjectList } from './structure-list.ts'

type Identify = (oid: unknown, sub?: unknown) => string

/** Schemas, extensions, types, sequences and functions: what tables are made with. */
export function addFoundations(
  list: ObjectList,
  identify: Identify,
  rows: {
    schemas: readonly Row[]
    extensions: readonly Row[]
    types: readonly Row[]
    functions: readonly Row[]
  },
): void {
  for (const [oid, name] of rows.schemas) {
    list.add(
      {
        kind: 'SCHEMA',
        name: textOf(name),
        definition: `CREATE SCHEMA ${textOf(name)}`,
        parts: { word: 'SCHEMA', sql: textOf(name), on: null, identity: identify(oid) },
      },
      keyOf('pg_namespace', oid),
    )
  }
  for (const [oid, name, schema, version] of rows.extensions) {
    const sql = textOf(name)
    list.add(
      {
        kind: 'EXTENSION',
        name: sql,
        definition: `CREATE EXTENSION ${sql} SCHEMA ${textOf(schema)} VERSION '${textOf(version).replaceAll("'", "''")}'`,
        parts: { word: 'EXTENSION', sql, on: null, identity: identify(oid), schema: textOf(schema) },
      },
      keyOf('pg_extension', oid),
    )
  }
  for (const row of rows.types) addType(list, identify, row)
  for (const row of rows.functions) addFunction(list, identify, row)
}

function addType(list: ObjectList, identify: Identify, row: Row): void {
  const [oid, name, form, , relation, body, fallback, notNull] = row
  const sql = textOf(name)
  const text = textOf(body)
  const labels = form === 'e' ? (JSON.parse(text || '[]') as [string, string][]) : []
  const definition = {
    e: `CREATE TYPE ${sql} AS ENUM (${labels.map(([, label]) => label).join(', ')})`,
    c: `CREATE TYPE ${sql} AS (${text})`,
    r: `CREATE TYPE ${sql} AS RANGE (${text})`,
    d: words(
      `CREATE DOMAIN ${sql} AS ${text}`,
      textOrNull(fallback) !== null && `DEFAULT ${textOf(fallback)}`,
      notNull === true && 'NOT NULL',
    ),
  }[textOf(form)]
  const id = list.add(
    {
      kind: 'TYPE',
      name: sql,
      definition: definition ?? `CREATE TYPE ${sql}`,
      parts: {
        word: form === 'd' ? 'DOMAIN' : 'TYPE',
        sql,
        on: null,
        identity: identify(oid),
        form: textOf(form),
        body: text,
        default: textOrNull(fallback),
        notNull: notNull === true,
      },
    },
    keyOf('pg_type', oid),
  )
  if (Number(relation) > 0) list.alias(id, keyOf('pg_class', relation))
}

function addFunction(list: ObjectList, identify: Identify, row: Row): void {
  const [oid, signature, kind, language, body, aggregateKind, withArguments] = row
  const sql = textOf(signature)
  const word = kind === 'a' ? 'AGGREGATE' : kind === 'p' ? 'PROCEDURE' : 'FUNCTION'
  // `f()` of an aggregate without arguments is written `f(*)`.
  const name = kind === 'a' && sql.endsWith('()') ? `${sql.slice(0, -2)}(*)` : sql
  list.add(
    {
      kind: 'FUNCTION',
      name: sql,
      definition:
        kind === 'a' ? `CREATE AGGREGATE ${textOf(withArguments)} (${textOf(body)})` : textOf(body).trimEnd(),
      parts: {
        word,
        sql: name,
        on: null,
        identity: identify(oid),
        language: textOf(language),
        ordinary: kind !== 'a' || aggregateKind === 'n',
      },
    },
    keyOf('pg_proc', oid),
  )
}

/** Before columns are read: an identity's sequence is told by its column. */
export function addSequences(
  list: ObjectList,
  identify: Identify,
  rows: readonly Row[],
): Map<string, string> {
  const identities = new Map<string, string>()
  for (const [oid, name, type, options, unlogged, dependency, owner, ownerColumn] of rows) {
    const sql = textOf(name)
    if (dependency === 'i') {
      identities.set(`${Number(owner)}/${Number(ownerColumn)}`, textOf(options))
      continue
    }
    list.add(
      {
        kind: 'SEQUENCE',
        name: sql,
        definition: words(
          'CREATE',
          unlogged === true && 'UNLOGGED',
          `SEQUENCE ${sql} AS ${textOf(type)}`,
          textOf(options),
        ),
        parts: {
          word: 'SEQUENCE',
          sql,
          on: null,
          identity: identify(oid),
          type: textOf(type),
          options: textOf(options),
          unlogged: unlogged === true,
          ownedBy: null,
        },
      },
      keyOf('pg_class', oid),
    )
  }
  return identities
}
