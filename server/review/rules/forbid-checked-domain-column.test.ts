import { expect, it } from 'vitest'
import { forbidCheckedDomainColumn } from './forbid-checked-domain-column.ts'
import { findIn, objectOf, SMALL, tableOf } from './lint-input.fixture.ts'

const domain = objectOf('TYPE public.positive', { parts: { word: 'DOMAIN', notNull: false } })
const check = objectOf('CONSTRAINT public.positive.c', { partOf: domain.id })
const before = [...tableOf('public.t'), domain]

it.each([
  ['a domain with a check', [...before, check], {}, ['BLOCKING']],
  ['a small table', [...before, check], SMALL, ['WARNING']],
  ['a domain without one', before, {}, []],
  ['a change that was seen to write nothing', [...before, check], { cost: 'METADATA' as const }, []],
])('forbid-checked-domain-column finds in %s what it should', (_, objects, more, expected) => {
  const facts = { before: objects, measured: { cost: 'REWRITE' as const, ...more } }
  const found = findIn(forbidCheckedDomainColumn, 'alter table t add n positive', facts)
  expect(found.map(({ severity }) => severity)).toEqual(expected)
  expect(findIn(forbidCheckedDomainColumn, 'alter table t add n integer', facts)).toEqual([])
})
