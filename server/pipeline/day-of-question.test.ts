import { expect, it } from 'vitest'
import { holdsOnAnyDay } from './day-of-question.ts'

it.each([
  ['customers from germany', "select * from customers where country = 'Germany'"],
  ['orders in 1997', "select * from orders where order_date >= '1997-01-01' and order_date < '1998-01-01'"],
  ['orders of the last 30 days', "select * from orders where order_date > current_date - interval '30 days'"],
  ['orders today', 'select * from orders where order_date = CURDATE()'],
  ['nowhere to go', 'select 1'],
  ['the last order', 'select max(order_id) from orders'],
])('takes "%s" as answered on any day by: %s', (question, sql) => {
  expect(holdsOnAnyDay(question, sql)).toBe(true)
})

it.each([
  ['orders of the last 30 days', "select * from orders where order_date > '2026-02-01'"],
  ['orders in august', "select * from orders where order_date >= '2026-08-01'"],
  ['orders today', "select * from orders where note = 'now'"],
  ['orders today', 'select * from orders -- now()'],
  ['what is overdue', 'select * from orders where shipped_date is null'],
  ['sales this quarter', 'select 1'],
])('takes "%s" as answered on its own day only by: %s', (question, sql) => {
  expect(holdsOnAnyDay(question, sql)).toBe(false)
})
