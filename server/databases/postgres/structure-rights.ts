import type { Row } from '../../domain.ts'
import { textOf, textOrNull } from '../cell-text.ts'
import type { StructureObject } from '../schema-changes.ts'
import { keyOf, words } from './structure-list.ts'
import type { ObjectList } from './structure-list.ts'

type CatalogOf = (oid: unknown) => string

/** How GRANT names what it is on. */
const GRANTED_WORDS: Readonly<Record<string, string>> = {
  VIEW: 'TABLE',
  'MATERIALIZED VIEW': 'TABLE',
  'FOREIGN TABLE': 'TABLE',
  AGGREGATE: 'FUNCTION',
  DOMAIN: 'TYPE',
}

export const onWords = ({ parts }: StructureObject) =>
  `${GRANTED_WORDS[String(parts.word)] ?? String(parts.word)} ${String(parts.sql).replace('(*)', '()')}`

/** Who owns what is an object of its own, so that the thing itself stays the same when only its owner differs. */
export function addOwners(list: ObjectList, catalogOf: CatalogOf, rows: readonly Row[]): void {
  for (const [catalog, oid, owner] of rows) {
    const owned = list.find(keyOf(catalogOf(catalog), oid))
    // A sequence of a column goes with its table, and the row type of a table with it.
    if (owned === null || owned.kind === 'COLUMN' || typeof owned.parts.ownedBy === 'string') continue
    if (catalogOf(catalog) === 'pg_type' && owned.kind !== 'TYPE') continue
    const statement = `ALTER ${String(owned.parts.word)} ${String(owned.parts.sql)} OWNER TO ${textOf(owner)}`
    list.add({
      kind: 'GRANT',
      name: `OWNER OF ${String(owned.parts.word)} ${owned.name}`,
      partOf: owned.id,
      definition: statement,
      parts: { word: 'OWNER', sql: textOf(owner), on: owned.name, identity: '', undo: '' },
    })
  }
}

/** One object for all that somebody has, or has no more, on something. */
export function addGrants(list: ObjectList, catalogOf: CatalogOf, rows: readonly Row[]): void {
  const found = new Map<
    string,
    { on: StructureObject; target: string; grantee: string; lines: string[]; undo: string[] }
  >()
  for (const [catalog, oid, sub, column, grantee, given, grantable, privileges] of rows) {
    const name = catalogOf(catalog)
    const on = list.find(keyOf(name, oid, sub)) ?? list.find(keyOf(name, oid))
    if (on === null || (on.kind === 'COLUMN' && sub === 0)) continue
    const table = on.kind === 'COLUMN' ? list.find(keyOf(name, oid)) : on
    if (table === null) continue
    const what = (JSON.parse(textOf(privileges)) as string[])
      .map(privilege => (textOrNull(column) === null ? privilege : `${privilege} (${textOf(column)})`))
      .join(', ')
    const target = textOrNull(column) === null ? on.name : `${table.name}.${textOf(column)}`
    const key = `${onWords(table)} ${target} ${textOf(grantee)}`
    const group = found.get(key) ?? { on, target, grantee: textOf(grantee), lines: [], undo: [] }
    const grant = words(
      `GRANT ${what} ON ${onWords(table)} TO ${textOf(grantee)}`,
      grantable === true && 'WITH GRANT OPTION',
    )
    const revoke = `REVOKE ${what} ON ${onWords(table)} FROM ${textOf(grantee)}`
    group.lines.push(given === true ? grant : revoke)
    group.undo.push(given === true ? revoke : grant)
    found.set(key, group)
  }
  for (const { on, target, grantee, lines, undo } of found.values()) {
    list.add({
      kind: 'GRANT',
      name: `${onWords(on).replace(String(on.parts.sql), target)} TO ${grantee}`,
      partOf: on.id,
      definition: lines.join(';\n'),
      parts: { word: 'GRANT', sql: grantee, on: target, identity: '', undo: undo.join(';\n') },
    })
  }
}

const DEFAULT_ON: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
}

/** What is born from now on. */
export function addDefaultGrants(list: ObjectList, rows: readonly Row[]): void {
  for (const [role, schema, kind, grantee, grantable, given, privileges] of rows) {
    const on = DEFAULT_ON[textOf(kind)]
    if (on === undefined) continue
    const within = textOrNull(schema) === null ? '' : ` IN SCHEMA ${textOf(schema)}`
    const head = `ALTER DEFAULT PRIVILEGES FOR ROLE ${textOf(role)}${within}`
    const grant = words(
      `${head} GRANT ${textOf(privileges)} ON ${on} TO ${textOf(grantee)}`,
      grantable === true && 'WITH GRANT OPTION',
    )
    const revoke = `${head} REVOKE ${textOf(privileges)} ON ${on} FROM ${textOf(grantee)}`
    const id = list.add({
      kind: 'GRANT',
      name: `DEFAULT ON ${on}${within} OF ${textOf(role)} ${given === true ? 'TO' : 'NOT TO'} ${textOf(grantee)}${grantable === true ? ' WITH GRANT OPTION' : ''}`,
      definition: given === true ? grant : revoke,
      parts: {
        word: 'DEFAULT',
        sql: textOf(role),
        on: null,
        identity: '',
        undo: given === true ? revoke : grant,
        bornKind: on,
        schema: textOrNull(schema),
        grantee: textOf(grantee),
        privileges: textOf(privileges),
        given: given === true,
      },
    })
    if (textOrNull(schema) !== null) list.need(id, `SCHEMA ${textOf(schema)}`)
  }
}

export function addComments(list: ObjectList, catalogOf: CatalogOf, rows: readonly Row[]): void {
  for (const [catalog, oid, sub, column, comment] of rows) {
    const name = catalogOf(catalog)
    const owner = list.find(keyOf(name, oid, sub)) ?? list.find(keyOf(name, oid))
    if (owner === null) continue
    // Of a sequence that stands behind an identity, or an index behind a constraint, nobody reads comments.
    if (sub === 0 && owner.kind === 'COLUMN') continue
    if (name === 'pg_class' && owner.kind === 'CONSTRAINT') continue
    const ofColumn = textOrNull(column) !== null && owner.kind !== 'COLUMN'
    const target = ofColumn ? `COLUMN ${owner.name}.${textOf(column)}` : commentTarget(owner)
    list.add({
      kind: 'COMMENT',
      name: ofColumn ? `COLUMN ${owner.name}.${textOf(column)}` : `${String(owner.parts.word)} ${owner.name}`,
      partOf: owner.id,
      definition: `COMMENT ON ${target} IS ${textOf(comment)}`,
      parts: {
        word: 'COMMENT',
        sql: target,
        on: owner.name,
        identity: '',
        undo: `COMMENT ON ${target} IS NULL`,
      },
    })
  }
}

function commentTarget({ parts }: StructureObject): string {
  return words(`${String(parts.word)} ${String(parts.sql)}`, parts.on !== null && `ON ${String(parts.on)}`)
}
