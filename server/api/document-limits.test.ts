import { readdirSync, readFileSync } from 'node:fs'
import { buildSchema, getIntrospectionQuery, Kind, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { exceededLimit, measureDocument } from './document-limits.ts'

const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))
const LIMITS = { maxDepth: 15, maxAliases: 50, maxDirectives: 100, maxCost: 200_000 }
const measure = (query: string, variables: Record<string, unknown> = {}) =>
  measureDocument(parse(query), schema, variables)
const exceeded = (query: string) => exceededLimit(parse(query), schema, {}, LIMITS)

describe('the measure of a document', () => {
  it.each([
    ['{ viewer { id } }', { depth: 2, aliases: 0, directives: 0, cost: 5002 }],
    ['{ a: viewer { b: id } }', { aliases: 2 }],
    ['query @a { viewer @include(if: true) { ...F @b } } fragment F on User @c { id @d }', { directives: 5 }],
    ['{ ...F } fragment F on Query { viewer { id } }', { depth: 2, cost: 5002 }],
    ['{ ... on Query { viewer { id } } }', { depth: 2, cost: 5002 }],
    ['{ connections { id } }', { cost: 5011 }],
    ['{ connection(id: 1) { tables { name } } }', { cost: 5202 }],
    ['{ connection(id: 1) { tables(first: 3) { name } } }', { cost: 5005 }],
    ['query ($n: Int) { history(first: $n) { nodes { id } } }', { cost: 5101 }],
    ['{ nothing { of(first: 9) { this } } }', { depth: 3, cost: 5003 }],
  ])('%s is %j', (query, measured) => {
    expect(measure(query)).toMatchObject(measured)
  })

  it('counts a list by the variable that says its length, and its page only once', () => {
    const query = 'query ($n: Int) { history(first: $n) { nodes { id } } }'
    expect(measure(query, { n: 100 }).cost).toBe(5001 + 100 * 2)
    expect(measure(query, { n: -5 }).cost).toBe(5001 + 2)
  })

  it('ends on circles, and at once on what doubles forty times', () => {
    expect(
      measure('{ ...A } fragment A on Query { ...B } fragment B on Query { viewer { id } ...A }').cost,
    ).toBe(5002)
    const doubling = Array.from(
      { length: 40 },
      (_, n) => `fragment F${n} on Query { ${n < 39 ? `...F${n + 1} ...F${n + 1}` : 'viewer { id }'} }`,
    )
    expect(measure(`{ ...F0 } ${doubling.join(' ')}`).cost).toBeGreaterThan(1e12)
  })
})

describe('the limits', () => {
  const nested = (levels: number) => `{ ${'a { '.repeat(levels - 1)} a ${'} '.repeat(levels - 1)} }`
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, n) => `a${n}: __typename`).join(' ')} }`
  const directives = (count: number) => `{ __typename ${'@a '.repeat(count)} }`

  it.each([
    ['15 levels', nested(15), nested(16), 'levels'],
    ['50 aliases', aliases(50), aliases(51), 'aliases'],
    ['100 directives', directives(100), directives(101), 'directives'],
  ])('let %s through and no more', (_, fits, tooMuch, word) => {
    expect(exceeded(fits)).toBeNull()
    expect(exceeded(tooMuch)).toContain(word)
  })

  it('count what fragments multiply', () => {
    const half = Array.from({ length: 26 }, (_, n) => `a${n}: id`).join(' ')
    expect(exceeded(`{ viewer { ...F ...F } } fragment F on User { ${half} }`)).toContain('52 aliases')
  })

  it.each([
    [
      'all columns of a thousand tables of every connection, twelve times',
      `{ connections { ${Array.from({ length: 12 }, (_, n) => `t${n}: tables(first: 1000) { columns { name } }`).join(' ')} } }`,
    ],
    ['an endless page', '{ history(first: 2000000000) { nodes { id } } }'],
    [
      'one act forty-one times',
      `mutation { ${Array.from({ length: 41 }, (_, n) => `a${n}: signOut`).join(' ')} }`,
    ],
    [
      'introspection in circles',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { name } } } } } } } } } } } }',
    ],
  ])('refuse by its cost %s', (_, query) => {
    expect(exceeded(query)).toContain('costs')
  })

  it('let introspection through, as tools ask for it', () => {
    const query = getIntrospectionQuery({
      ...{ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true },
      ...{ inputValueDeprecation: true, oneOf: true },
    })
    expect(exceeded(query)).toBeNull()
  })

  it('leave every document of the pages half of their room', () => {
    const folder = new URL('../../web/graphql/', import.meta.url)
    const files = readdirSync(folder).filter(name => name.endsWith('.graphql'))
    const text = files.map(name => readFileSync(new URL(name, folder), 'utf8')).join('\n')
    const { definitions } = parse(text)
    const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
    const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    expect(operations.length).toBeGreaterThan(15)
    for (const operation of operations) {
      const measured = measureDocument(
        { kind: 'Document', definitions: [operation, ...fragments] } as never,
        schema,
        {},
      )
      expect(measured.cost).toBeLessThanOrEqual(LIMITS.maxCost / 2)
      expect(measured.depth).toBeLessThanOrEqual(LIMITS.maxDepth - 3)
    }
  })
})
