import { describe, expect, it } from 'vitest'
import { choiceOf, choose, isText } from './sampling-choice.ts'
import type { SamplingChoice } from './sampling-choice.ts'

const city = { schema: 'public', table: 'customers', column: 'city' }
const email = { schema: 'public', table: 'customers', column: 'email' }
const sampling = { enabled: true, never: [city], always: [email] }

describe('isText', () => {
  it.each(['text', 'character varying(40)', 'citext', 'varchar(20)', 'longtext', 'char(2)'])(
    'is so of %s',
    type => expect(isText(type)).toBe(true),
  )
  it.each(['integer', 'numeric(10,2)', 'bytea', 'date', 'uuid'])('is not of %s', type =>
    expect(isText(type)).toBe(false),
  )
})

describe('choose', () => {
  it.each([
    ['usual', [], [email]],
    ['never', [city], [email]],
    ['always', [], [email, city]],
  ] as const)('%s: the column is in that list only', (choice, never, always) =>
    expect(choose(sampling, { ...city }, choice)).toEqual({ enabled: true, never, always }),
  )

  it('is what is read back', () => {
    for (const choice of ['usual', 'never', 'always'] satisfies SamplingChoice[])
      expect(choiceOf(choose(sampling, email, choice), email)).toBe(choice)
  })

  it('tells columns of the same name in other tables apart', () =>
    expect(choiceOf(sampling, { ...city, table: 'suppliers' })).toBe('usual'))
})
