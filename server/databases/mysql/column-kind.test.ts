import { describe, expect, it } from 'vitest'
import { columnKind, columnType, enumLabels } from './column-kind.ts'

describe('a type', () => {
  it.each([
    ['int(11)', 'int'],
    ['int(10) unsigned', 'int unsigned'],
    ['int(5) unsigned zerofill', 'int(5) unsigned zerofill'],
    ['bigint(20)', 'bigint'],
    ['tinyint(4)', 'tinyint'],
    ['tinyint(1)', 'tinyint(1)'],
    ['tinyint(1) unsigned', 'tinyint unsigned'],
    ['year(4)', 'year'],
    ['varchar(40)', 'varchar(40)'],
    ['decimal(10,2)', 'decimal(10,2)'],
    ['varchar(100) /*M!100301 COMPRESSED*/', 'varchar(100)'],
    ["enum('int(11)','/*M!1 x*/')", "enum('int(11)','/*M!1 x*/')"],
  ])('%s is shown as %s', (printed, shown) => {
    expect(columnType(printed)).toBe(shown)
  })

  it.each([
    ['tinyint', 'tinyint(1)', 'BOOLEAN'],
    ['bit', 'bit(1)', 'BOOLEAN'],
    ['bit', 'bit(8)', 'OTHER'],
    ['tinyint', 'tinyint', 'INTEGER'],
    ['year', 'year', 'INTEGER'],
    ['set', "set('a')", 'OTHER'],
    ['uuid', 'uuid', 'OTHER'],
    ['geometry', 'geometry', 'OTHER'],
  ])('%s (%s) is %s to a person', (dataType, type, kind) => {
    expect(columnKind(dataType, type)).toBe(kind)
  })
})

describe('the labels of an enum', () => {
  it.each([
    ["enum('open','paid')", ['open', 'paid']],
    ["enum('a,b','it''s','','),(')", ['a,b', "it's", '', '),(']],
    ["enum('x\\\\y','new\\nline','nul\\0')", ['x\\y', 'new\nline', 'nul\0']],
    ["set('a','b')", null],
    ['varchar(4)', null],
  ])('of %s', (printed, labels) => {
    expect(enumLabels(printed)).toEqual(labels)
  })
})
