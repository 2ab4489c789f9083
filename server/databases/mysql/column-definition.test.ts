import { describe, expect, it } from 'vitest'
import { defaultOf, withComment, withNullability, withType } from './column-definition.ts'

describe('a definition of a column', () => {
  it.each([
    ["varchar(40) NOT NULL DEFAULT 'NOT NULL'", true, "varchar(40) NULL DEFAULT 'NOT NULL'"],
    ['int(11) DEFAULT NULL', false, 'int(11) NOT NULL'],
    [
      'varchar(9) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT NULL',
      false,
      'varchar(9) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL',
    ],
    ["timestamp NULL DEFAULT NULL COMMENT 'a NULL'", false, "timestamp NOT NULL COMMENT 'a NULL'"],
    ['int(10) unsigned NOT NULL AUTO_INCREMENT', true, 'int(10) unsigned NULL AUTO_INCREMENT'],
    ["enum('a (b)','c') DEFAULT 'c'", false, "enum('a (b)','c') NOT NULL DEFAULT 'c'"],
  ])('%s with nulls %s is %s', (definition, nullable, changed) => {
    expect(withNullability(definition, nullable)).toBe(changed)
  })

  it.each([
    [
      "varchar(40) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x'",
      'text',
      "text COLLATE utf8mb4_bin NOT NULL DEFAULT 'x'",
    ],
    ['varchar(40) COLLATE utf8mb4_bin NOT NULL', 'int', 'int NOT NULL'],
    ['decimal(12,4) unsigned DEFAULT 0.0000', 'decimal(10,2)', 'decimal(10,2) DEFAULT 0.0000'],
  ])('%s as %s is %s', (definition, type, changed) => {
    expect(withType(definition, type)).toBe(changed)
  })

  it.each([
    ["int(11) DEFAULT NULL COMMENT 'old'", "int(11) DEFAULT NULL COMMENT 'new'"],
    ['int(11) DEFAULT NULL CHECK (`a` > 0)', "int(11) DEFAULT NULL COMMENT 'new' CHECK (`a` > 0)"],
  ])('%s with a comment is %s', (definition, changed) => {
    expect(withComment(definition, "'new'")).toBe(changed)
  })

  it.each([
    ["varchar(9) DEFAULT 'it''s' COMMENT 'x'", "'it''s'"],
    ['datetime NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp()', 'current_timestamp()'],
    ['date DEFAULT (curdate() + interval 1 day)', '(curdate() + interval 1 day)'],
    ['int(11) DEFAULT NULL', null],
    ["int(11) COMMENT ' DEFAULT 1'", null],
  ])('%s has the default %s', (definition, found) => {
    expect(defaultOf(definition)).toBe(found)
  })
})
