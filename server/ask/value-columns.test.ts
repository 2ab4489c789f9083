import { describe, expect, it } from 'vitest'
import { catalogOf, column, table } from '../../tests/fixtures/shop-catalog.ts'
import type { CatalogColumn, ValueSampling } from '../domain.ts'
import { valueColumns } from './value-columns.ts'

const SAMPLING: ValueSampling = { enabled: true, never: [], always: [] }

function sampled(columns: CatalogColumn[], sampling: Partial<ValueSampling> = {}): string[] {
  return valueColumns(catalogOf([table('things', columns)]), { ...SAMPLING, ...sampling }).map(
    ref => ref.column,
  )
}

const text = (...names: string[]) => names.map(name => column(name))

describe('the columns whose values are sampled', () => {
  it('are names, places, kinds and titles', () => {
    const names = ['company_name', 'country', 'City', 'status', 'jobTitle', 'category']
    expect(sampled(text(...names))).toEqual(names)
  })

  it('follow what somebody has allowed or forbidden by name, and are none where sampling is off', () => {
    const columns = [...text('country', 'email'), column('price', { kind: 'DECIMAL' })]
    const path = (name: string) => ({ schema: 'public', table: 'things', column: name })
    expect(sampled(columns, { never: [path('country')] })).toEqual([])
    expect(sampled(columns, { always: [path('email'), path('price')] })).toEqual(['country', 'email'])
    expect(sampled(columns, { always: [path('email')], never: [path('email')] })).toEqual(['country'])
    expect(sampled(columns, { always: [{ ...path('email'), table: 'others' }] })).toEqual(['country'])
    expect(sampled(columns, { enabled: false, always: [path('email')] })).toEqual([])
  })

  it.each([
    'password',
    'password_hash',
    'ApiToken',
    'client_secret',
    'ssn',
    'iban',
    'email',
    'e_mail',
    'phone',
    'HomePhone',
    'fax',
    'street_address',
    'postal_code',
    'first_name',
    'lastName',
    'contact_name',
    'username',
    'customer_id',
    'description',
    'notes',
    'photo_path',
    'homepage',
  ])('do not include %s', name => {
    expect(sampled(text(name, 'country'))).toEqual(['country'])
  })

  it('are texts that are neither keys nor enums, which the catalog knows', () => {
    expect(
      sampled([
        column('code', { primaryKey: true }),
        column('size', { enumValues: ['S', 'M'] }),
        column('price', { kind: 'DECIMAL' }),
        column('brand'),
      ]),
    ).toEqual(['brand'])
  })

  it('leave out the names of people, but not their titles', () => {
    expect(sampled(text('name', 'birth_date', 'title', 'city'))).toEqual(['title', 'city'])
  })

  it.each(['customer_list', 'Staff', 'employees', 'v_app_users', 'people'])(
    'leave out the names of people that %s shows without anything else about them',
    name => {
      const list = table(name, text('name', 'city', 'company_name'))
      expect(valueColumns(catalogOf([list]), SAMPLING).map(({ column }) => column)).toEqual([
        'city',
        'company_name',
      ])
    },
  )

  it.each(['customer_types', 'user_groups', 'categories', 'staff_cities'])(
    'include the names of what %s are',
    name => {
      expect(valueColumns(catalogOf([table(name, text('name'))]), SAMPLING)).toHaveLength(1)
    },
  )

  it('leave out a text that is called by what a person is', () => {
    expect(sampled(text('manager', 'sold_to_customer', 'store'))).toEqual(['store'])
  })

  it('include a description that is all that a row is called', () => {
    expect(
      sampled([column('id', { kind: 'INTEGER', primaryKey: true }), column('region_description')]),
    ).toEqual(['region_description'])
  })

  it('come with those first that people ask for most', () => {
    expect(sampled(text('barcode_symbology', 'country'))).toEqual(['country', 'barcode_symbology'])
  })
})
