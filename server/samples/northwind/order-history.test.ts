import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { cellsOf, readCatalogue } from './catalogue.ts'
import { generateOrders } from './order-history.ts'

const catalogue = await readCatalogue(import.meta.dirname)
const orders = [...generateOrders(catalogue, 1)]
const lines = orders.flatMap(order => order.lines.map(line => ({ order, ...line })))

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
const ordersOf = (year: string) => orders.filter(order => order.orderDate.startsWith(year)).length

function countBy<T>(items: readonly T[], key: (item: T) => string | number): Map<string | number, number> {
  const counts = new Map<string | number, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return counts
}

describe('the order history', () => {
  it('is the same on every machine and in every version', () => {
    const hash = createHash('sha256').update(JSON.stringify(orders)).digest('hex')
    expect(hash).toBe('27d8417001f9dbda662b917f66699470341f41249ae356d11835eb4d2085ffee')
  })

  it('has 830 orders, numbered from 10248, and 2,100 to 2,160 lines', () => {
    expect(orders.map(order => order.orderId)).toEqual(
      Array.from({ length: 830 }, (_, index) => 10_248 + index),
    )
    expect(lines.length).toBeGreaterThanOrEqual(2100)
    expect(lines.length).toBeLessThanOrEqual(2160)
  })

  it('runs from 1996-07-04 to 1998-05-06, on weekdays, in order', () => {
    const dates = orders.map(order => order.orderDate)
    expect([dates[0], dates.at(-1)]).toEqual(['1996-07-04', '1998-05-06'])
    expect(dates).toEqual(dates.toSorted())
    expect(new Set(dates.map(date => new Date(date).getUTCDay()))).toEqual(new Set([1, 2, 3, 4, 5]))
  })

  it('grows: each part of the period has more orders a day than the one before', () => {
    const perDay = [ordersOf('1996') / 181, ordersOf('1997') / 365, ordersOf('1998') / 126]
    expect(perDay).toEqual(perDay.toSorted((a, b) => a - b))
    expect(Number(perDay[2]) / Number(perDay[0])).toBeGreaterThan(1.8)
  })

  it('has orders of every customer but two', () => {
    const idle = cellsOf(catalogue.customers, ['customer_id'])
      .map(([id]) => id)
      .filter(id => !orders.some(order => order.customerId === id))
    expect(idle).toEqual(['FISSA', 'PARIS'])
  })

  it.each([
    ['customers', countBy(orders, order => order.customerId), 89],
    ['employees', countBy(orders, order => order.employeeId), 9],
    ['shippers', countBy(orders, order => order.shipVia), 3],
    ['products', countBy(lines, line => line.productId), 77],
  ])('uses all %s, some much more than others', (_what, counts, size) => {
    expect(counts.size).toBe(size)
    expect(Math.max(...counts.values())).toBeGreaterThan(1.5 * Math.min(...counts.values()))
  })

  it('requires most orders after 28 days, and the others after 14 or 42', () => {
    const notice = countBy(orders, order => days(order.orderDate, order.requiredDate))
    expect(new Set(notice.keys())).toEqual(new Set([14, 28, 42]))
    expect(notice.get(28)).toBeGreaterThan(0.85 * orders.length)
  })

  it('ships after some days, sometimes late, and has not shipped about twenty of the last orders', () => {
    const waiting = orders.filter(order => order.shippedDate === null)
    expect(waiting.length).toBeGreaterThanOrEqual(15)
    expect(waiting.length).toBeLessThanOrEqual(25)
    expect(waiting.every(order => order.orderDate >= '1998-04-01')).toBe(true)

    const waits = orders.flatMap(order =>
      order.shippedDate === null ? [] : [days(order.orderDate, order.shippedDate)],
    )
    expect(Math.min(...waits)).toBeGreaterThan(0)
    expect(waits.filter(wait => wait > 30).length).toBeGreaterThan(0)
    expect(orders.every(order => order.shippedDate === null || order.shippedDate <= '1998-05-06')).toBe(true)
  })

  it('ships to the customer', () => {
    const columns = ['customer_id', 'company_name', 'address', 'city', 'region', 'postal_code', 'country']
    const addresses = new Map(cellsOf(catalogue.customers, columns).map(([id, ...rest]) => [id, rest]))
    for (const { customerId, shipTo } of orders)
      expect(Object.values(shipTo)).toEqual(addresses.get(customerId))
  })

  it('has one to six different products in an order, and quantities above 0', () => {
    expect(new Set(orders.map(order => order.lines.length))).toEqual(new Set([1, 2, 3, 4, 5, 6]))
    for (const order of orders) {
      expect(new Set(order.lines.map(line => line.productId)).size).toBe(order.lines.length)
    }
    expect(Math.min(...lines.map(line => line.quantity))).toBeGreaterThan(0)
  })

  it("charges today's prices from 1997, and about a fifth less before", () => {
    const prices = new Map(
      cellsOf(catalogue.products, ['product_id', 'unit_price']).map(([id, price]) => [id, Number(price)]),
    )
    for (const { order, productId, unitPriceCents } of lines) {
      const today = prices.get(productId) ?? NaN
      if (order.orderDate >= '1997') expect(unitPriceCents / 100).toBe(today)
      else expect(Math.abs(unitPriceCents / 100 - 0.8 * today)).toBeLessThanOrEqual(0.0501)
    }
  })

  it('grants discounts of 5 to 25 percent, on the smaller part of the lines', () => {
    const discounts = countBy(lines, line => line.discountPercent)
    expect([...discounts.keys()].map(Number).toSorted((a, b) => a - b)).toEqual([0, 5, 10, 15, 20, 25])
    expect(discounts.get(0)).toBeGreaterThan(lines.length / 2)
  })

  it('charges more freight for more goods', () => {
    const units = (order: (typeof orders)[number]) =>
      order.lines.reduce((sum, line) => sum + line.quantity, 0)
    const bySize = orders.toSorted((a, b) => units(a) - units(b))
    const freight = (part: typeof orders) =>
      part.reduce((sum, order) => sum + order.freightCents, 0) / part.length
    expect(freight(bySize.slice(415))).toBeGreaterThan(2 * freight(bySize.slice(0, 415)))
    expect(Math.min(...orders.map(order => order.freightCents))).toBeGreaterThan(0)
  })

  it('multiplies the orders by the factor, within the same period', () => {
    const many = [...generateOrders(catalogue, 7)]
    expect(many).toHaveLength(7 * 830)
    expect([many[0]?.orderDate, many.at(-1)?.orderDate]).toEqual(['1996-07-04', '1998-05-06'])
  })

  it('makes orders one by one, however many there are', () => {
    const first = generateOrders(catalogue, 1_000_000).next().value
    expect(first).toMatchObject({ orderId: 10_248, orderDate: '1996-07-04' })
  })

  it.each([0, -1, 1.5, NaN, Infinity])('refuses the factor %d', factor => {
    expect(() => generateOrders(catalogue, factor).next()).toThrow(RangeError)
  })
})
