import type { StructureObject } from '../schema-changes.ts'
import { bareName, splitName } from './structure-names.ts'
import type { Matches } from './structure-names.ts'

/** What holds others is named first, so that these can be named by what they are in. */
const ORDER = [
  'SCHEMA',
  'TYPE',
  'TABLE',
  'VIEW',
  'MATERIALIZED_VIEW',
  'SEQUENCE',
  'FUNCTION',
  'INDEX',
  'COLUMN',
]

/** Gives what was renamed its old names back. Pure. */
export function renameBack(
  after: readonly StructureObject[],
  matches: Matches,
  gone: ReadonlySet<string>,
): string[] {
  const pairs = after
    .flatMap(now => {
      const old = matches.beforeOf.get(now.id)
      return matches.renamed.has(now.id) && old !== undefined && !gone.has(now.id) ? [{ now, old }] : []
    })
    .sort((a, b) => rank(a.now) - rank(b.now))
  const schemas = new Map(
    pairs.filter(({ now }) => now.kind === 'SCHEMA').map(({ now, old }) => [now.name, old.name]),
  )
  const taken = new Set(after.filter(({ id }) => !gone.has(id)).map(({ id }) => id))
  const first: string[] = []
  const second: string[] = []
  for (const { now, old } of pairs) {
    const own = bareName(now)
    const wanted = bareName(old)
    const place = placeOf(now, schemas)
    const schema = splitName(old.name).schema
    const free = own === wanted || !taken.has(old.id)
    // Two that have changed names: one of them steps aside.
    const aside = `"${own.replaceAll('"', '').slice(0, 40)} (old)"`
    const rename = free ? [wanted] : [aside]
    if (own !== wanted) first.push(...rename.map(name => statement(now, old, place, name)))
    if (own !== wanted && !free)
      second.push(
        statement(
          { ...now, parts: { ...now.parts, sql: aside, column: aside } },
          old,
          asidePlace(place, aside),
          wanted,
        ),
      )
    if (hasSchema(now) && place.schema !== schema && schema !== null) {
      const name = own === wanted ? now : { ...now, name: `${place.schema}.${wanted}` }
      second.push(
        `ALTER ${String(now.parts.word)} ${place.schema}.${splitName(name.name).bare} SET SCHEMA ${schema}`,
      )
    }
  }
  return [...first, ...second]
}

const rank = ({ kind }: StructureObject) => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1)
const hasSchema = ({ kind }: StructureObject) =>
  ['TYPE', 'TABLE', 'VIEW', 'MATERIALIZED_VIEW', 'SEQUENCE', 'FUNCTION'].includes(kind)

interface Place {
  schema: string
  sql: string
}

function placeOf(now: StructureObject, schemas: ReadonlyMap<string, string>): Place {
  const { schema, bare } = splitName(now.name)
  const named = schemas.get(schema ?? '') ?? schema ?? ''
  return { schema: named, sql: schema === null ? bare : `${named}.${bare}` }
}

const asidePlace = (place: Place, aside: string): Place => ({ ...place, sql: `${place.schema}.${aside}` })

function statement(now: StructureObject, old: StructureObject, place: Place, name: string): string {
  const { parts } = now
  switch (now.kind) {
    case 'COLUMN':
      return `ALTER TABLE ${String(old.parts.table)} RENAME COLUMN ${String(parts.column)} TO ${name}`
    case 'CONSTRAINT':
      return `ALTER ${parts.ofDomain === true ? '' : 'TABLE '}${String(old.parts.on)} RENAME CONSTRAINT ${String(parts.sql)} TO ${name}`
    case 'TRIGGER':
    case 'POLICY':
      return `ALTER ${String(parts.word)} ${String(parts.sql)} ON ${String(old.parts.on)} RENAME TO ${name}`
    default:
      return `ALTER ${String(parts.word)} ${place.sql} RENAME TO ${name}`
  }
}
