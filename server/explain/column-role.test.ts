import { describe, expect, it } from 'vitest'
import type { ColumnRole } from './column-role.ts'
import { isAdditive, roleOf } from './column-role.ts'

const column = (name: string, type: string) => ({ name, type, nullable: null })

describe('the role of a column', () => {
  it.each<[string, string, ColumnRole]>([
    ['customer_id', 'integer', 'identifier'],
    ['customerId', 'bigint', 'identifier'],
    ['id', 'int', 'identifier'],
    ['order_number', 'integer', 'identifier'],
    ['postal_code', 'character varying', 'identifier'],
    ['phone', 'varchar', 'identifier'],
    ['home_phone', 'varchar', 'identifier'],
    ['token', 'uuid', 'identifier'],
    ['year', 'numeric', 'calendar'],
    ['order_year', 'integer', 'calendar'],
    ['founded', 'year', 'calendar'],
    ['month', 'double precision', 'calendar'],
    ['orders_per_year', 'numeric', 'measure'],
    ['number_of_ids', 'bigint', 'measure'],
    ['customer_id_count', 'bigint', 'measure'],
    ['count(distinct customer_id)', 'bigint', 'measure'],
    ['unit_price', 'DECIMAL', 'measure'],
    ['unit_price', 'numeric(10,2)', 'measure'],
    ['quantity', 'smallint', 'measure'],
    ['stock', 'int unsigned', 'measure'],
    ['is_active', 'tinyint', 'other'],
    ['order_date', 'date', 'date'],
    ['created', 'timestamp with time zone', 'date'],
    ['created', 'DATETIME', 'date'],
    ['active', 'boolean', 'boolean'],
    ['country', 'text', 'text'],
    ['tier', 'ENUM', 'text'],
    ['payload', 'jsonb', 'other'],
    ['tags', 'text[]', 'text'],
    ['span', 'interval', 'other'],
    ['box', 'point', 'other'],
  ])('%s %s is %s', (name, type, role) => {
    expect(roleOf(column(name, type))).toBe(role)
  })

  it.each<[string, string, boolean]>([
    ['orders', 'bigint', true],
    ['order_count', 'bigint', true],
    ['number_of_orders', 'bigint', true],
    ['total_revenue', 'numeric', true],
    ['units_in_stock', 'smallint', true],
    ['count', 'bigint', true],
    ['average_sales', 'numeric', false],
    ['avg_amount', 'numeric', false],
    ['unit_price', 'numeric', false],
    ['sales_rank', 'bigint', false],
    ['percent_of_total', 'numeric', false],
    ['orders_per_year', 'numeric', false],
    ['running_total', 'numeric', false],
    ['status', 'integer', false],
    ['freight', 'numeric', false],
    ['customer_id', 'integer', false],
    ['orders', 'text', false],
  ])('%s %s may be added up: %s', (name, type, additive) => {
    expect(isAdditive(column(name, type))).toBe(additive)
  })
})
