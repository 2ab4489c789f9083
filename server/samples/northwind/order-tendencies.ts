import { cellsOf } from './catalogue.ts'
import type { Catalogue, CatalogueCell } from './catalogue.ts'
import { createWeightedChoice } from './random-source.ts'
import type { RandomSource, WeightedChoice } from './random-source.ts'

export interface ShipTo {
  name: string
  address: string | null
  city: string | null
  region: string | null
  postalCode: string | null
  country: string | null
}

export interface Buyer {
  customerId: string
  shipTo: ShipTo
  /** Whoever orders often also orders more at a time: about 1 on average. */
  appetite: number
}

export interface Article {
  productId: number
  priceCents: number
}

/** Who buys what, from whom, and by which carrier it goes: nobody as often as the other. */
export interface OrderTendencies {
  buyers: WeightedChoice<Buyer>
  articles: WeightedChoice<Article>
  employees: WeightedChoice<number>
  shippers: WeightedChoice<number>
}

/** In the classic, too, these two are on file and have never ordered. */
const NEVER_ORDER = new Set(['FISSA', 'PARIS'])

const EMPLOYEE_WEIGHTS = new Map([
  [1, 14],
  [2, 10],
  [3, 15],
  [4, 18],
  [5, 6],
  [6, 8],
  [7, 9],
  [8, 12],
  [9, 5],
])

const SHIPPER_WEIGHTS = new Map([
  [1, 30],
  [2, 40],
  [3, 28],
])

const SHIP_COLUMNS = ['customer_id', 'company_name', 'address', 'city', 'region', 'postal_code', 'country']

const APPETITE_AT_WEIGHT_0 = 0.4
const APPETITE_PER_WEIGHT = 1 / 18

/** Drawn from the random numbers, so the same for the same seed. */
export function createOrderTendencies(catalogue: Catalogue, random: RandomSource): OrderTendencies {
  return {
    buyers: createWeightedChoice(weighBuyers(catalogue, random)),
    articles: createWeightedChoice(weighArticles(catalogue, random)),
    employees: createWeightedChoice([...EMPLOYEE_WEIGHTS]),
    shippers: createWeightedChoice([...SHIPPER_WEIGHTS]),
  }
}

// Powers are written out as products below: `**` may differ in the last bit from one JavaScript engine to another.

function weighBuyers({ customers }: Catalogue, random: RandomSource): [Buyer, number][] {
  return cellsOf(customers, SHIP_COLUMNS).map(cells => {
    const [customerId, name, address, city, region, postalCode, country] = cells.map(textOf)
    if (customerId == null || name == null) throw new Error('A Northwind customer has no id or name.')
    const part = random.fraction()
    const weight = 4 + 16 * part * part * part
    const shipTo: ShipTo = {
      name,
      address: address ?? null,
      city: city ?? null,
      region: region ?? null,
      postalCode: postalCode ?? null,
      country: country ?? null,
    }
    const appetite = APPETITE_AT_WEIGHT_0 + APPETITE_PER_WEIGHT * weight
    return [{ customerId, shipTo, appetite }, NEVER_ORDER.has(customerId) ? 0 : weight]
  })
}

function weighArticles({ products }: Catalogue, random: RandomSource): [Article, number][] {
  return cellsOf(products, ['product_id', 'unit_price', 'discontinued']).map(cells => {
    const [productId, price, discontinued] = cells.map(Number)
    if (productId === undefined || price === undefined) throw new Error('A Northwind product has no price.')
    const part = random.fraction()
    const weight = (3 + 8 * part * part) * (discontinued === 1 ? 0.6 : 1)
    return [{ productId, priceCents: Math.round(price * 100) }, weight]
  })
}

function textOf(cell: CatalogueCell): string | null {
  return cell === null ? null : String(cell)
}
