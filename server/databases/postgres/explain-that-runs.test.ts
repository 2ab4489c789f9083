import { expect, it } from 'vitest'
import { executesWhatItExplains } from './explain-that-runs.ts'

it.each([
  'explain analyze create table made as select 1',
  'EXPLAIN ANALYSE select 1',
  'explain analyze verbose select 1',
  '/* a /* b */ c */ -- d\n explain/**/analyze select 1',
  'explain (analyze) select 1',
  'explain ( verbose , analyze ) select 1',
  'explain (analyze on) select 1',
  `explain (analyze 'true') select 1`,
  'explain ("analyze") select 1',
  'explain (analyze off, analyze) select 1',
  'explain (U&"\\0061nalyze") select 1',
  'explain (costs/* x */off, /* y */ analyze /* z */ 1) select 1',
])('tells of %s', sql => {
  expect(executesWhatItExplains(sql)).toBe(true)
})

it.each([
  'explain select 1',
  'explain verbose select analyze from t',
  'explain (format json, costs off) select 1',
  'explain (analyze false) select 1',
  `explain (analyze 'off', verbose) select 1`,
  'explain (verbose)/* analyze */ select analyze from t',
  'explain (select 1)',
  `explain ((select a || 'b') union all (select ';'))`,
  'show work_mem',
  'select 1 as explain',
  `select 'explain analyze'`,
  '',
])('lets pass %s', sql => {
  expect(executesWhatItExplains(sql)).toBe(false)
})
