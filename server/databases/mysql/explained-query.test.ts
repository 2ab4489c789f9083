import { describe, expect, it } from 'vitest'
import { readExplainedQuery } from './explained-query.ts'

describe('a statement as the server prints it', () => {
  it('tells tables by their aliases', () => {
    const { tableOf } = readExplainedQuery(
      "select `shop`.`o`.`id` AS `id`,'`a`.`b` `c`' AS `x` from `shop`.`orders` `o` join `shop`.`odd``name` `d ``q` " +
        'join `shop`.`visits` PARTITION (`p1`) `v` join `shop`.`plain` where `shop`.`o`.`id` = `shop`.`v`.`id`',
    )
    expect([...tableOf]).toEqual([
      ['o', 'orders'],
      ['d `q', 'odd`name'],
      ['v', 'visits'],
    ])
  })

  it.each([
    ['select `t`.`a` AS `a` from `s`.`t` limit 5', 5],
    ['select `t`.`a` AS `a` from `s`.`t` limit 20,7', 7],
    ["select `t`.`a` AS ` limit 5` from `s`.`t` where `t`.`a` = ' limit 5'", null],
    ['select count(0) AS `n` from (/* select#2 */ select 1 AS `1` from `s`.`t` limit 5) `d`', null],
    ['/* select#1 */ select 1 AS `1` union /* select#2 */ select 2 AS `2` limit 3', 3],
    ['(select 1 AS `1`) union all (select `t`.`a` AS `a` from `s`.`t` limit 3)', null],
  ])('has the limit of the whole: %s', (printed, maxRows) => {
    expect(readExplainedQuery(printed).maxRows).toBe(maxRows)
  })

  it.each([
    ['select count(0) AS `n` from `s`.`t`', true],
    ['select (sum(`t`.`a`) / count(0)) AS `r` from `s`.`t` where (`t`.`b` > 1)', true],
    ["select group_concat(distinct `t`.`a` order by `t`.`b` ASC separator ',') AS `x` from `s`.`t`", true],
    ['with c as (select `t`.`a` AS `a` from `s`.`t`)select count(`t`.`a`) AS `n` from `s`.`t`', true],
    ['select `t`.`a` AS `a`,count(0) AS `n` from `s`.`t` group by `t`.`a`', false],
    ['select sum(`t`.`a`) over () AS `x` from `s`.`t`', false],
    ['select (1 + sum(`t`.`a`) OVER (PARTITION BY `t`.`b` ) ) AS `x` from `s`.`t`', false],
    ['/* select#1 */ select (/* select#2 */ select max(`u`.`a`) from `s`.`u`) AS `x` from `s`.`t`', false],
    ['select count(0) AS `n` from `s`.`t` union select `u`.`a` AS `a` from `s`.`u`', false],
    ['select `t`.`count` AS `count` from `s`.`t` where `t`.`a` > (select max(`u`.`a`) from `s`.`u`)', false],
  ])('makes one row of all, or not: %s', (printed, oneRow) => {
    expect(readExplainedQuery(printed).oneRow).toBe(oneRow)
  })
})
