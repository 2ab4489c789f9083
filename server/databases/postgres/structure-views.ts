import type { Row } from '../../domain.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import { keyOf, words } from './structure-list.ts'
import type { ObjectList } from './structure-list.ts'

type Identify = (oid: unknown, sub?: unknown) => string

export function addViews(list: ObjectList, identify: Identify, rows: readonly Row[]): void {
  for (const [oid, name, materialized, query, options, method, space, rule] of rows) {
    const sql = textOf(name)
    const word = materialized === true ? 'MATERIALIZED VIEW' : 'VIEW'
    const id = list.add(
      {
        kind: materialized === true ? 'MATERIALIZED_VIEW' : 'VIEW',
        name: sql,
        definition: words(
          `CREATE ${word} ${sql}`,
          textOrNull(method) !== null && `USING ${textOf(method)}`,
          textOf(options) !== '' && `WITH (${textOf(options)})`,
          textOrNull(space) !== null && `TABLESPACE ${textOf(space)}`,
          `AS\n${textOf(query).replace(/;\s*$/, '')}`,
        ),
        parts: { word, sql, on: null, identity: identify(oid) },
      },
      keyOf('pg_class', oid),
    )
    list.alias(id, keyOf('pg_rewrite', rule))
  }
}

const ENABLED: Readonly<Record<string, string>> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS' }

/** @param catalogOf the name of a catalog by its OID */
export function addTriggers(
  list: ObjectList,
  identify: Identify,
  rows: { triggers: readonly Row[]; eventTriggers: readonly Row[]; policies: readonly Row[] },
  catalogOf: (oid: unknown) => string,
): void {
  for (const [catalogOid, oid, relation, name, definition, enabled] of rows.triggers) {
    const table = list.find(keyOf('pg_class', relation))
    if (table === null) continue
    const catalog = catalogOf(catalogOid)
    const word = catalog === 'pg_rewrite' ? 'RULE' : 'TRIGGER'
    const state = ENABLED[textOf(enabled)] ?? null
    list.add(
      {
        kind: 'TRIGGER',
        name: words(`${table.name}.${textOf(name)}`, word === 'RULE' && '(rule)'),
        partOf: table.id,
        definition: words(textOf(definition).replace(/;\s*$/, ''), state),
        valid: enabled !== 'D',
        parts: {
          word,
          sql: textOf(name),
          on: table.name,
          identity: identify(oid),
          create: textOf(definition).replace(/;\s*$/, ''),
          state,
        },
      },
      keyOf(catalog, oid),
    )
  }
  for (const [oid, name, event, tags, fn, enabled] of rows.eventTriggers) {
    const sql = textOf(name)
    const state = ENABLED[textOf(enabled)] ?? null
    const create = words(
      `CREATE EVENT TRIGGER ${sql} ON ${textOf(event)}`,
      textOrNull(tags) !== null && `WHEN TAG IN (${textOf(tags)})`,
      `EXECUTE FUNCTION ${textOf(fn)}()`,
    )
    list.add(
      {
        kind: 'EVENT',
        name: sql,
        definition: words(create, state),
        valid: enabled !== 'D',
        parts: { word: 'EVENT TRIGGER', sql, on: null, identity: identify(oid), create, state },
      },
      keyOf('pg_event_trigger', oid),
    )
  }
  for (const row of rows.policies) addPolicy(list, identify, row)
}

const COMMANDS: Readonly<Record<string, string>> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' }

function addPolicy(list: ObjectList, identify: Identify, row: Row): void {
  const [oid, relation, name, permissive, command, roles, using, check] = row
  const table = list.find(keyOf('pg_class', relation))
  if (table === null) return
  list.add(
    {
      kind: 'POLICY',
      name: `${table.name}.${textOf(name)}`,
      partOf: table.id,
      definition: words(
        `CREATE POLICY ${textOf(name)} ON ${table.name}`,
        permissive === false && 'AS RESTRICTIVE',
        `FOR ${COMMANDS[textOf(command)] ?? 'ALL'} TO ${textOf(roles)}`,
        textOrNull(using) !== null && `USING (${textOf(using)})`,
        textOrNull(check) !== null && `WITH CHECK (${textOf(check)})`,
      ),
      parts: { word: 'POLICY', sql: textOf(name), on: table.name, identity: identify(oid) },
    },
    keyOf('pg_policy', oid),
  )
}
