import { expect, it } from 'vitest'
import { findIn, objectOf, tableOf } from './lint-input.fixture.ts'
import { warnDomainCheck } from './warn-domain-check.ts'

const domain = objectOf('TYPE public.d', { parts: { word: 'DOMAIN' } })
const [table, column] = tableOf('public.t', { a: 'd' })
const before = [table, column, domain].flatMap(one => (one === undefined ? [] : [one]))
const used = before.map(one => (one.kind === 'COLUMN' ? { ...one, needs: [domain.id] } : one))

it.each([
  ['create domain e as int check (value > 0)', before, [/later/]],
  ['alter domain d add constraint c check (value > 0)', used, [/public\.t\.a/]],
  ['alter domain d set not null', used, [/public\.t\.a/]],
  ['alter domain d add constraint c check (value > 0) not valid', used, []],
  ['create domain e as int', before, []],
])('warn-domain-check in "%s"', (sql, objects, words) => {
  const found = findIn(warnDomainCheck, sql, { before: objects })
  expect(found.map(({ message }, index) => words[index]?.test(message))).toEqual(words.map(() => true))
})
