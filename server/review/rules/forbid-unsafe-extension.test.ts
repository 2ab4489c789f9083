import { expect, it } from 'vitest'
import { forbidUnsafeExtension } from './forbid-unsafe-extension.ts'
import { findIn } from './lint-input.fixture.ts'

it.each([
  ['create extension dblink', 1],
  ['create extension if not exists file_fdw', 1],
  ['create extension pg_trgm', 0],
  ['create extension "uuid-ossp"', 0],
])('forbid-unsafe-extension in "%s"', (sql, count) => {
  expect(findIn(forbidUnsafeExtension, sql)).toHaveLength(count)
})
