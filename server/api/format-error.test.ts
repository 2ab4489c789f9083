import { buildSchema, execute, GraphQLError, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { createErrorFormatter } from './format-error.ts'

const CANARY = 'canary-value'

/** A formatter, and what it has logged as text. */
function setUp(nameFailure: (error: unknown) => AppError | null = () => null) {
  const lines: unknown[] = []
  const log = { error: (line: unknown) => lines.push(line), warn: (line: unknown) => lines.push(line) }
  const format = createErrorFormatter({ log: log as never, newId: () => 'id-1', nameFailure })
  return { format, logged: () => JSON.stringify(lines) }
}

/** What GraphQL makes of an error that a field throws. */
async function thrownByField(error: unknown): Promise<unknown> {
  const schema = buildSchema('type Query { one: Int }')
  const rootValue = {
    one: () => {
      throw error
    },
  }
  const { errors } = await execute({ schema, document: parse('{ one }'), rootValue })
  return errors?.[0]
}

class DriverError extends Error {
  readonly code = '57P01'
  readonly parameters = [CANARY]
}

describe('a failure', () => {
  it('is told with its code, words and hints, and where it was; its cause is logged without data', async () => {
    const { format, logged } = setUp()
    const failure = new AppError('RUN_TOO_MANY', 'You have 5 runs going already', {
      hints: ['Wait'],
      retryable: true,
      cause: new DriverError(`select ${CANARY}`),
    })
    expect(format(await thrownByField(failure))).toEqual({
      message: 'You have 5 runs going already',
      path: ['one'],
      locations: [{ line: 1, column: 3 }],
      extensions: { code: 'RUN_TOO_MANY', hints: ['Wait'], retryable: true, fields: [] },
    })
    expect(logged()).toContain('57P01')
    expect(logged()).not.toContain(CANARY)
  })

  it('from outside gets the name that is known for it', async () => {
    const { format } = setUp(error =>
      error instanceof DriverError ? new AppError('STORE_UNAVAILABLE', 'Away') : null,
    )
    const wrapped = new GraphQLError('wrapped', { originalError: new DriverError(CANARY) })
    for (const error of [new DriverError(CANARY), wrapped, await thrownByField(new DriverError(CANARY))])
      expect(format(error)).toMatchObject({ message: 'Away', extensions: { code: 'STORE_UNAVAILABLE' } })
  })
})

describe('a bug', () => {
  it.each([
    ['an error', new TypeError(CANARY)],
    ['an error with a cause', new Error(CANARY, { cause: new DriverError(CANARY) })],
    ['text', CANARY],
    ['nothing', undefined],
    ['an object', { message: CANARY, secret: CANARY }],
  ])(
    'that throws %s is told as INTERNAL with an id that the log has, without its data',
    async (_, thrown) => {
      const { format, logged } = setUp()
      const formatted = format(await thrownByField(thrown))
      expect(formatted).toMatchObject({
        message: expect.stringContaining('id-1') as string,
        extensions: { code: 'INTERNAL', retryable: false },
      })
      expect(JSON.stringify(formatted)).not.toContain(CANARY)
      expect(logged()).toContain('id-1')
      expect(logged()).not.toContain(CANARY)
    },
  )

  it('that makes a field give what its type cannot hold is INTERNAL, without the value', async () => {
    const { format } = setUp()
    const schema = buildSchema('type Query { one: Int }')
    const { errors } = await execute({ schema, document: parse('{ one }'), rootValue: { one: CANARY } })
    const formatted = format(errors?.[0])
    expect(formatted.extensions?.code).toBe('INTERNAL')
    expect(JSON.stringify(formatted)).not.toContain(CANARY)
  })

  it('in the formatting itself is INTERNAL too', () => {
    const { format } = setUp(() => {
      throw new Error(CANARY)
    })
    expect(format(new Error('any'))).toEqual({
      message: 'Something went wrong on our side',
      extensions: { code: 'INTERNAL', hints: [], retryable: false, fields: [] },
    })
  })
})

describe("GraphQL's own word on a document", () => {
  const schema = buildSchema('type Query { one(n: Int): Int }')
  const syntax = () => {
    try {
      parse('{ one(')
    } catch (error) {
      return error
    }
    throw new Error('parsed')
  }

  it.each([
    ['a syntax error', syntax(), 'Syntax Error'],
    ['a validation error', validate(schema, parse('{ two }'))[0], 'Cannot query field "two"'],
    [
      'an error that Apollo Server has wrapped',
      new GraphQLError('Syntax Error', {
        originalError: syntax() as Error,
        extensions: { code: 'GRAPHQL_PARSE_FAILED' },
      }),
      'Syntax Error',
    ],
  ])('is passed on as INPUT_INVALID: %s', (_, error, words) => {
    const { format, logged } = setUp()
    expect(format(error)).toMatchObject({
      message: expect.stringContaining(words) as string,
      extensions: { code: 'INPUT_INVALID', hints: [expect.any(String)] },
    })
    expect(logged()).toBe('[]')
  })
})
