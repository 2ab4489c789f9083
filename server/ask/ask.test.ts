import { describe, expect, it } from 'vitest'
import { catalogOf, column, shopCatalog, table } from '../../tests/fixtures/shop-catalog.ts'
import type { ColumnValues, GlossaryTerm, GroundedQuestion } from '../domain.ts'
import { groundQuestion } from './ask.ts'

const values: ColumnValues[] = [
  {
    schema: 'public',
    table: 'customers',
    column: 'company_name',
    values: ['Bottom-Dollar Markets', "O'Brien's", 'Me'],
    complete: true,
  },
  { schema: 'public', table: 'customers', column: 'country', values: ['Germany', 'Oat'], complete: true },
  { schema: 'public', table: 'gone', column: 'country', values: ['Germany'], complete: true },
]

function ground(text: string, glossary: GlossaryTerm[] = []) {
  return groundQuestion({ text, previous: [], catalog: shopCatalog, values, glossary })
}

/** `Germany → customers.country` for every mention. */
function mentioned({ words, mentions }: GroundedQuestion): string[] {
  return mentions.flatMap(({ from, to, targets }) => {
    const said = words
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ')
    return targets.map(target => {
      switch (target.kind) {
        case 'table':
          return `${said} → ${target.table.name}`
        case 'column':
          return `${said} → ${target.table.name}.${target.column.name} (${target.match})`
        case 'value':
          return `${said} → ${target.table.name}.${target.column.name} = ${target.value}`
        case 'fragment':
          return `${said} → ${target.table.name}.${target.column.name} has ${target.text}`
        case 'term':
          return `${said} → ${target.term.meaning}`
      }
    })
  })
}

describe('grounding', () => {
  it.each([
    ['customers', 'customers → customers'],
    ['a customer', 'customer → customers'],
    ['CUSTOMERS', 'CUSTOMERS → customers'],
    ['clients', 'clients → customers'],
    ['daily sales', 'daily sales → Daily Sales'],
    ['company_name', 'company name → customers.company_name (EXACT)'],
    ['companyName', 'companyName → customers.company_name (EXACT)'],
    ['customer country', 'customer country → customers.country (LONG)'],
    ['date of an order', 'date → orders.order_date (SHORT)'],
    ['from germany', 'germany → customers.country = Germany'],
    ['Bottom-Dollar Markets', 'Bottom Dollar Markets → customers.company_name = Bottom-Dollar Markets'],
    ['at O’Brien’s', "O’Brien ’s → customers.company_name = O'Brien's"],
    ['"germany"', 'germany → customers.country = Germany'],
    ['oats', 'oats → customers.country = Oat'],
    ['gold ones', 'gold → customers.tier = gold'],
  ])('finds in %j that %s', (text, mention) => {
    expect(mentioned(ground(text))).toContain(mention)
  })

  it('does not take a word of grammar for a value, except in quotes', () => {
    expect(mentioned(ground('show me'))).toEqual([])
    expect(mentioned(ground('show "me"'))).toEqual(['me → customers.company_name = Me'])
  })

  it('passes over samples of tables that the catalog does not have', () => {
    expect(mentioned(ground('Germany'))).toEqual(['Germany → customers.country = Germany'])
  })

  it('finds the terms of a glossary, and what a term stands for when that is a name', () => {
    const glossary = [
      { term: 'buyers', meaning: 'customers', sql: null },
      { term: 'churned', meaning: 'no order for a year', sql: null },
    ]
    expect(mentioned(ground('churned buyers', glossary))).toEqual([
      'churned → no order for a year',
      'buyers → customers',
    ])
  })

  it('grounds each question of a chain on its own', () => {
    const question = groundQuestion({
      text: 'their orders',
      previous: ['customers', 'only gold ones'],
      catalog: shopCatalog,
      values,
      glossary: [],
    })
    expect(question.previous.map(({ text }) => text)).toEqual(['customers', 'only gold ones'])
    expect(question.previous.map(({ previous }) => previous)).toEqual([[], []])
  })

  it('names columns of tables without separators by what follows the table', () => {
    const catalog = catalogOf([
      table('countries', [column('countryname'), column('qty', { kind: 'INTEGER' })]),
    ])
    const ask = (text: string) =>
      mentioned(groundQuestion({ text, previous: [], catalog, values: [], glossary: [] }))
    expect(ask('name')).toEqual(['name → countries.countryname (SHORT)'])
    expect(ask('quantity')).toEqual(['quantity → countries.qty (EXACT)'])
  })
})
