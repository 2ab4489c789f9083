import { describe, expect, it } from 'vitest'
import { acceptStatement, speakInstead } from './accept-statement.ts'
import { checkSentence } from './check-citations.ts'
import { evidenceItem } from './facts.fixture.ts'

const slice = [
  evidenceItem('E1', {
    text: 'Step 1 rewrites the table, on about 4,100,000 rows, 2.3 GB, takes AccessExclusiveLock on public.orders',
  }),
  evidenceItem('E2', {
    topic: 'LINT',
    text: 'forbid-rewrite: Step 1 rewrites public.order_items',
    floor: 'BLOCK',
  }),
]
const known = ['orders', 'order_items', 'email']
const check = (text: string, evidence: readonly string[] = ['E1']) =>
  checkSentence({ text, evidence }, slice, known)

describe('a sentence of a model', () => {
  it.each([
    ['Apply it at night.', ['E1']],
    ['Rewriting 4,100,000 rows keeps everybody out of orders.', ['E1']],
    ['That is 4100000 rows and 2.3 GB.', ['E1']],
    ['The table public.orders is locked.', ['E1']],
    ['See E2: forbid-rewrite is against it.', []],
    ['Both order_items and orders are rewritten.', ['E1', 'E2']],
  ])('stands where its evidence holds it: %s', (text, evidence) => {
    expect(check(text, evidence)).toMatchObject({ ok: true })
  })

  it.each([
    ['cites nothing', 'Apply it at night.', []],
    ['cites what is not there', 'Apply it at night.', ['E9']],
    ['cites one that is not there beside one that is', 'Apply it at night.', ['E1', 'E9']],
    ['has a number of its own', 'It takes 40 minutes.', ['E1']],
    ['has a number of evidence that it does not cite', 'It is about 4,100,000 rows.', ['E2']],
    ['rounds a number', 'About 4.1 million rows are rewritten.', ['E1']],
    ['writes a number as a word', 'It takes twelve minutes.', ['E1']],
    ['names a table of other evidence', 'The table order_items is locked.', ['E1']],
    ['names something that is at stake elsewhere', 'Nobody needs email.', ['E1']],
    ['names a rule of its own', 'It breaks forbid-everything.', ['E2']],
    ['quotes what is not there', 'It says "approved by the board".', ['E1']],
    ['is two sentences', 'Apply it. Then rest.', ['E1']],
    ['is empty', '  ', ['E1']],
    ['is endless', `Apply it ${'again and '.repeat(80)} again`, ['E1']],
  ])('is dropped where it %s', (_, text, evidence) => {
    expect(check(text, evidence)).toMatchObject({ ok: false })
  })
})

describe("a model's word for a role", () => {
  const accept = (
    sentences: readonly { text: string; evidence: readonly string[] }[],
    stance: 'SUPPORT' | 'BLOCK',
  ) => acceptStatement('DATABASE_ARCHITECT', { stance, sentences, model: 'm', promptHash: 'h' }, slice, known)
  const good = { text: 'Apply it at night', evidence: ['E1'] }

  it('keeps what stands, and says what was left out', () => {
    const statement = accept([{ text: 'It takes 40 minutes.', evidence: ['E1'] }, good], 'BLOCK')
    expect(statement).toMatchObject({
      recommendation: 'Apply it at night.',
      origin: 'MODEL',
      evidence: ['E1'],
    })
    expect(statement.note).toContain('One sentence of the model said what no evidence holds')
  })

  it('is at most two sentences', () => {
    expect(accept([good, good, good, good], 'BLOCK').recommendation).toBe(
      'Apply it at night. Apply it at night.',
    )
  })

  it('is no milder than the evidence of the role', () => {
    expect(accept([good], 'SUPPORT')).toMatchObject({ stance: 'BLOCK', evidence: ['E1', 'E2'] })
  })

  it('gives way to the template where nothing of it stands', () => {
    const statement = accept([{ text: 'I am 100 % sure.', evidence: [] }], 'SUPPORT')
    expect(statement).toMatchObject({ origin: 'TEMPLATE', stance: 'BLOCK', model: 'm' })
    expect(statement.note).toContain('the template speaks')
  })

  it('that did not come is the template, with why', () => {
    const why = 'The model took too long.'
    expect(speakInstead('DATABASE_ARCHITECT', slice, { model: 'm', promptHash: null, why })).toMatchObject({
      ...{ origin: 'TEMPLATE', stance: 'BLOCK', note: 'The model took too long. The template speaks.' },
    })
  })
})
