/** Changes in words, made by rules alone, run on real servers, and held by the catalog after them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShop, SERVERS } from './changed-shop.ts'
import type { ChangedShop } from './changed-shop.ts'
import { CHANGES, USUAL_CHANGES } from './change-requests.ts'
import { NO_CHANGES } from './no-changes.ts'

/** For the tests beside the call. */
function shopOn(server = SERVERS[0]): () => ChangedShop {
  let shop: ChangedShop | undefined
  beforeAll(async () => {
    shop = server && (await openShop(server))
  })
  afterAll(() => shop?.drop())
  return () => {
    if (shop === undefined) throw new Error('no server')
    return shop
  }
}

describe.each(SERVERS)('words of a change on $engine.engine', server => {
  const shop = shopOn(server)

  it.each(CHANGES.filter(change => !USUAL_CHANGES.includes(change)))('%s', async (request, difference) => {
    expect(await shop().change(request)).toEqual(difference)
  })

  it.each(CHANGES)('also as a question: %s', request => {
    const asChange = shop().draft(request)
    const asAnything = shop().draft(request, 'ANYTHING')
    // Without a verb it may be a question.
    if (asAnything.kind === 'NO_CHANGE') expect(request).toMatch(/^quantity at least|^status of orders only/)
    else expect(asAnything).toEqual(asChange)
  })
})

describe('words that leave something open', () => {
  const shop = shopOn()

  it.each([
    ['add a column email to customers', 'customers has a column email already', 1],
    ['make contact name optional', 'customers.contact_name is optional already', 0],
    ['index order_items by order_id and product_id', 'has an index on order_id and product_id already', 0],
    ['create a table orders with name', 'There is a table orders already', 0],
    ['rename phone to email in customers', 'customers has a column email already', 0],
    ['rename id to number', 'may be one of several columns', 3],
    ['drop the table custmers', 'There is no table "custmers"', 1],
    ['drop orders', 'Should the whole table orders go', 2],
    ['remove the fax column from customers', 'customers has no column "fax"', 0],
    ['add Germany to customers', 'no rows', 1],
    ['add a required status to customers, only new, active or gone', 'has rows already', 3],
    ['add a required unique code to products', 'has rows already', 1],
    ['set customer_id to null when a customer is deleted', 'orders.customer_id is required', 1],
    ['add a phone column', 'To which table?', 3],
    ['set the default of in_stock to many', '"many" is not a number', 0],
    ['drop the index nowhere', 'There is no index called "nowhere"', 0],
    ['create a view of german cheese', 'I could not read "german cheese" for certain', 0],
  ])('%s', (request, message, choices) => {
    const drafted = shop().draft(request)
    expect(drafted).toMatchObject({
      kind: 'UNCLEAR',
      message: expect.stringMatching(new RegExp(message)) as string,
    })
    const offered = drafted.kind === 'UNCLEAR' ? drafted.choices : []
    expect(offered).toHaveLength(choices)
    expect(offered.map(choice => shop().draft(choice).kind)).toEqual(offered.map(() => 'SQL'))
  })

  it('that are misspelt are read where nothing is lost by it, and said so', () => {
    expect(shop().draft('add a fax column to custmers')).toMatchObject({
      sql: '-- "custmers" was read as the table customers\nALTER TABLE customers ADD COLUMN fax text;',
    })
  })

  it('keep the clauses around them in what is offered', () => {
    expect(shop().draft('rename id to number; add a fax column to orders')).toMatchObject({
      choices: [
        'Rename customers.id to number; add a fax column to orders',
        'Rename orders.id to number; add a fax column to orders',
        'Rename products.id to number; add a fax column to orders',
      ],
    })
  })
})

describe('words that ask for no change of structure', () => {
  const shop = shopOn()

  it.each(NO_CHANGES)('%s', request => {
    expect(shop().draft(request, 'ANYTHING').kind).toBe('NO_CHANGE')
  })
})
