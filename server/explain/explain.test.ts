/** One file, because it is one table of results and the words for them, with the few functions that read it. */
import { describe, expect, it } from 'vitest'
import { encodeRows } from '../../tests/fixtures/encoded-rows.ts'
import type { Cell, ResultColumn, Row } from '../domain.ts'
import type { Explanation } from './explain.ts'
import { createResultDigest, explainResult } from './explain.ts'

/** `customer_id:integer country` — text where no type is given. */
function columnsOf(names: string): ResultColumn[] {
  return names
    .split(' ')
    .filter(name => name !== '')
    .map(text => {
      const [name = '', type = 'text'] = text.split(':')
      return { name, type: type.replaceAll('_', ' '), nullable: null }
    })
}

function explain(names: string, rows: readonly Row[], changes: Partial<Explanation> = {}): string {
  const columns = columnsOf(names)
  const digest = createResultDigest(columns)
  digest.add(encodeRows(rows))
  return explainResult({
    question: '',
    reading: '',
    columns,
    digest: digest.digest(),
    state: 'COMPLETED',
    problem: null,
    ...changes,
  }).join('')
}

describe('one value', () => {
  it.each<[string, Cell, string]>([
    ['count:bigint', 830, 'The answer is 830.'],
    ['?column?:integer', 12345, 'The answer is 12,345.'],
    ['count(*):bigint', 91, 'The answer is 91.'],
    ['customers:bigint', 91, 'Customers: 91.'],
    ['order_count:bigint', 830, 'The order count is 830.'],
    ['avg_unit_price:numeric', '28.8663636363636364', 'The average unit price is 28.87.'],
    ['avg:numeric', '28.8663636363636364', 'The average is 28.87.'],
    ['max:timestamp_without_time_zone', '1998-05-06T00:00:00', 'The highest is 6 May 1998.'],
    ['totalRevenue:DECIMAL', '1265793.0395', 'The total revenue is 1,265,793.04.'],
    ['balance:numeric', '-1234.50', 'The balance is -1,234.50.'],
    ['total:bigint', '9007199254740993', 'The total is 9,007,199,254,740,993.'],
    ['customer_id:integer', 10248, 'The customer ID is 10248.'],
    ['order_year:integer', 1997, 'The order year is 1997.'],
    ['company_name', 'Alfreds Futterkiste', 'The company name is Alfreds Futterkiste.'],
    ['company_name', 'Acme Inc.', 'The company name is Acme Inc.'],
    ['note', '', 'The note is an empty text.'],
    ['exists:boolean', true, 'The answer is yes.'],
    ['active:boolean', false, 'Active: no.'],
    ['rate:double_precision', 'NaN', 'The rate is NaN.'],
    ['payload:jsonb', { a: 1 }, 'The payload is a JSON value.'],
    ['tags:text[]', ['a'], 'Tags: a list.'],
    ['avg:numeric', null, 'There is no value for average: the data holds nothing to take it from.'],
    ['?column?:integer', null, 'The answer is empty: there was nothing to compute it from.'],
    ['note', 'two\nlines\t\u0007and more', 'The note is two lines and more.'],
    ['note', 'x'.repeat(100_000), `The note is ${'x'.repeat(60)}…`],
    ['note', '🍺'.repeat(200), `The note is ${'🍺'.repeat(60)}…`],
  ])('%s = %j', (name, cell, words) => {
    expect(explain(name, [[cell]])).toBe(words)
  })
})

describe('one row', () => {
  it.each<[string, Row, string]>([
    [
      'company_name city:text unit_price:numeric customer_id:integer',
      ['Alfreds', 'Berlin', '1200.00', 1000],
      'There is one row: company name: Alfreds; city: Berlin; unit price: 1,200; customer ID: 1000.',
    ],
    ['a b', [null, null], 'There is one row.'],
    ['name name', ['Ann', 'Bob'], 'There is one row.'],
    ['a b c d e f', ['1', null, '3', '4', '5', '6'], 'There is one row: a: 1; c: 3; d: 4; e: 5; f: 6.'],
  ])('%s', (names, row, words) => {
    expect(explain(names, [row])).toBe(words)
  })
})

describe('a grouping', () => {
  it.each<[string, string, readonly Row[], string]>([
    [
      'names the largest and the smallest, and adds up what can be added',
      'country customer_count:bigint',
      [
        ['Germany', 11],
        ['USA', 13],
        ['Norway', 1],
      ],
      'There are 3 countries. Highest customer count: USA with 13; lowest: Norway with 1. Together: 25.',
    ],
    [
      'does not add up averages',
      'country avg_price:numeric',
      [
        ['Germany', '10.10'],
        ['USA', '1300.255'],
      ],
      'There are 2 countries. Highest average price: USA with 1,300.26; lowest: Germany with 10.10.',
    ],
    [
      'takes the number first, too',
      'orders:bigint country',
      [
        [11, 'Germany'],
        [2, 'USA'],
      ],
      'There are 2 countries. Highest orders: Germany with 11; lowest: USA with 2. Together: 13.',
    ],
    [
      'names all that share a place, up to three',
      'country orders:bigint',
      [
        ['A', 5],
        ['B', 5],
        ['C', 1],
        ['D', 1],
        ['E', 1],
        ['F', 1],
      ],
      'There are 6 countries. Highest orders: A and B with 5; lowest: C, D, E and 1 more with 1. Together: 14.',
    ],
    [
      'says that all are equal',
      'country orders:bigint',
      [
        ['A', 5],
        ['B', 5],
      ],
      'There are 2 countries. All have the same orders: 5. Together: 10.',
    ],
    [
      'counts a group without a name',
      'region orders:bigint',
      [
        ['West', 5],
        [null, 7],
      ],
      'There are 2 groups. Highest orders: no value with 7; lowest: West with 5. Together: 12.',
    ],
    [
      'leaves rows without a number out and says so',
      'region orders:bigint',
      [
        ['West', 5],
        ['East', null],
        ['North', 6],
      ],
      'There are 3 regions. Highest orders: North with 6; lowest: West with 5. Together: 11. Not counting 1 row without a value.',
    ],
    [
      'tells the span of years',
      'year:numeric revenue:numeric',
      [
        ['1996', '208083.97'],
        ['1997', '617085.20'],
        ['1998', '440623.87'],
      ],
      'There are 3 years, from 1996 to 1998. Highest revenue: 1997 with 617,085.20; lowest: 1996 with 208,083.97. Together: 1,265,793.04.',
    ],
    [
      'tells the span of dates',
      'month:timestamp_with_time_zone orders:bigint',
      [
        ['1996-08-01T00:00:00Z', 25],
        ['1996-07-01T00:00:00Z', 22],
      ],
      'There are 2 months, from 1 July 1996 to 1 August 1996. Highest orders: 1 August 1996 with 25; lowest: 1 July 1996 with 22. Together: 47.',
    ],
    [
      'adds decimals that arrive as text without rounding on the way',
      'name amount:numeric',
      [
        ['a', '0.1'],
        ['b', '0.2'],
        ['c', '9007199254740993.00'],
      ],
      'There are 3 names. Highest amount: c with 9,007,199,254,740,993; lowest: a with 0.1. Together: 9,007,199,254,740,993.30.',
    ],
  ])('%s', (_title, names, rows, words) => {
    expect(explain(names, rows)).toBe(words)
  })
})

describe('a list', () => {
  const customers: readonly Row[] = [
    [1, 'Alfreds', 'Berlin', 'Germany'],
    [2, 'Blauer See', 'Mannheim', 'Germany'],
    [3, 'Drachenblut', 'Berlin', 'Germany'],
  ]
  it.each<[string, string, readonly Row[], string, string]>([
    [
      'calls the rows by their noun where a column shows that each is another one',
      'customer_id:integer company_name city country',
      customers,
      'List all customers from Germany',
      'There are 3 customers, with 2 different cities (most often Berlin: 2). All have country Germany.',
    ],
    [
      'calls them so where they have names of their own and the question asks for nothing else',
      'company_name city country',
      customers.map(row => row.slice(1)),
      'Show me all the customers from Germany',
      'There are 3 customers, with 2 different cities (most often Berlin: 2). All have country Germany.',
    ],
    [
      'calls them rows where the names may be of something else',
      'product_name city',
      [
        ['Chai', 'Bonn'],
        ['Tofu', 'Bonn'],
      ],
      'Show customers by product',
      'There are 2 rows. All have city Bonn.',
    ],
    [
      'calls them rows where the question opens with something else',
      'product_name city',
      [
        ['Chai', 'Bonn'],
        ['Tofu', 'Bonn'],
      ],
      'What was bought by customers?',
      'There are 2 rows. All have city Bonn.',
    ],
    [
      'calls them rows where the question names two things',
      'company_name city',
      [
        ['Alfreds', 'Bonn'],
        ['Blauer See', 'Bonn'],
      ],
      'List customers and orders',
      'There are 2 rows. All have city Bonn.',
    ],
    [
      'calls them rows where no column shows it',
      'company_name city country',
      customers.map(row => row.slice(1)),
      'Everybody from Germany',
      'There are 3 rows, with 2 different cities (most often Berlin: 2). All have country Germany.',
    ],
    [
      'calls them rows where the noun’s column repeats',
      'customer_id:integer city',
      [
        [1, 'Bonn'],
        [1, 'Bonn'],
      ],
      'customers and their orders',
      'There are 2 rows. All have city Bonn.',
    ],
    [
      'tells from where to where dates and numbers go, and never of ids',
      'order_id:integer order_date:date freight:numeric quantity:integer postal_code',
      [
        [10248, '1996-07-04', '32.38', 10, '51100'],
        [11077, '1998-05-06', '1007.64', 5, '44087'],
      ],
      'orders',
      'There are 2 orders. The order date goes from 4 July 1996 to 6 May 1998. Freight: from 32.38 to 1,007.64. Quantity: from 5 to 10, together 15.',
    ],
    ['does not make much of one column', 'city', [['Bonn'], ['Ulm']], '', 'There are 2 rows.'],
    [
      'says what is empty throughout',
      'city region fax',
      [
        ['Bonn', null, null],
        ['Ulm', null, null],
      ],
      '',
      'There are 2 rows. No row has a value for region and fax.',
    ],
    [
      'bears columns of the same name',
      'name name x',
      [
        ['a', 'b', 'c'],
        ['a', 'd', 'c'],
      ],
      '',
      'There are 2 rows. All have x c.',
    ],
    [
      'bears JSON, lists and huge texts',
      'a:jsonb b:text[] c',
      [
        [{ x: 1 }, ['y'], 'z'.repeat(9999)],
        [{ x: 1 }, ['y'], 'z'.repeat(9999)],
      ],
      '',
      'There are 2 rows.',
    ],
    [
      'bears numbers that are none',
      'rate:double_precision x',
      [
        ['NaN', 'a'],
        [1.5, 'b'],
      ],
      '',
      'There are 2 rows.',
    ],
    [
      'bears dates of any kind',
      'd:date x',
      [
        ['0044-03-15 BC', 'a'],
        ['infinity', 'b'],
      ],
      '',
      'There are 2 rows.',
    ],
    [
      'compares no times of different zones',
      'd:timestamp x',
      [
        ['2024-01-01T10:00:00Z', 'a'],
        ['2024-01-01T09:00:00+05', 'b'],
      ],
      '',
      'There are 2 rows.',
    ],
    [
      'tells a flag that all share',
      'x discontinued:boolean',
      [
        ['a', true],
        ['b', true],
      ],
      '',
      'There are 2 rows. All have discontinued yes.',
    ],
    [
      'bears rows shorter than the columns',
      'a b',
      [['x'], ['y']],
      '',
      'There are 2 rows. No row has a value for b.',
    ],
    [
      'tells a number that is the same in every row',
      'x y price:numeric',
      [
        ['a', 'c', '-1.50'],
        ['b', 'd', '-1.5'],
      ],
      '',
      'There are 2 rows. Price: -1.50 each.',
    ],
  ])('%s', (_title, names, rows, question, words) => {
    expect(explain(names, rows, { question })).toBe(words)
  })
})

describe('no rows', () => {
  it.each([
    ['', '', 'No rows match this question.'],
    ['Show customers', 'Lists the customers.', 'No rows match this question.'],
    [
      'customers from germny',
      "Lists the customers where country is 'germny'.",
      'No rows match this question. The condition on “germny” may be the cause: it may be spelt differently in the data, or not occur at all.',
    ],
    ['who?', "Lists the customer's orders and the company's address.", 'No rows match this question.'],
    [
      'Which orders went to New York in 2031?',
      '',
      'No rows match this question. The conditions on “New York” and “2031” may be the cause: one may be spelt differently in the data, or they may not occur together.',
    ],
  ])('%s', (question, reading, words) => {
    expect(explain('a b', [], { question, reading })).toBe(words)
  })
})

describe('a run that is not whole', () => {
  const rows: readonly Row[] = [
    ['Germany', 11],
    ['USA', 13],
  ]
  it.each<[string, Partial<Explanation>, string]>([
    [
      'says that only the first rows count',
      { state: 'TRUNCATED' },
      'Only the first 2 rows were read; the result has more, and what follows counts only what was read. There are 2 countries. Highest orders: USA with 13; lowest: Germany with 11. Together: 24.',
    ],
    [
      'sums up nothing when it was stopped',
      { state: 'CANCELLED' },
      'The query was stopped after 2 rows, so there is nothing to sum up.',
    ],
    [
      'gives the reason when it failed',
      {
        state: 'FAILED',
        problem: { code: 'RUN_TIME_LIMIT', message: 'It took too long', hints: [], retryable: true },
      },
      'The query failed: It took too long.',
    ],
    [
      'says that it failed without a reason',
      { state: 'FAILED' },
      'The query failed: the reason is not known.',
    ],
    ['says that it still runs', { state: 'RUNNING' }, 'The query is still running.'],
  ])('%s', (_title, changes, words) => {
    expect(explain('country orders:bigint', rows, changes)).toBe(words)
  })
})

it('says that a result has no columns', () => {
  expect(explain('', [[], []])).toBe('The query ran, and its result has no columns.')
})

it('claims nothing about rows that it did not see', () => {
  const rows = Array.from({ length: 4210 }, (_, at): Row => [`country ${at}`, at])
  expect(explain('country orders:bigint', rows)).toBe(
    'There are 4,210 rows. That is too many to sum up here: ask for totals or for groups to see what is in them.',
  )
})

it.each([
  [0, 'The result was too large to read even its first row.'],
  [
    1,
    'Only the first row was read; the result has more, and what follows counts only what was read. The x is 7.',
  ],
  [
    2000,
    'Only the first 2,000 rows were read; the result has more. That is too many to sum up here: ask for totals or for groups to see what is in them.',
  ],
])('words a result cut off after %i rows', (count, words) => {
  const rows = Array.from({ length: count }, (): Row => [7])
  expect(explain('x:integer', rows, { state: 'TRUNCATED' })).toBe(words)
})

it('counts rows of all batches, and sees the same whatever their size', () => {
  const columns = columnsOf('country orders:bigint')
  const rows = Array.from({ length: 1000 }, (_, at): Row => [`country ${at}`, at])
  const [whole, inParts] = [createResultDigest(columns), createResultDigest(columns)]
  whole.add(encodeRows(rows))
  for (let at = 0; at < rows.length; at += 7) inParts.add(encodeRows(rows.slice(at, at + 7)))
  expect(inParts.digest()).toEqual(whole.digest())
  expect(whole.digest()).toMatchObject({ rowCount: 1000, complete: true })
})

it('comes in pieces of a few words', () => {
  const columns = columnsOf('count:bigint')
  const digest = createResultDigest(columns)
  const pieces = explainResult({
    question: 'Which orders went to New York?',
    reading: '',
    columns,
    digest: digest.digest(),
    state: 'COMPLETED',
    problem: null,
  })
  expect(pieces.slice(0, 2)).toEqual(['No rows match this ', 'question. The condition on '])
})
