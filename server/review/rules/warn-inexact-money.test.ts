import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnInexactMoney } from './warn-inexact-money.ts'

describe('warn-inexact-money', () => {
  it.each([
    ['create table t (unit_price double)', ['WARNING']],
    ['alter table customers add totalAmount float', ['WARNING']],
    ['alter table customers modify price double(10,2)', ['WARNING']],
    ['create table t (unit_price decimal(10,2), weight double, pricey_flag int)', []],
  ])('of %s finds %j', (sql, expected) => {
    expect(severities(warnInexactMoney, sql)).toEqual(expected)
  })

  it('writes DECIMAL', () => {
    expect(fixed(warnInexactMoney, 'create table t (price double(10,2) not null, fee float)')).toBe(
      'create table t (price DECIMAL(19,4) not null, fee DECIMAL(19,4))',
    )
  })
})
