import type { Structure } from '../../databases/schema-changes.ts'
import type { CatalogChange } from '../../domain.ts'
import type { MigrationStatement } from '../../sql/sql.ts'
import type { RowCheck } from './facts.ts'
import { lastPart, tableOf } from './names-of.ts'
import { named } from './one-line.ts'

/** How many a change may ask for. */
const MOST = 6

/**
 * What an empty copy cannot show of a change, as questions to the target: rows that a new constraint, a required column or
 * a unique index would fail on. Only about tables and columns that are there before the change, in names and expressions
 * as the server writes them.
 */
export function rowChecksOf(
  changes: readonly CatalogChange[],
  before: Pick<Structure, 'objects'>,
  statements: readonly Pick<MigrationStatement, 'kind'>[],
): readonly RowCheck[] {
  // What the change fills itself is not there to be asked about yet.
  const fills = statements.some(({ kind }) => kind === 'DATA')
  return changes
    .flatMap(change => {
      const table = tableOf(change.object, before)
      return table === null || change.after === null ? [] : checkOf(change, table.name, before, fills)
    })
    .slice(0, MOST)
}

function checkOf(
  { kind, object, before: was, after }: CatalogChange,
  table: string,
  before: Pick<Structure, 'objects'>,
  fills: boolean,
): RowCheck[] {
  const made = after ?? ''
  const there = new Set(
    before.objects
      .filter(({ kind: of, partOf }) => of === 'COLUMN' && partOf === `TABLE ${table}`)
      .map(({ name }) => name),
  )
  const all = (columns: readonly string[]) => columns.every(column => there.has(`${table}.${column}`))
  if (/ COLUMN$/.test(kind) && /\bNOT NULL\b/.test(made) && !/\b(?:GENERATED|AUTO_INCREMENT)\b/.test(made)) {
    const column = object.slice(table.length + 1)
    if (kind === 'CHANGED COLUMN' && was !== null && !/\bNOT NULL\b/.test(was) && !fills)
      return [
        count(
          `rows of ${named(table)} without ${named(lastPart(object))}`,
          `${table} where ${column} is null`,
        ),
      ]
    if (kind === 'ADDED COLUMN' && !/\bDEFAULT\b/.test(made) && !fills)
      return [
        count(`rows of ${named(table)} that the new ${named(lastPart(object))} would be empty for`, table),
      ]
    return []
  }
  if (kind !== 'ADDED CONSTRAINT' && kind !== 'ADDED INDEX') return []
  const unique = /\b(?:UNIQUE|PRIMARY KEY)\b[^(]*\(([^()]+)\)\s*(?:INCLUDE\b.*)?$/.exec(made)
  if (unique !== null) {
    const columns = split(unique[1] ?? '')
    if (!all(columns) || / NULLS NOT DISTINCT\b/.test(made)) return []
    const present = columns.map(column => `${column} is not null`).join(' and ')
    return [
      {
        what: `values of ${columns.map(lastPart).map(named).join(', ')} that occur in several rows of ${named(table)}`,
        sql: `select count(*) as n from (select 1 from ${table} where ${present} group by ${columns.join(', ')} having count(*) > 1) as several`,
      },
    ]
  }
  if (kind !== 'ADDED CONSTRAINT' || /\bNOT VALID\b|\(not valid\)/.test(made)) return []
  const foreign = /\bFOREIGN KEY \(([^()]+)\) REFERENCES ([^()]+)\(([^()]+)\)/.exec(made)
  if (foreign !== null) {
    const [columns, target, referenced] = [
      split(foreign[1] ?? ''),
      (foreign[2] ?? '').trim(),
      split(foreign[3] ?? ''),
    ]
    if (!all(columns) || columns.length !== referenced.length) return []
    const pairs = columns.map((column, at) => `there.${referenced[at] ?? ''} = here.${column}`).join(' and ')
    const present = columns.map(column => `here.${column} is not null`).join(' and ')
    return [
      {
        what: `rows of ${named(table)} whose ${columns.map(lastPart).map(named).join(', ')} leads to no row of ${named(target)}`,
        sql: `select count(*) as n from ${table} as here where ${present} and not exists (select 1 from ${target} as there where ${pairs})`,
      },
    ]
  }
  const check = /\bCHECK \((.+)\)\s*$/s.exec(made)
  if (check === null || fills) return []
  return [
    count(
      `rows of ${named(table)} that do not pass the check ${named(lastPart(object))}`,
      `${table} where not (${check[1] ?? ''})`,
    ),
  ]
}

function count(what: string, from: string): RowCheck {
  return { what, sql: `select count(*) as n from ${from}` }
}

/** Columns of a key; an expression among them is nobody's column, so nothing is asked then. */
function split(list: string): string[] {
  return list.split(',').map(part => part.trim().replace(/ (?:ASC|DESC)$/i, ''))
}
