import type { Dialect } from '../database.ts'
import { postgresDdl } from './ddl.ts'
import { postgresUpkeep } from './upkeep.ts'
import { quoteIdentifier, quoteText } from './quote.ts'

/** Not for us to run: somebody may rely on it. Databases made by PostgreSQL 14 or older have it from birth. */
const END_PUBLIC_CREATE = [
  '-- Where everybody may make tables in schema public, as was usual up to PostgreSQL 14, this login may, too.',
  '-- To end that, for all who have no other grant:',
  '-- revoke create on schema public from public;',
]

/** Nor this: it is for everybody, too. */
const endPublicTemporary = (database: string) => [
  '-- Everybody may make temporary tables in a database, unless that was ended, so this login may, too.',
  '-- To end that, for all who have no other grant:',
  `-- revoke temporary on database ${database} from public;`,
]

/** Foreign tables are on other servers, or are files and programs of this one: READ ONLY means nothing there. */
const grantTables = (schemas: readonly string[]) => [
  '-- Tables, views and materialized views, but no foreign tables. A partitioned table shows its foreign parts as well,',
  '-- and a view shows what its owner may see. To take one back: revoke select on … from lovable_reader;',
  'do $grant$',
  'declare relation regclass;',
  'begin',
  '  for relation in',
  '    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace',
  `    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname in (${schemas.map(quoteText).join(', ')})`,
  '  loop',
  `    execute format('grant select on %s to lovable_reader', relation);`,
  '  end loop;',
  'end $grant$;',
]

/** `pg_read_all_data` (PostgreSQL 14) would open every schema; these grants open only the ones that are used here. */
function readOnlyLoginSql({ database, schemas }: { database: string; schemas: readonly string[] }): string {
  const names = schemas.length > 0 ? schemas : ['public']
  const used = names.map(quoteIdentifier)
  return [
    '-- Run this as an administrator, connected to this very database, with a password of your own.',
    '-- A login of this name that is there already, for another database, needs no second create role.',
    "create role lovable_reader login password 'choose-a-password' nosuperuser nocreatedb nocreaterole;",
    'alter role lovable_reader set default_transaction_read_only = on;',
    `grant connect on database ${quoteIdentifier(database)} to lovable_reader;`,
    ...used.map(schema => `grant usage on schema ${schema} to lovable_reader;`),
    ...grantTables(names),
    '-- What is made later by whoever runs this; PostgreSQL counts views and foreign tables among tables here.',
    ...used.map(
      schema => `alter default privileges in schema ${schema} grant select on tables to lovable_reader;`,
    ),
    ...endPublicTemporary(quoteIdentifier(database)),
    ...(used.includes('public') ? END_PUBLIC_CREATE : []),
  ].join('\n')
}

export const postgresDialect: Dialect = {
  engine: 'POSTGRES',
  displayName: 'PostgreSQL',
  quoteIdentifier,
  quoteText,
  equalsIgnoringCase: (expression, value) => `lower(${expression}) = lower(${quoteText(value)})`,
  containsIgnoringCase: (expression, value) =>
    `${expression} ilike ${quoteText(`%${value.replace(/[\\%_]/g, '\\$&')}%`)}`,
  matchesIgnoringCase(expression, value, how) {
    const text = value.replace(/[\\%_]/g, '\\$&')
    return `${expression} ilike ${quoteText(how === 'starts' ? `${text}%` : `%${text}`)}`
  },
  dateBucket: (expression, unit) =>
    unit === 'weekday'
      ? `extract(dow from ${expression})`
      : unit === 'year'
        ? `extract(year from ${expression})`
        : `date_trunc('${unit}', ${expression})::date`,
  relativeDate(amount, unit, floor) {
    const start = floor === null || floor === 'day' ? 'current_date' : `date_trunc('${floor}', current_date)`
    const count = Math.abs(unit === 'quarter' ? amount * 3 : amount)
    const name = unit === 'quarter' ? 'month' : unit
    return amount === 0 ? start : `${start} ${amount < 0 ? '-' : '+'} interval '${count} ${name}'`
  },
  daysBetween: (earlier, later) => `(${later}::date - ${earlier}::date)`,
  readOnlyLoginSql,
  ddl: postgresDdl,
  upkeep: postgresUpkeep,
}
