import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { previewOf } from '../../tests/fixtures/preview-of.ts'
import type { Plan, TablePlan } from '../databases/database.ts'

const table = (name: string, rows = 1): TablePlan => ({ table: name, fullScan: false, rows })
const plan = (rows: number | null, cost: number | null, ...tables: TablePlan[]): Plan => ({
  rows,
  cost,
  tables,
})

describe('a preview', () => {
  it.each([
    [plan(11, 30, table('customers')), 'reads 1 table · about 11 rows · cheap'],
    [plan(1, 20_000, table('customers'), table('orders')), 'reads 2 tables · about 1 row · moderate'],
    [plan(2_500_000, 5e6, table('a'), table('a')), 'reads 1 table · about 2,500,000 rows · expensive'],
    [plan(0, 0), 'reads no table · about 0 rows · cheap'],
    [plan(null, null), 'reads 1 table · an unknown number of rows · cost unknown'],
  ])('says in a line what the query would do', (assessed, words) => {
    expect(previewOf('select id from customers', { plan: assessed }).whatItWouldDo).toBe(words)
  })

  it.each([
    [11, 30.5],
    [null, null],
  ])('hands the estimates on, unknown ones as unknown', (rows, cost) => {
    expect(previewOf('select 1', { plan: plan(rows, cost) })).toMatchObject({
      estimatedRows: rows,
      estimatedCost: cost,
    })
  })

  it('of an everyday query has no warnings', () => {
    const sql = `select c.city, count(*) from customers c join orders o on o.customer_id = c.id
      where c.email = 'a@b.c' and o.total / 2 > 10 group by c.city order by 2 desc limit 10`
    expect(previewOf(sql).warnings).toEqual([])
  })
})

/** What a database would say of the first examples of the pages, and of the second ones. */
const MUCH = plan(9e9, 1e9, { table: 'orders', fullScan: true, rows: 2e6 }, table('customers', 50_000))
const LITTLE = plan(100, 50, table('orders', 100))
const NOTHING = plan(0, 0)
const CITIES = {
  ...{ schema: 'public', table: 'customers', column: 'city' },
  values: ['Berlin', 'Munich'],
  complete: true,
}

describe('the warnings of a preview', () => {
  const ids = readdirSync(new URL('./', import.meta.url))
    .filter(name => /^warn-.*\.ts$/.test(name) && !name.includes('.test.'))
    .map(name => name.slice(0, -3))

  it.each(ids)('%s has a test and a page, and speaks in its own name', id => {
    expect(existsSync(new URL(`${id}.test.ts`, import.meta.url))).toBe(true)
    const page = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8')
    expect(page).toContain(`# ${id}\n`)
    expect(readFileSync(new URL(`${id}.ts`, import.meta.url), 'utf8')).toContain(`'${id}'`)
  })

  it.each(ids)('%s finds the first example of its page and not the second', id => {
    const page = readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8')
    const [bad = '', good = ''] = [...page.matchAll(/```sql\n(.*?)\n```/gs)].map(match => match[1])
    const engine = page.includes('on MySQL and MariaDB, of') ? 'MYSQL' : 'POSTGRES'
    const codes = (sql: string, reading: Plan) =>
      previewOf(sql, { engine, plan: reading, values: [CITIES] }).warnings.map(({ code }) => code)
    expect(codes(bad, page.includes('no row can come') ? NOTHING : MUCH)).toContain(id)
    expect(codes(good, LITTLE)).not.toContain(id)
  })
})
