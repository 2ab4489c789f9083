import { GraphQLError, GraphQLScalarType } from 'graphql'
import type { Row } from '../../domain.ts'

/** With its distance from UTC: without one, nobody knows whose clock is meant. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'ISO 8601 instant in UTC.',
  serialize: value => (value as Date).toISOString(),
  parseValue(value) {
    const at = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null
    if (at !== null && !Number.isNaN(at.getTime())) return at
    throw new GraphQLError('An instant is written as 2026-03-01T10:00:00Z')
  },
})

/** Passed through as it is: the engine has made the cells, and walking a million of them here would show. */
export const RowScalar = new GraphQLScalarType<Row, Row>({
  name: 'Row',
  description: `One result row: a JSON array with one cell per column, in column order.
Nothing is rounded: integers beyond 2^53 and decimals travel as strings, bytes as base64,
dates and times as ISO 8601 text, database JSON as JSON, NULL as null.`,
  serialize: value => value as Row,
})
