import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { CsvBatch, Database, RowCursor } from '../databases/database.ts'
import type { Row } from '../domain.ts'
import { AppError } from '../errors.ts'
import { createExecutor } from './execute.ts'
import type { ExecutionLimits, ExportSettings } from './execute.ts'

const COLUMNS = [
  { name: 'n', type: 'integer', nullable: null },
  { name: 'name', type: 'text', nullable: null },
]
const CSV = { nullText: '', guardFormulas: false }
const PLAIN: ExportSettings = { format: 'csv', csv: CSV }
const LIMITS: ExecutionLimits = {
  maxRows: 1000,
  maxBytes: 1_000_000,
  maxSeconds: 60,
  firstRowSeconds: 60,
  stallSeconds: 60,
}

type Source = Pick<Database, 'openCursor' | 'copyCsv'>

/** A database with these batches, which tells by what way it was asked. */
function fakeDatabase(batches: readonly (readonly Row[])[], copies: 'all' | 'none' | 'never' = 'all') {
  const asked: string[] = []
  let left = [...batches]
  const cursor: RowCursor = {
    columns: COLUMNS,
    read() {
      const [rows = [], ...rest] = left
      left = rest
      return Promise.resolve({ rows: encodeRows(rows), done: left.length === 0 })
    },
    close: () => Promise.resolve(),
  }
  const database: Source = {
    openCursor() {
      asked.push('cursor')
      return Promise.resolve(cursor)
    },
    copyCsv:
      copies === 'never'
        ? null
        : (_sql, { nullText }) => {
            asked.push(`copy with ${JSON.stringify(nullText)}`)
            const read = (): Promise<CsvBatch> =>
              Promise.resolve({ bytes: Buffer.from('1,copied\r\n'), rows: 1, done: true })
            return Promise.resolve(copies === 'none' ? null : { columns: COLUMNS, read, close: cursor.close })
          },
  }
  return { asked, database, cursor }
}

/** What is sent of the file, and how it ended. */
async function exportFile(database: Source, settings: Partial<ExportSettings> = {}, limits = LIMITS) {
  const request = { sql: 'select', limits, workplace: { key: 'a', places: 1 } }
  const file = createExecutor({ now: () => new Date(0) }).export(
    { ...request, database, onOutcome: () => Promise.resolve() },
    { ...PLAIN, ...settings },
  )
  let text = ''
  for await (const event of file.execution) {
    if (event.kind === 'started') text += file.begin()
    else if (event.kind === 'rows') text += Buffer.from(event.rows.text).toString()
    else if (event.kind === 'finished') {
      const { state, rowCount, problem } = event
      return { text: state === 'COMPLETED' ? text + file.end() : text, state, rowCount, problem }
    }
  }
  throw new Error('An export without an end')
}

const ROWS: readonly (readonly Row[])[] = [
  [
    [1, 'a'],
    [2, null],
  ],
  [[3, '=c']],
]

const failure = { message: 'Lost.', hints: [], retryable: false }

describe('an export', () => {
  it('is copied by the engine as plain CSV, after our own header', async () => {
    const { asked, database } = fakeDatabase(ROWS)
    expect(await exportFile(database, { csv: { ...CSV, nullText: 'NULL' } })).toMatchObject({
      text: 'n,name\r\n1,copied\r\n',
      state: 'COMPLETED',
      rowCount: 1,
    })
    expect(asked).toEqual(['copy with "NULL"'])
  })

  it.each<[string, Partial<ExportSettings>, string]>([
    ['with formulas guarded', { csv: { ...CSV, guardFormulas: true } }, "n,name\r\n1,a\r\n2,\r\n3,'=c\r\n"],
    ['as NDJSON', { format: 'ndjson' }, '{"n":1,"name":"a"}\n{"n":2,"name":null}\n{"n":3,"name":"=c"}\n'],
    ['as JSON', { format: 'json' }, '[\n{"n":1,"name":"a"},\n{"n":2,"name":null},\n{"n":3,"name":"=c"}\n]\n'],
  ])('%s is never copied', async (_, settings, text) => {
    const { asked, database } = fakeDatabase(ROWS)
    expect(await exportFile(database, settings)).toMatchObject({ text, state: 'COMPLETED', rowCount: 3 })
    expect(asked).toEqual(['cursor'])
  })

  it.each(['none', 'never'] as const)('is written by us where the engine copies %s', async copies => {
    const { asked, database } = fakeDatabase(ROWS, copies)
    expect(await exportFile(database)).toMatchObject({ text: 'n,name\r\n1,a\r\n2,\r\n3,=c\r\n' })
    expect(asked.at(-1)).toBe('cursor')
  })

  it.each([
    ['csv', 'n,name\r\n'],
    ['json', '[\n]\n'],
    ['ndjson', ''],
  ] as const)('as %s of no row has what a file without rows has', async (format, text) => {
    const { database } = fakeDatabase([], 'never')
    expect(await exportFile(database, { format })).toMatchObject({ text, state: 'COMPLETED', rowCount: 0 })
  })

  it('that fails in the middle has the rows before it and no end that looks whole', async () => {
    const { database, cursor } = fakeDatabase(ROWS, 'never')
    const lost = new AppError('DATABASE_CONNECTION_LOST', 'Lost.')
    let reads = 0
    const read: RowCursor['read'] = bounds => (reads++ === 0 ? cursor.read(bounds) : Promise.reject(lost))
    const broken: Source = { ...database, openCursor: () => Promise.resolve({ ...cursor, read }) }
    expect(await exportFile(broken, { format: 'json' })).toEqual({
      ...{ state: 'FAILED', rowCount: 2, problem: { ...failure, code: 'DATABASE_CONNECTION_LOST' } },
      text: '[\n{"n":1,"name":"a"},\n{"n":2,"name":null}',
    })
  })

  it('that had more than it may have says so', async () => {
    const { database } = fakeDatabase([[[1, 'a']], [[2, 'b']]], 'never')
    expect(await exportFile(database, {}, { ...LIMITS, maxRows: 1 })).toMatchObject({
      state: 'TRUNCATED',
      rowCount: 1,
    })
  })

  it('whose statement does not open has no text at all', async () => {
    const refused = new AppError('DATABASE_STATEMENT_FAILED', 'Lost.')
    const closed: Source = { openCursor: () => Promise.reject(refused), copyCsv: null }
    expect(await exportFile(closed, { format: 'json' })).toEqual({
      ...{ text: '', state: 'FAILED', rowCount: 0 },
      problem: { ...failure, code: 'DATABASE_STATEMENT_FAILED' },
    })
  })
})
