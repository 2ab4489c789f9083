import { describe, expect, it } from 'vitest'
import { measurePlan } from './plan-tree.ts'

const mariadb = (table_name: string, access_type: string, rows: number, filtered = 100, more = {}) => ({
  table: { table_name, access_type, rows, filtered, ...more },
})

describe('a plan of MariaDB', () => {
  it('multiplies the rows of a join and counts what is read', () => {
    const plan = {
      query_block: {
        select_id: 1,
        filesort: {
          sort_key: 'n',
          temporary_table: {
            nested_loop: [
              mariadb('orders', 'ALL', 300, 50),
              { 'block-nl-join': { ...mariadb('customers', 'index', 50), buffer_type: 'flat' } },
            ],
          },
        },
      },
    }
    expect(measurePlan(JSON.stringify(plan))).toEqual({
      rows: 7500,
      cost: (300 + 150 * 50) * 0.1,
      tables: [
        { table: 'orders', fullScan: true, rows: 150 },
        { table: 'customers', fullScan: true, rows: 50 },
      ],
    })
  })

  it('looks below tables that are made for the statement, and into sub-queries', () => {
    const inner = { select_id: 2, nested_loop: [mariadb('orders', 'ALL', 300)] }
    const plan = {
      query_block: {
        select_id: 1,
        nested_loop: [mariadb('<derived2>', 'ALL', 300, 10, { materialized: { query_block: inner } })],
        subqueries: [{ query_block: { select_id: 3, nested_loop: [mariadb('customers', 'const', 1)] } }],
      },
    }
    expect(measurePlan(plan)).toMatchObject({
      rows: 30,
      tables: [
        { table: 'orders', fullScan: true, rows: 300 },
        { table: 'customers', fullScan: false, rows: 1 },
      ],
    })
  })

  it('adds up the rows of a union', () => {
    const part = (rows: number) => ({ query_block: { nested_loop: [mariadb('t', 'ALL', rows)] } })
    const union = { query_block: { union_result: { query_specifications: [part(3), part(4)] } } }
    expect(measurePlan(union)?.rows).toBe(7)
  })

  it.each([
    ['No tables used', 1],
    ['Select tables optimized away', 1],
    ['Impossible WHERE', 0],
  ])('says %s for %i rows', (message, rows) => {
    expect(measurePlan({ query_block: { select_id: 1, table: { message } } })?.rows).toBe(rows)
  })
})

describe('a plan of MySQL 8', () => {
  const mysql = (table_name: string, access_type: string, scanned: number, filtered: string, more = {}) => ({
    table: {
      table_name,
      access_type,
      rows_examined_per_scan: scanned,
      rows_produced_per_join: scanned,
      filtered,
      cost_info: { read_cost: '1.00', eval_cost: '2.00', prefix_cost: '3.00', data_read_per_join: '1K' },
      ...more,
    },
  })

  it('has the cost of all of its blocks', () => {
    const inner = {
      select_id: 2,
      cost_info: { query_cost: '30.25' },
      grouping_operation: { using_temporary_table: true, ...mysql('orders', 'ALL', 300, '100.00') },
    }
    const plan = {
      query_block: {
        select_id: 1,
        cost_info: { query_cost: '12.50' },
        ordering_operation: {
          using_filesort: true,
          nested_loop: [
            mysql('d', 'ALL', 300, '10.00', { materialized_from_subquery: { query_block: inner } }),
            mysql('c', 'eq_ref', 1, '100.00'),
          ],
        },
      },
    }
    expect(measurePlan(plan)).toEqual({
      rows: 30,
      cost: 42.75,
      tables: [
        { table: 'orders', fullScan: true, rows: 300 },
        { table: 'c', fullScan: false, rows: 1 },
      ],
    })
  })

  it('has messages in the block itself', () => {
    expect(measurePlan({ query_block: { select_id: 1, message: 'No tables used' } })).toMatchObject({
      rows: 1,
      tables: [],
    })
  })
})

it.each([undefined, null, 'no JSON', {}, []])('is none: %j', answer => {
  expect(measurePlan(answer)).toBeNull()
})
