import { describe, expect, it } from 'vitest'
import { fixed, severities } from './mysql-input.fixture.ts'
import { warnInlineReferences } from './warn-inline-references.ts'

const sql =
  'create table t (id int primary key, o int references orders (id) on delete cascade, p int not null)'

describe('warn-inline-references', () => {
  it.each([
    ['8.0.36', ['WARNING']],
    ['5.7.44', ['WARNING']],
    ['9.0.1', []],
    ['10.4.34-MariaDB', ['WARNING']],
    ['10.5.1-MariaDB', []],
    ['11.4.2-MariaDB', []],
  ])('on %s finds %j', (version, expected) => {
    expect(severities(warnInlineReferences, sql, { version })).toEqual(expected)
  })

  it('makes a foreign key of the table of it', () => {
    expect(fixed(warnInlineReferences, sql, { version: '8.0.36' })).toBe(
      'create table t (id int primary key, o int, p int not null, FOREIGN KEY (o) references orders (id) on delete cascade)',
    )
    expect(
      fixed(warnInlineReferences, 'alter table customers add o int references orders (id), algorithm=copy', {
        version: '8.0.36',
      }),
    ).toBe('alter table customers add o int, ADD FOREIGN KEY (o) references orders (id), algorithm=copy')
  })
})
