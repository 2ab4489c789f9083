import type { CopyCell } from './copy-text.ts'
import type { Order } from './order-history.ts'

/** Orders as rows of the tables `orders` and `order_details`. Money is written as text, so that no cent is rounded. */

export const ORDER_COLUMNS = [
  'order_id',
  'customer_id',
  'employee_id',
  'order_date',
  'required_date',
  'shipped_date',
  'ship_via',
  'freight',
  'ship_name',
  'ship_address',
  'ship_city',
  'ship_region',
  'ship_postal_code',
  'ship_country',
] as const

export function* orderRows(orders: Iterable<Order>): Generator<CopyCell[], void> {
  for (const order of orders) {
    const { shipTo } = order
    yield [
      order.orderId,
      order.customerId,
      order.employeeId,
      order.orderDate,
      order.requiredDate,
      order.shippedDate,
      order.shipVia,
      hundredths(order.freightCents),
      shipTo.name,
      shipTo.address,
      shipTo.city,
      shipTo.region,
      shipTo.postalCode,
      shipTo.country,
    ]
  }
}

export const ORDER_DETAIL_COLUMNS = ['order_id', 'product_id', 'unit_price', 'quantity', 'discount'] as const

export function* orderDetailRows(orders: Iterable<Order>): Generator<CopyCell[], void> {
  for (const { orderId, lines } of orders) {
    for (const line of lines) {
      yield [
        orderId,
        line.productId,
        hundredths(line.unitPriceCents),
        line.quantity,
        hundredths(line.discountPercent),
      ]
    }
  }
}

function hundredths(amount: number): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
}
