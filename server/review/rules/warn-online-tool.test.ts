import { describe, expect, it } from 'vitest'
import { objectOf } from './lint-input.fixture.ts'
import { COPY, INSTANT, mysqlInput, severities, SHOP, SMALL } from './mysql-input.fixture.ts'
import { warnOnlineTool } from './warn-online-tool.ts'

const sql = 'alter table customers modify n bigint'
const settings = { log_bin: 'ON', binlog_format: 'ROW', binlog_row_image: 'FULL' }
const { customers = '', log = '' } = SHOP
const alone = { tables: { customers } }
const toolsOf = (facts: object) =>
  warnOnlineTool.check(mysqlInput(sql, { step: COPY, ...facts }))[0]?.message ?? ''

describe('warn-online-tool', () => {
  it.each([
    ['a copy of a large table', COPY, ['INFO']],
    ['a copy of a small one', { ...COPY, ...SMALL }, []],
    ['what is done at once', INSTANT, []],
  ])('finds in %s what it should', (_, step, expected) => {
    expect(severities(warnOnlineTool, sql, { step, ...alone })).toEqual(expected)
  })

  it('names only tools that have what they need', () => {
    expect(toolsOf({ ...alone, settings })).toMatch(/gh-ost and pt-online-schema-change/)
    expect(toolsOf(alone)).not.toMatch(/gh-ost/)
    // A foreign key of orders refers to it.
    expect(toolsOf({ settings })).toBe('')
    const trigger = objectOf('TRIGGER t', { partOf: 'TABLE customers' })
    expect(toolsOf({ ...alone, settings, others: [trigger] })).toBe('')
    expect(
      severities(warnOnlineTool, 'alter table log modify a bigint', { step: COPY, tables: { log } }),
    ).toEqual([])
  })
})
