import type { Dialect } from '../database.ts'
import { mysqlDdl } from './ddl.ts'
import { mysqlUpkeep } from './upkeep.ts'
import { quoteIdentifier, quoteText } from './quote.ts'

/**
 * SHOW VIEW is for EXPLAIN, which shows what is below a view. In the name of a database that is granted on, `_` and
 * `%` stand for others.
 */
function readOnlyLoginSql({ database, schemas }: { database: string; schemas: readonly string[] }): string {
  const used = schemas.length > 0 ? schemas : [database]
  const pattern = (name: string) => `\`${name.replaceAll('`', '``').replace(/[\\_%]/g, '\\$&')}\``
  return [
    "-- Run this as an administrator, with a password of your own. '%' lets it sign in from anywhere:",
    '-- better write the address of this app there.',
    '-- A login of this name that is there already keeps its password.',
    "create user if not exists 'lovable_reader'@'%' identified by 'choose-a-password';",
    '-- SHOW VIEW tells nothing but how views are made, which the estimates need.',
    '-- It reads all tables and views there, now and later: a view shows what its definer may see, also accounts, and a',
    '-- table of FEDERATED or CONNECT what another server or a file holds. To leave some out, grant on each table instead.',
    ...used.map(name => `grant select, show view on ${pattern(name)}.* to 'lovable_reader'@'%';`),
  ].join('\n')
}

/**
 * LOWER makes columns of a collation that knows case (`_bin`, `_cs`) like the others. A text beyond ASCII brings its own
 * collation: a column of another character set, such as latin1, is converted then, instead of failing with an "illegal
 * mix" where it has no such letter. A text in ASCII is compared by the column's: where that ignores accents, as most
 * do, `malmo` finds `Malmö` as it does everywhere in that database.
 */
function foldCase(text: string): string {
  const folded = `lower(${quoteText(text)})`
  return /^[\0-\x7f]*$/.test(text) ? folded : `${folded} collate utf8mb4_bin`
}

export const mysqlDialect: Dialect = {
  engine: 'MYSQL',
  displayName: 'MySQL',
  quoteIdentifier,
  quoteText,
  equalsIgnoringCase: (expression, value) => `lower(${expression}) = ${foldCase(value)}`,
  containsIgnoringCase: (expression, value) =>
    `lower(${expression}) like ${foldCase(`%${value.replace(/[\\%_]/g, '\\$&')}%`)}`,
  matchesIgnoringCase(expression, value, how) {
    const text = value.replace(/[\\%_]/g, '\\$&')
    return `lower(${expression}) like ${foldCase(how === 'starts' ? `${text}%` : `%${text}`)}`
  },
  dateBucket(expression, unit) {
    switch (unit) {
      case 'weekday':
        return `dayofweek(${expression}) - 1`
      case 'year':
        return `year(${expression})`
      case 'quarter':
        return `makedate(year(${expression}), 1) + interval quarter(${expression}) - 1 quarter`
      case 'month':
        return `date(date_format(${expression}, '%Y-%m-01'))`
      case 'week':
        return `date(${expression}) - interval weekday(${expression}) day`
      case 'day':
        return `date(${expression})`
    }
  },
  relativeDate(amount, unit, floor) {
    const start = floor === null ? 'current_date' : mysqlDialect.dateBucket('current_date', floor)
    const first = floor === 'year' ? 'makedate(year(current_date), 1)' : start
    return amount === 0 ? first : `${first} ${amount < 0 ? '-' : '+'} interval ${Math.abs(amount)} ${unit}`
  },
  daysBetween: (earlier, later) => `datediff(${later}, ${earlier})`,
  readOnlyLoginSql,
  ddl: mysqlDdl,
  upkeep: mysqlUpkeep,
}
