import { buildSchema, execute, GraphQLError, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createErrorFormatter } from './format-error.ts'

const CANARY = 'canary-password'
const schema = buildSchema(`
  enum Engine { POSTGRES MYSQL }
  input Term { term: String! }
  input Place { name: String! port: Int! engine: Engine! terms: [Term!] password: String! }
  type Query { save(input: Place!): Int }
`)
const good = { name: 'a', port: 1, engine: 'MYSQL', password: CANARY }

async function formatted(input: unknown) {
  const document = parse('query ($input: Place!) { save(input: $input) }')
  const { errors } = await execute({ schema, document, variableValues: { input } })
  const format = createErrorFormatter({ log: {} as never, newId: () => '', nameFailure: () => null })
  return format(errors?.[0])
}

describe('a variable that the API cannot take', () => {
  it.each([
    [
      'a number beyond 32 bits',
      { ...good, port: 99_999_999_999 },
      'port',
      'This must be a whole number, and not that large',
    ],
    ['half a number', { ...good, port: 1.5 }, 'port', 'This must be a whole number, and not that large'],
    [
      'text in place of a number',
      { ...good, port: `${CANARY}" at "input.name"; ` },
      'port',
      'This must be a whole number, and not that large',
    ],
    ['a missing field', { port: 1, engine: 'MYSQL', password: CANARY }, 'name', 'This is missing'],
    ['null', { ...good, name: null }, 'name', 'This is missing'],
    ['a number in place of text', { ...good, password: 12345 }, 'password', 'This must be text'],
    ['another engine', { ...good, engine: CANARY }, 'engine', 'This is none of the values that it can have'],
    ['a field that is not there', { ...good, nickname: CANARY }, 'nickname', 'There is no such field'],
    [
      'something in a list',
      { ...good, terms: [{ term: 'a' }, { term: [CANARY] }] },
      'terms.1.term',
      'This must be text',
    ],
    ['text in place of an input', CANARY, 'input', 'This is not what the API takes'],
  ])('is told by its field, without its value: %s', async (_, input, field, message) => {
    const answer = await formatted(input)
    expect(answer).toMatchObject({
      message: `${field}: ${message}`,
      extensions: { code: 'INPUT_INVALID', fields: [{ field, message }] },
    })
    expect(JSON.stringify(answer)).not.toContain(CANARY)
    expect(JSON.stringify(answer)).not.toContain('12345')
  })

  it('is not seen in errors about the document', () => {
    const format = createErrorFormatter({ log: {} as never, newId: () => '', nameFailure: () => null })
    expect(format(new GraphQLError('Cannot query field "x" on type "Query".'))).toMatchObject({
      message: 'Cannot query field "x" on type "Query".',
      extensions: { code: 'INPUT_INVALID', fields: [] },
    })
  })
})
