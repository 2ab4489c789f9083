import type { Catalogue } from './catalogue.ts'
import { LAST_ORDER_DAY, NEW_PRICES_DAY, createOrderCalendar, isoDate } from './order-calendar.ts'
import { createOrderTendencies } from './order-tendencies.ts'
import type { Article, Buyer, OrderTendencies, ShipTo } from './order-tendencies.ts'
import { createRandomSource, createWeightedChoice } from './random-source.ts'
import type { RandomSource } from './random-source.ts'

export interface OrderLine {
  productId: number
  unitPriceCents: number
  quantity: number
  discountPercent: number
}

export interface Order {
  orderId: number
  customerId: string
  employeeId: number
  orderDate: string
  requiredDate: string
  /** Null for what has not left the house on the last day of the history. */
  shippedDate: string | null
  shipVia: number
  freightCents: number
  shipTo: ShipTo
  lines: readonly OrderLine[]
}

const ORDERS_AT_FACTOR_1 = 830

const SEED = 19_960_841
const FIRST_ORDER_ID = 10_248

const LINES_PER_ORDER = createWeightedChoice([
  [1, 20],
  [2, 31],
  [3, 29],
  [4, 14],
  [5, 5],
  [6, 1],
])
const DISCOUNT_PERCENT = createWeightedChoice([
  [5, 5],
  [10, 5],
  [15, 4],
  [20, 4],
  [25, 4],
])
const QUANTITY = createWeightedChoice([
  [3, 3],
  [6, 5],
  [10, 10],
  [12, 8],
  [15, 10],
  [20, 14],
  [24, 6],
  [30, 10],
  [40, 7],
  [50, 4],
  [60, 3],
  [80, 1],
])

/**
 * Northwind's orders from 1996-07-04 to 1998-05-06 in the order of their dates, one at a time, so that memory does not
 * grow with their number. `factor`, a whole number from 1, multiplies the 830 orders of the sample; the period stays.
 * The same catalogue and factor always give the same orders.
 */
export function* generateOrders(catalogue: Catalogue, factor: number): Generator<Order, void> {
  if (!Number.isSafeInteger(factor) || factor < 1)
    throw new RangeError('The factor is a whole number from 1.')
  const random = createRandomSource(SEED)
  const calendar = createOrderCalendar(random)
  const tendencies = createOrderTendencies(catalogue, random)
  const count = ORDERS_AT_FACTOR_1 * factor
  for (let index = 0; index < count; index += 1) {
    const day = calendar.dayAt(index / (count - 1))
    yield generateOrder(FIRST_ORDER_ID + index, day, tendencies, random)
  }
}

function generateOrder(
  orderId: number,
  day: number,
  tendencies: OrderTendencies,
  random: RandomSource,
): Order {
  const buyer = tendencies.buyers.pick(random)
  const lines = generateLines(day, buyer, tendencies, random)
  const shippedDay = day + generateShippingDays(random)
  return {
    orderId,
    customerId: buyer.customerId,
    employeeId: tendencies.employees.pick(random),
    orderDate: isoDate(day),
    requiredDate: isoDate(day + generateNoticeDays(random)),
    shippedDate: shippedDay <= LAST_ORDER_DAY ? isoDate(shippedDay) : null,
    shipVia: tendencies.shippers.pick(random),
    freightCents: generateFreightCents(lines, random),
    shipTo: buyer.shipTo,
    lines,
  }
}

function generateLines(
  day: number,
  buyer: Buyer,
  { articles }: OrderTendencies,
  random: RandomSource,
): OrderLine[] {
  const chosen = new Set<Article>()
  const wanted = LINES_PER_ORDER.pick(random)
  while (chosen.size < wanted) chosen.add(articles.pick(random))

  // A discount is granted to an order, and most of its lines have it.
  const discountPercent = random.chance(0.45) ? DISCOUNT_PERCENT.pick(random) : 0
  return [...chosen].map(article => ({
    productId: article.productId,
    unitPriceCents: day < NEW_PRICES_DAY ? oldPriceCents(article) : article.priceCents,
    quantity: Math.max(1, Math.round(QUANTITY.pick(random) * buyer.appetite)),
    discountPercent: random.chance(0.85) ? discountPercent : 0,
  }))
}

/** A fifth less than today, to the dime. */
function oldPriceCents({ priceCents }: Article): number {
  return Math.round((priceCents * 0.8) / 10) * 10
}

function generateShippingDays(random: RandomSource): number {
  return random.chance(0.1) ? random.integer(12, 38) : random.integer(1, 7) + random.integer(0, 6)
}

function generateNoticeDays(random: RandomSource): number {
  if (random.chance(0.92)) return 28
  return random.chance(0.5) ? 14 : 42
}

/** By weight, so by quantity; now and then by air, at several times the cost. */
function generateFreightCents(lines: readonly OrderLine[], random: RandomSource): number {
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0)
  const part = random.fraction()
  const centsPerUnit = 20 + 260 * part * part
  return Math.round(quantity * centsPerUnit * (random.chance(0.03) ? 4 : 1))
}
