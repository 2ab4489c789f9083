import type { Dialect } from '../../databases/database.ts'
import type { IndexUse, Structure } from '../../databases/schema-changes.ts'
import type { Catalog, CatalogTable, UpkeepStep } from '../../domain.ts'
import { lastPart } from './names-of.ts'
import { counted, named, sizeInWords, timeInWords } from './one-line.ts'

export interface UpkeepFacts {
  catalog: Catalog
  /** Null: not to be had of this engine or login. */
  structure: Structure | null
  indexUse: readonly IndexUse[] | null
  /** SQL that people ran again and again. */
  repeated: readonly { sql: string; runs: number; meanMs: number; tables: readonly string[] }[]
  dialect: Pick<Dialect, 'quoteIdentifier' | 'upkeep'>
  /** SQL of open changes, by number. */
  open: readonly { number: number; sql: string }[]
}

/** As few rows as this are read faster than an index. */
const LARGE_ROWS = 10_000
const SLOW_MS = 20
/** A table that is hardly read says nothing of its indexes. */
const READS_THAT_TELL = 100
const MOST = 20

/** What is worth doing next, from evidence only; the most useful first. The same facts give the same steps. */
export function upkeepOf(facts: UpkeepFacts): readonly UpkeepStep[] {
  const steps = [
    ...missingIndexes(facts),
    ...leftNotValid(facts),
    ...withoutKeys(facts),
    ...unusedIndexes(facts),
  ]
  const seen = new Set<string>()
  return steps
    .filter(({ sql }) => !seen.has(sql) && seen.add(sql))
    .slice(0, MOST)
    .map(step => ({
      ...step,
      proposal: facts.open.find(({ sql }) => alike(sql) === alike(step.sql))?.number ?? null,
    }))
}

type Found = Omit<UpkeepStep, 'proposal'>

/** Under a query that is slow and frequent: a column that it compares, on a large table, that no index begins with. */
function missingIndexes({ catalog, repeated, dialect }: UpkeepFacts): Found[] {
  return repeated
    .filter(({ meanMs }) => meanMs >= SLOW_MS)
    .flatMap(({ sql, runs, meanMs, tables }) =>
      catalog.tables
        .filter(table => isNamed(table, tables) && table.kind === 'TABLE')
        .filter(({ rowEstimate }) => (rowEstimate ?? 0) >= LARGE_ROWS)
        .flatMap(table =>
          comparedColumns(sql, table)
            .filter(column => !isIndexed(table, column))
            .map((column): Found => {
              const name = dialect.quoteIdentifier(`${table.name}_${column}_idx`.slice(0, 60))
              return {
                kind: 'MISSING_INDEX',
                title: `Index ${named(table.name)} by ${named(column)}`,
                evidence: [
                  `One query ran ${runs} times in the last 30 days and took ${timeInWords(meanMs)} on average`,
                  `It looks for rows of ${named(table.name)} by ${named(column)}, and no index begins with that`,
                  `${named(table.name)} has about ${counted(Math.round(table.rowEstimate ?? 0), 'row')}`,
                ],
                sql: dialect.upkeep.addIndex({
                  name,
                  table: nameOf(table, dialect),
                  column: dialect.quoteIdentifier(column),
                }),
              }
            }),
        ),
    )
}

/** What is there and not in force: a constraint that was never checked, an index that was never finished. */
function leftNotValid({ structure, dialect }: UpkeepFacts): Found[] {
  return (structure?.objects ?? [])
    .filter(({ valid, kind }) => !valid && (kind === 'CONSTRAINT' || kind === 'INDEX'))
    .flatMap((object): Found[] => {
      const table = (object.partOf ?? '').replace(/^[A-Z_]+ /, '')
      if (object.kind === 'INDEX')
        return [
          {
            kind: 'NOT_VALID',
            title: `Drop ${named(object.name)}, which was never finished`,
            evidence: [
              `${named(object.name)} is not valid: it slows every write down and serves no read`,
              'Make it anew in a change of its own when it is gone',
            ],
            sql: dialect.upkeep.dropIndex({ name: object.name, table }),
          },
        ]
      const constraint = object.name.startsWith(`${table}.`)
        ? object.name.slice(table.length + 1)
        : object.name
      const sql = dialect.upkeep.validateConstraint({ name: constraint, table })
      if (sql === null) return []
      return [
        {
          kind: 'NOT_VALID',
          title: `Validate ${named(lastPart(object.name))} of ${named(table)}`,
          evidence: [
            `${named(object.name)} holds for new rows only: those from before were never checked`,
            'Validating it reads the table and keeps nobody out',
          ],
          sql,
        },
      ]
    })
}

function withoutKeys({ catalog, dialect }: UpkeepFacts): Found[] {
  return catalog.tables
    .filter(({ kind, primaryKey }) => kind === 'TABLE' && primaryKey.length === 0)
    .map((table): Found => {
      const id = table.columns.find(
        ({ name, nullable, kind }) => /^id$/i.test(name) && !nullable && kind === 'INTEGER',
      )
      const taken = table.columns.some(({ name }) => /^id$/i.test(name))
      const column = id ?? (taken ? table.columns.find(({ name }) => /^id$/i.test(name)) : undefined)
      return {
        kind: 'NO_PRIMARY_KEY',
        title: `Give ${named(table.name)} a primary key`,
        evidence: [
          `${named(table.name)} has no primary key: rows cannot be told apart, and replication has nothing to go by`,
          column === undefined
            ? 'No column of it is called id, so a new one is proposed'
            : `Its column ${named(column.name)} is proposed; the dry run cannot see whether it is unique, the roundtable counts it`,
        ],
        sql: dialect.upkeep.addPrimaryKey(
          nameOf(table, dialect),
          column === undefined ? null : dialect.quoteIdentifier(column.name),
        ),
      }
    })
}

function unusedIndexes({ indexUse, dialect }: UpkeepFacts): Found[] {
  return (indexUse ?? [])
    .filter(({ scans, tableReads }) => scans === 0 && tableReads >= READS_THAT_TELL)
    .sort((one, other) => (other.bytes ?? 0) - (one.bytes ?? 0))
    .map(({ id, table, tableReads, bytes, countedForMs }): Found => {
      const [name, of] = [id.replace(/^INDEX /, ''), table.replace(/^TABLE /, '')]
      const since =
        countedForMs === null
          ? 'since the server began to count, which nobody knows when that was'
          : `in the last ${countedForMs >= 2 * DAY_MS ? counted(Math.floor(countedForMs / DAY_MS), 'day') : timeInWords(countedForMs)}`
      return {
        kind: 'UNUSED_INDEX',
        title: `Drop the index ${named(lastPart(name))}`,
        evidence: [
          `No query used ${named(name)} ${since}, while ${named(of)} was read ${counted(tableReads, 'time')}`,
          bytes === null
            ? 'Every write keeps it up to date'
            : `It takes ${sizeInWords(bytes)}, and every write keeps it up to date`,
        ],
        sql: dialect.upkeep.dropIndex({ name, table: of }),
      }
    })
}

const DAY_MS = 86_400_000

function alike(sql: string): string {
  return sql.trim().replace(/;\s*$/, '').replace(/\s+/g, ' ').toLowerCase()
}

function nameOf({ schema, name }: CatalogTable, { quoteIdentifier }: UpkeepFacts['dialect']): string {
  return [schema, name]
    .filter(part => part !== '')
    .map(part => quoteIdentifier(part))
    .join('.')
}

function isNamed({ schema, name }: CatalogTable, tables: readonly string[]): boolean {
  return tables.some(each => [name, `${schema}.${name}`].includes(each))
}

function isIndexed({ primaryKey, indexes }: CatalogTable, column: string): boolean {
  // Not looked at is not "none".
  return indexes === undefined || primaryKey[0] === column || indexes.some(index => index.column === column)
}

/** Columns that stand bare beside a comparison in the text; one within a function call is none that an index serves. */
function comparedColumns(sql: string, { columns }: CatalogTable): string[] {
  const bare = sql.replace(/'(?:[^']|'')*'/g, "''")
  return columns
    .map(({ name }) => name)
    .filter(name => {
      const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      return new RegExp(
        `(?<![\\w$(])["\`]?${escaped}["\`]?\\s*(?:=|<=|>=|<(?!>)|>|\\bbetween\\b|\\bin\\s*\\()`,
        'iu',
      ).test(bare)
    })
}
