/** A shop to be changed by words, on either engine: what a request makes of it, as lines that both write alike. */
import { createConnection } from 'mysql2/promise'
import postgres from 'postgres'
import { groundQuestion } from '../../server/ask/ask.ts'
import type { DatabaseEngine } from '../../server/databases/database.ts'
import type { TableDetails } from '../../server/databases/ddl.ts'
import { mysqlEngine } from '../../server/databases/mysql/mysql.ts'
import { postgresEngine } from '../../server/databases/postgres/postgres.ts'
import type { Catalog } from '../../server/domain.ts'
import { draftChange } from '../../server/generate/changes/changes.ts'
import type { DraftedChange } from '../../server/generate/changes/changes.ts'
import { createGrammar } from '../../server/generate/grammar/grammar.ts'
import { changeShopSql } from '../fixtures/change-shop.ts'
import { createMysqlTestDatabase } from '../fixtures/mysql.ts'
import { createTestDatabase } from '../fixtures/postgres.ts'
import { toTarget, withDatabase } from './engine-under-test.ts'

export interface ChangedShop {
  /** Against the shop as it is at first. */
  draft(text: string, asked?: 'CHANGE' | 'ANYTHING'): DraftedChange
  /** Runs it on a shop as it was at first; what is different after, sorted: `+ customers.fax text`. */
  change(text: string): Promise<readonly string[]>
  /** The same of whatever this does to it. */
  changeBy(act: () => Promise<unknown>): Promise<readonly string[]>
  /** Of its owner. */
  url: string
  drop(): Promise<void>
}

interface Known {
  catalog: Catalog
  details: readonly TableDetails[]
}

interface Server {
  engine: DatabaseEngine
  create: typeof createTestDatabase
  /** What leaves a database of that name as if it were new; making a new one takes the most time of all. */
  empty(name: string): readonly string[]
  run(url: string, statements: readonly string[]): Promise<void>
}

const POSTGRES: Server = {
  engine: postgresEngine,
  create: createTestDatabase,
  empty: () => ['drop schema public cascade', 'create schema public'],
  async run(url, statements) {
    const sql = postgres(url, { max: 1, onnotice: () => undefined })
    try {
      for (const statement of statements) await sql.unsafe(statement)
    } finally {
      await sql.end()
    }
  },
}

const MYSQL: Server = {
  engine: mysqlEngine,
  create: createMysqlTestDatabase,
  empty: name => [`drop database ${name}`, `create database ${name}`, `use ${name}`],
  async run(url, statements) {
    const sql = await createConnection({ uri: url, multipleStatements: true })
    try {
      for (const statement of statements) await sql.query(statement)
    } finally {
      await sql.end()
    }
  },
}

export const SERVERS = [POSTGRES, MYSQL]
const grammar = createGrammar({ ground: groundQuestion })

export async function openShop({ engine, create, empty, run }: Server): Promise<ChangedShop> {
  const { dialect } = engine
  const database = await create()
  const before = await onNewShop([])

  function draft(text: string, asked: 'CHANGE' | 'ANYTHING' = 'CHANGE'): DraftedChange {
    const answer = (question: string) => {
      const { catalog } = before
      const grounded = groundQuestion({
        text: question,
        previous: [],
        catalog,
        values: valuesOf(catalog),
        glossary: [],
      })
      const read = grammar.translate({ question: grounded, dialect })
      return read.kind === 'query' ? read.sql : null
    }
    return draftChange({
      text,
      catalog: before.catalog,
      dialect,
      details: before.details,
      answer,
      asked,
    })
  }

  async function onNewShop(change: readonly string[]): Promise<Known> {
    await run(database.url, [...empty(database.name), ...changeShopSql(engine.engine), ...change])
    return readShop()
  }

  function readShop(): Promise<Known> {
    return withDatabase({ engine }, toTarget(database.url), async opened => {
      const catalog = await opened.readCatalog()
      return {
        catalog,
        details: await opened.readTableDetails(catalog.tables.filter(({ kind }) => kind === 'TABLE')),
      }
    })
  }

  return {
    draft,
    async change(text) {
      const drafted = draft(text)
      if (drafted.kind !== 'SQL') return [`${drafted.kind} ${'message' in drafted ? drafted.message : ''}`]
      const after = await onNewShop([drafted.sql])
      return differences(linesOf(before, engine), linesOf(after, engine))
    },
    async changeBy(act) {
      await run(database.url, [...empty(database.name), ...changeShopSql(engine.engine)])
      await act()
      return differences(linesOf(before, engine), linesOf(await readShop(), engine))
    },
    url: database.url,
    drop: () => database.drop(),
  }
}

const valuesOf = ({ tables }: Catalog) =>
  tables
    .filter(({ name }) => name === 'customers')
    .map(({ schema }) => ({
      schema,
      table: 'customers',
      column: 'country',
      values: ['Germany', 'France'],
      complete: true,
    }))

function differences(before: readonly string[], after: readonly string[]): string[] {
  return [
    ...before.filter(line => !after.includes(line)).map(line => `- ${line}`),
    ...after.filter(line => !before.includes(line)).map(line => `+ ${line}`),
  ].sort()
}

function linesOf({ catalog, details }: Known, { engine }: DatabaseEngine): string[] {
  return catalog.tables.flatMap(({ schema, name, kind, columns, comment }) => {
    const own = details.find(table => table.schema === schema && table.name === name)
    const defaultOf = (column: string) => own?.columns.find(one => one.name === column)?.default ?? null
    // A new column's list of texts is its type in one engine, and a check in the other; so it is with where checks stand.
    const besides = columns.flatMap(column => [
      ...(column.enumValues === null
        ? []
        : [
            `${name} CHECK (${column.name}) CHECK ${column.name} in ${column.enumValues.map(value => `'${value}'`).join(', ')}`,
          ]),
      ...(engine === 'MYSQL'
        ? checkBeside(name, column.name, own?.columns.find(one => one.name === column.name)?.definition ?? '')
        : []),
    ])
    const lines = columns.map(column =>
      [
        `${name}.${column.name}`,
        column.enumValues === null ? plainType(column.type) : 'text',
        column.nullable ? '' : 'required',
        plainDefault(defaultOf(column.name)),
        column.comment === null ? '' : `comment ${column.comment}`,
      ]
        .filter(part => part !== '')
        .join(' '),
    )
    // MariaDB makes an index for each foreign key, which outlives it.
    const foreign = [
      'customer_id',
      ...(own?.keys ?? []).filter(key => key.kind === 'FOREIGN').map(key => key.columns.join()),
    ]
    const keys = (own?.keys ?? [])
      .filter(key => !(engine === 'MYSQL' && key.kind === 'INDEX' && foreign.includes(key.columns.join())))
      .map(key => `${name} ${key.kind} (${key.columns.join(', ')})${plainKey(key.kind, key.definition)}`)
    return kind === 'TABLE'
      ? [`table ${name}${comment === null ? '' : ` comment ${comment}`}`, ...lines, ...keys, ...besides]
      : [`view ${name}`]
  })
}

function checkBeside(table: string, column: string, definition: string): string[] {
  const check = /CHECK \(.*\)$/.exec(definition)?.[0]
  return check === undefined || check.includes('json_valid')
    ? []
    : [`${table} CHECK (${column})${plainKey('CHECK', check)}`]
}

function plainType(type: string): string {
  return type
    .replace(/^character varying|^varchar\(255\)|^varchar/, found =>
      found === 'varchar(255)' ? 'text' : 'varchar',
    )
    .replace(/^int$/, 'integer')
    .replace(/^decimal/, 'numeric')
    .replace(/^tinyint\(1\)/, 'boolean')
    .replace(/^datetime|^timestamp.*/, 'moment')
    .replace(/^jsonb?|^longtext/, 'json')
}

function plainDefault(sql: string | null): string {
  if (sql === null || /nextval/.test(sql)) return ''
  const text = sql
    .replace(/::[\w ]+/g, '')
    .replace(/^'(-?[\d.]+)'$/, '$1')
    .replace(/\bcurrent_timestamp\(\)|\bnow\(\)/gi, 'CURRENT_TIMESTAMP')
    .replace(/\bcur(rent_)?date\(\)/gi, 'CURRENT_DATE')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^(false|0(\.0+)?)$/, '0')
    .replace(/^(true|1)$/, '1')
  return `default ${text}`
}

function plainKey(kind: string, definition: string): string {
  if (kind === 'FOREIGN') {
    const [, table = '', rest = ''] =
      /REFERENCES (?:\w+\.)?[`"]?(\w+)[`"]?\s*\([^)]*\)(.*)$/.exec(definition) ?? []
    return ` -> ${table}${rest.replace(/ ON UPDATE \w+/, '')}`
  }
  return kind === 'CHECK'
    ? ` ${definition
        .replace(/[`"()]|::(?:text|character varying|bpchar|numeric|integer)(?:\[\])?/g, '')
        .replace(/= ANY ARRAY\[(.*?)\]/g, 'in $1')
        .replace(/(\w+) >= ([\d.]+) AND \1 <= ([\d.]+)/, '$1 between $2 and $3')
        .replace(/(\w+) ~~ /, '$1 like ')
        .replace(/,\s*/g, ', ')
        .replace(/\s+/g, ' ')
        .trim()}`
    : ''
}
