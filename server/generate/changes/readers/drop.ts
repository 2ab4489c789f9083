import type { CatalogTable } from '../../../domain.ts'
import type { Change, KeyKind } from '../change.ts'
import { Doubt } from '../doubt.ts'
import { splitColumns } from '../column-phrase.ts'
import { groupsOf } from '../reader.ts'
import type { Reader } from '../reader.ts'
import { bare, needPlace, needTable, placeParts, spoken, tableAt, VIEWS } from '../scene.ts'
import type { Scene } from '../scene.ts'

const VERB = '(?:drop|remove|delete|get rid of|take away|take out|discard)'
const THE = '(?:(?:the|our|a|an|all)\\s+)*'
const rx = (source: string) => new RegExp(`^${source}$`, 'iu')

const TABLE = rx(
  `${VERB}\\s+${THE}(?:(?:table|tables)\\s+(?:called\\s+|named\\s+)?(?<after>.+)|(?<before>[^\\s]+(?:\\s[^\\s]+)?)\\s+table)`,
)
const VIEW = rx(`${VERB}\\s+${THE}(?:view\\s+(?:called\\s+|named\\s+)?(?<after>.+)|(?<before>.+?)\\s+view)`)
const COLUMNS = rx(
  `${VERB}\\s+${THE}(?:columns?|fields?)\\s+(?<columns>.+?)(?:\\s+(?:from|in|of|on)\\s+(?<table>.+))?`,
)
const COLUMN_AFTER = rx(
  `${VERB}\\s+${THE}(?<columns>.+?)\\s+(?:columns?|fields?)(?:\\s+(?:from|in|of|on)\\s+(?<table>.+))?`,
)
const PLAIN = rx(`${VERB}\\s+${THE}(?<what>.+)`)

const KEYS: readonly (readonly [string, KeyKind])[] = [
  ['foreign keys?(?: constraints?)?|references?', 'FOREIGN'],
  ['unique(?: constraints?| keys?| index)?|uniqueness', 'UNIQUE'],
  ['check(?: constraints?)?|checks?', 'CHECK'],
  ['primary key', 'PRIMARY'],
  ['index(?:es)?', 'INDEX'],
]

export const drop: Reader = (clause, scene) => {
  if (!new RegExp(`^${VERB}\\b`, 'iu').test(clause)) return null
  return (
    dropKey(clause, scene) ??
    dropTable(clause, scene) ??
    dropColumns(clause, scene) ??
    dropPlain(clause, scene)
  )
}

function dropTable(clause: string, scene: Scene): readonly Change[] | null {
  const view = groupsOf(clause, VIEW)
  if (view !== null)
    return [
      {
        kind: 'DROP_TABLE',
        table: needTable(scene, view.after || (view.before ?? ''), { kinds: VIEWS, exactly: true }),
      },
    ]
  const found = groupsOf(clause, TABLE)
  if (found === null) return null
  const words = found.after || (found.before ?? '')
  const one = tableAt(scene, words)
  const each = one === null ? words.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu) : [words]
  return each.map(name => ({ kind: 'DROP_TABLE', table: needTable(scene, name, { exactly: true }) }))
}

function dropColumns(clause: string, scene: Scene): readonly Change[] | null {
  const found = groupsOf(clause, COLUMNS) ?? groupsOf(clause, COLUMN_AFTER)
  if (found === null) return null
  const table = found.table ? needTable(scene, found.table, { exactly: true }) : null
  const words = found.columns ?? ''
  return splitColumns(words).map(name => ({
    kind: 'DROP_COLUMN',
    ...needPlace(scene, name, table, { exactly: true }),
  }))
}

/** Neither `table` nor `column` is said: a column with its table is clear, a table by itself may be its rows. */
function dropPlain(clause: string, scene: Scene): readonly Change[] | null {
  const isDrop = /^drop\b/iu.test(clause)
  const what = groupsOf(clause, PLAIN)?.what ?? ''
  const from = groupsOf(what, /^(?<columns>.+?)\s+(?:from|of|in)\s+(?<table>.+)$/iu)
  const table = from === null ? null : tableAt(scene, from.table ?? '')
  if (from !== null && table !== null) {
    const names = splitColumns(from.columns ?? '')
    const known = names.map(name => placeParts(scene, `${table.name}.${bare(name).replaceAll(' ', '_')}`))
    if (
      /\b(?:rows?|records?|all|where|duplicates?)\b/iu.test(from.columns ?? '') ||
      known.some(place => place === null)
    )
      return null
    const called = names.filter(name =>
      table.columns.some(
        column => column.name.toLowerCase() === bare(name).toLowerCase().replaceAll(' ', '_'),
      ),
    )
    if (called.length < names.length) return null
    return names.map(name => ({ kind: 'DROP_COLUMN', ...needPlace(scene, name, table, { exactly: true }) }))
  }
  if (/^[^\s]+\.[^\s]+$/u.test(what) && tableAt(scene, what) === null)
    return [{ kind: 'DROP_COLUMN', ...needPlace(scene, what, null, { exactly: true }) }]
  const dotted = what.split(/\s*,\s*(?:and\s+)?|\s+and\s+/iu)
  if (dotted.length > 1 && dotted.every(name => /^\S+\.\S+$/u.test(name)))
    return dotted.map(name => ({ kind: 'DROP_COLUMN', ...needPlace(scene, name, null, { exactly: true }) }))
  const view = tableAt(scene, what, VIEWS)
  if (isDrop && view !== null) return [{ kind: 'DROP_TABLE', table: view }]
  const whole = tableAt(scene, what)
  if (whole !== null && isDrop) {
    const name = spoken(scene, whole)
    throw new Doubt(`Should the whole table ${name} go, with all that is in it?`, [
      { words: null, by: `Drop the table ${name}` },
      { words: null, by: `Rename the table ${name} to ${whole.name}_old` },
    ])
  }
  if (!isDrop || scene.lastTable === null) return null
  return splitColumns(what).map(name => ({
    kind: 'DROP_COLUMN',
    ...needPlace(scene, name, scene.lastTable, { exactly: true }),
  }))
}

function dropKey(clause: string, scene: Scene): readonly Change[] | null {
  for (const [words, keyKind] of KEYS) {
    const on = groupsOf(
      clause,
      rx(`${VERB}\\s+${THE}(?:${words})\\s+(?:constraint\\s+)?(?:on|from|for|of|between)\\s+(?<on>.+)`),
    )
    if (on !== null) return [keyOn(scene, keyKind, on.on ?? '')]
    const before = groupsOf(
      clause,
      rx(`${VERB}\\s+${THE}(?<name>[^\\s]+)\\s+(?:${words})(?:\\s+(?:on|from|of|in)\\s+(?<table>.+))?`),
    )
    const named =
      groupsOf(
        clause,
        rx(
          `${VERB}\\s+${THE}(?:${words})\\s+(?:called\\s+|named\\s+)?(?<name>[^\\s]+)(?:\\s+(?:on|from|of|in)\\s+(?<table>.+))?`,
        ),
      ) ?? before
    if (named === null || /^(?:unique|foreign|primary|check|columns?)$/iu.test(named.name ?? '')) continue
    const name = scene.text.plain(named.name ?? '')
    if (named.table) {
      const table = needTable(scene, named.table, { exactly: true })
      return [
        keyCalled(scene, keyKind, table, name) ?? keyOn(scene, keyKind, `${spoken(scene, table)}.${name}`),
      ]
    }
    for (const table of scene.catalog.tables.filter(({ kind }) => kind === 'TABLE')) {
      const called = keyCalled(scene, keyKind, table, name)
      if (called !== null) return [called]
    }
    if (before !== null) return [keyOn(scene, keyKind, name)]
    throw new Doubt(`There is no ${nounOf(keyKind)} called "${name}".`)
  }
  const constraint = groupsOf(
    clause,
    rx(`${VERB}\\s+${THE}constraint\\s+(?<name>[^\\s]+)(?:\\s+(?:on|from|of|in)\\s+(?<table>.+))?`),
  )
  if (constraint === null) return null
  const tables = constraint.table
    ? [needTable(scene, constraint.table, { exactly: true })]
    : scene.catalog.tables.filter(({ kind }) => kind === 'TABLE')
  const name = scene.text.plain(constraint.name ?? '')
  for (const table of tables) {
    const key = scene.details(table).keys.find(one => one.name === name && one.kind !== 'INDEX')
    if (key !== undefined)
      return [{ kind: 'DROP_KEY', table, keyKind: key.kind, columns: null, name: key.name }]
  }
  throw new Doubt(`There is no constraint called "${name}".`)
}

function keyCalled(scene: Scene, keyKind: KeyKind, table: CatalogTable, name: string): Change | null {
  const key = scene
    .details(table)
    .keys.find(one => one.name.toLowerCase() === name.toLowerCase() && fits(one.kind, keyKind))
  return key === undefined ? null : { kind: 'DROP_KEY', table, keyKind, columns: null, name: key.name }
}

const fits = (kind: KeyKind, wanted: KeyKind) => kind === wanted || (wanted === 'INDEX' && kind === 'UNIQUE')

function keyOn(scene: Scene, keyKind: KeyKind, words: string): Change {
  const table = tableAt(scene, words)
  if (table !== null) {
    const keys = scene.details(table).keys.filter(({ kind }) => kind === keyKind)
    const [only, ...more] = keys
    if (only !== undefined && more.length === 0)
      return { kind: 'DROP_KEY', table, keyKind, columns: null, name: only.name }
    if (only === undefined) throw new Doubt(`${table.name} has no ${nounOf(keyKind)}.`)
    throw new Doubt(
      `${table.name} has several of them: ${keys.map(({ name }) => name).join(', ')}.`,
      keys.slice(0, 3).map(({ name }) => ({
        words: null,
        by: `Drop the ${nounOf(keyKind)} ${name} on ${spoken(scene, table)}`,
      })),
    )
  }
  const between = groupsOf(words, /^(?<from>.+?)\s+(?:and|to)\s+(?<to>.+)$/iu)
  const [from, to] = [between?.from, between?.to].map(one => (one === undefined ? null : tableAt(scene, one)))
  if (from && to) {
    const key = from.foreignKeys.find(({ referencesTable }) => referencesTable === to.name)
    if (key === undefined) throw new Doubt(`${from.name} does not reference ${to.name}.`)
    return { kind: 'DROP_KEY', table: from, keyKind, columns: key.columns, name: null }
  }
  const place = needPlace(scene, words, null, { exactly: true })
  return { kind: 'DROP_KEY', table: place.table, keyKind, columns: [place.column.name], name: null }
}

export function nounOf(kind: KeyKind): string {
  return {
    INDEX: 'index',
    UNIQUE: 'unique constraint',
    FOREIGN: 'foreign key',
    CHECK: 'check',
    PRIMARY: 'primary key',
  }[kind]
}
