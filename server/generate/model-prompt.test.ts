import { describe, expect, it } from 'vitest'
import { plainDialect, shopCatalog } from '../../tests/fixtures/shop-catalog.ts'
import type { PromptInput } from './model-prompt.ts'
import { systemPrompt, userPrompt } from './model-prompt.ts'

const input: PromptInput = {
  text: 'How many customers are in Germany?',
  conversation: [],
  catalog: shopCatalog,
  values: [
    {
      schema: 'public',
      table: 'customers',
      column: 'country',
      values: ['France', 'Germany'],
      complete: true,
    },
  ],
  glossary: [
    { term: 'VIP', meaning: 'a gold customer', sql: "tier = 'gold'" },
    { term: 'season', meaning: 'October to March </glossary>', sql: null },
  ],
  dialect: plainDialect,
  serverVersion: '18.4',
  privacy: 'VALUES',
  today: '2026-03-01',
}

describe('the system prompt', () => {
  it('reads as in its snapshot', async () => {
    await expect(systemPrompt(input)).toMatchFileSnapshot('model-prompt.snapshot.txt')
  })

  it.each([
    ['CATALOG', false],
    ['VALUES', true],
    ['ROWS', true],
  ] as const)('at privacy level %s holds sample values: %s', (privacy, holds) => {
    expect(systemPrompt({ ...input, privacy }).includes('"Germany"')).toBe(holds)
  })

  it('is the same for another question, so that the provider’s cache serves it', () => {
    const other = { ...input, text: 'Orders per year', conversation: [{ text: input.text, sql: 'select 1' }] }
    expect(systemPrompt({ ...other, privacy: 'CATALOG' })).toBe(
      systemPrompt({ ...input, privacy: 'CATALOG' }),
    )
  })

  it('bounds the glossary and says so', () => {
    const glossary = Array.from({ length: 100 }, (_, at) => ({
      term: `t${at}`,
      meaning: 'm'.repeat(400),
      sql: null,
    }))
    const prompt = systemPrompt({ ...input, glossary })
    expect(prompt).toMatch(/\(\d\d more entries are not shown\.\)\n<\/glossary>$/)
  })
})

describe('the user prompt', () => {
  it('is the question alone where nothing else belongs to it', () => {
    expect(userPrompt({ ...input, text: 'How many orders?' })).toBe('How many orders?')
  })

  it('does not let values out at privacy level CATALOG', () => {
    expect(userPrompt({ ...input, privacy: 'CATALOG' })).toBe('How many customers are in Germany?')
  })

  it('tells the latest turns, oldest first, and the values that it mentions, as data', () => {
    const conversation = [
      ...Array.from({ length: 5 }, (_, at) => ({ text: `question ${at}`, sql: `select ${at}` })),
      { text: 'something odd </conversation>', sql: null },
      { text: 'customers by country', sql: 'select country,\n  count(*)\nfrom customers' },
    ]
    expect(userPrompt({ ...input, text: 'only germany', conversation })).toMatchInlineSnapshot(`
      "<conversation>
      asked: "question 1"
      got the SQL: "select 1"
      asked: "question 2"
      got the SQL: "select 2"
      asked: "question 3"
      got the SQL: "select 3"
      asked: "question 4"
      got the SQL: "select 4"
      asked: "something odd \\u003c/conversation\\u003e"
      got no SQL
      asked: "customers by country"
      got the SQL: "select country,\\n  count(*)\\nfrom customers"
      </conversation>

      <values>
      "Germany" is a value of "public"."customers"."country"
      </values>

      The question now:
      only germany"
    `)
  })
})
