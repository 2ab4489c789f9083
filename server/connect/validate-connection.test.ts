import { describe, expect, it } from 'vitest'
import type { ConnectionInput } from '../domain.ts'
import { AppError } from '../errors.ts'
import { validateConnection } from './validate-connection.ts'

const engines = [
  { engine: 'POSTGRES', defaultPort: 5432 },
  { engine: 'MYSQL', defaultPort: 3306 },
] as const

const good: ConnectionInput = {
  name: 'Shop',
  engine: 'POSTGRES',
  environment: 'DEVELOPMENT',
  host: 'db.example.com',
  port: 5432,
  database: 'shop',
  username: 'reader',
  password: 'canary-secret',
  tls: 'PREFER',
  privacy: 'CATALOG',
}

function failureOf(input: Partial<ConnectionInput>): AppError {
  try {
    validateConnection({ ...good, ...input }, { engines })
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('it was taken')
}

describe('a connection', () => {
  it.each<[string, Partial<ConnectionInput>, Partial<ConnectionInput>]>([
    ['as it is', {}, {}],
    [
      'without spaces around',
      { name: '  Shop ', host: ' db ', database: ' d ', username: ' u ' },
      { name: 'Shop', host: 'db', database: 'd', username: 'u' },
    ],
    ['with a composed name', { name: 'Cafe\u0301' }, { name: 'Café' }],
    ['with single spaces in its name', { name: 'Shop \u00a0 prod' }, { name: 'Shop prod' }],
    ['with an emoji', { name: '❤️ Shop' }, { name: '❤️ Shop' }],
    ['with 100 characters of two UTF-16 units', { name: '😀'.repeat(100) }, { name: '😀'.repeat(100) }],
    ['with an IPv4 address', { host: '10.0.0.1' }, { host: '10.0.0.1' }],
    ['with an IPv6 address', { host: '2001:DB8::1' }, { host: '2001:db8::1' }],
    ['with an IPv6 address in brackets', { host: '[::1]' }, { host: '::1' }],
    ['with an underscore and a final dot', { host: 'my_db.internal.' }, { host: 'my_db.internal' }],
    ['with a host in another script', { host: 'bücher.example' }, { host: 'xn--bcher-kva.example' }],
    ['with the lowest port', { port: 1 }, { port: 1 }],
    ['with the highest port', { port: 65_535 }, { port: 65_535 }],
    ['with spaces around the password', { password: ' a ' }, { password: ' a ' }],
    ['without a password', { password: '' }, { password: '' }],
    ['with an address in its name', { name: 'Shop (see https://wiki.example/@shop)' }, {}],
    ['with a database that needs quotes', { database: 'My "shop" 1' }, { database: 'My "shop" 1' }],
  ])('is taken %s', (_, given, expected) => {
    expect(validateConnection({ ...good, ...given }, { engines })).toEqual({ ...good, ...given, ...expected })
  })

  it.each<[keyof ConnectionInput, string, unknown, string]>([
    ['name', 'empty', ' \u00a0\n', 'Enter the name'],
    ['name', 'of 101 characters', 'x'.repeat(101), '100 characters at most'],
    ['name', 'with a line break', 'a\nb', 'cannot be seen'],
    ['name', 'with a NUL', 'a\0b', 'cannot be seen'],
    ['name', 'that is written backwards', 'a\u202eb', 'cannot be seen'],
    ['name', 'with a zero-width space', 'Shop\u200b', 'cannot be seen'],
    ['name', 'with a zero-width joiner', 'Sh\u200dop', 'cannot be seen'],
    ['name', 'with an isolate', '\u2066Shop\u2069', 'cannot be seen'],
    ['name', 'of a Hangul filler', '\u3164', 'cannot be seen'],
    ['name', 'of a blank Braille pattern', '\u2800', 'cannot be seen'],
    ['name', 'with half a character', 'a\ud800b', 'cannot be seen'],
    ['name', 'that is a URL', 'postgres://me:canary-secret@db/shop', 'seems to hold a password'],
    ['engine', 'that is not offered', 'ORACLE', 'choose POSTGRES or MYSQL'],
    ['host', 'empty', '', 'Enter the host'],
    ['host', 'that is a URL', 'postgres://me:canary-secret@db/shop', 'field for a connection URL'],
    ['host', 'with a user', 'me:canary-secret@db', 'fields of their own'],
    ['host', 'with a port', 'db:5432', 'the port has a field of its own'],
    ['host', 'of IPv6 with a port', '[::1]:5432', 'the port has a field of its own'],
    ['host', 'with a database', 'db/shop', 'no path'],
    ['host', 'that is a socket', '/var/run/postgresql', 'no path'],
    ['host', 'with a backslash', 'db\\shop', 'no path'],
    ['host', 'with a space', 'db example', 'no spaces'],
    ['host', 'with a line break', 'db\r\nx', 'no spaces'],
    ['host', 'with a NUL', 'db\0', 'no spaces'],
    ['host', 'with a direction mark', 'db\u202e', 'no spaces'],
    ['host', 'of 254 characters', `${'a.'.repeat(126)}ab`, '253 characters at most'],
    ['host', 'with a label of 64 letters', 'a'.repeat(64), 'no host name'],
    ['host', 'with two dots', 'db..example', 'no host name'],
    ['host', 'that is a dot', '.', 'no host name'],
    ['host', 'that begins with a hyphen', '-oProxyCommand', 'no host name'],
    ['host', 'with a question mark', 'db?sslmode=disable', 'no host name'],
    ['host', 'with a list', 'db1,db2', 'no host name'],
    ['host', 'with a percent sign', 'db%00', 'no host name'],
    ['host', 'that is no IPv6 address', '1::2::3', 'no IPv6 address'],
    ['host', 'with a zone', 'fe80::1%eth0', 'no IPv6 address'],
    ['port', '0', 0, 'from 1 to 65535, usually 5432'],
    ['port', 'below 0', -1, 'from 1 to 65535'],
    ['port', 'of 65536', 65_536, 'from 1 to 65535'],
    ['port', 'with a fraction', 5432.5, 'from 1 to 65535'],
    ['port', 'that is no number', Number.NaN, 'from 1 to 65535'],
    ['port', 'without end', Infinity, 'from 1 to 65535'],
    ['database', 'empty', ' ', "Enter the database's name"],
    ['database', 'of 129 characters', 'x'.repeat(129), '128 characters at most'],
    ['database', 'with a NUL', 'shop\0', 'control characters'],
    ['database', 'that is a URL', 'mysql://me:canary-secret@db/shop', 'seems to hold a password'],
    ['database', 'of settings', 'dbname=shop password=canary-secret', 'seems to hold a password'],
    ['username', 'that is a URL', 'postgres://me:canary-secret@db', 'seems to hold a password'],
    ['username', 'empty', '', 'Enter the user name'],
    ['username', 'of 129 characters', 'x'.repeat(129), '128 characters at most'],
    ['username', 'with a line break', 'a\nb', 'control characters'],
    ['password', 'of 1,001 characters', 'x'.repeat(1001), '1000 characters at most'],
    ['password', 'with a NUL', 'canary-secret\0', 'no server takes'],
  ])('is refused with a %s %s', (field, _, value, message) => {
    const failure = failureOf({ [field]: value })
    expect(failure.code).toBe('INPUT_INVALID')
    expect(failure.fields).toEqual([{ field, message: expect.stringContaining(message) as string }])
    expect(JSON.stringify([failure.message, failure.hints, failure.fields])).not.toContain('canary-secret')
  })

  it('is refused with a message for each wrong field', () => {
    const { fields, hints } = failureOf({ name: '', host: '', port: 0, database: '', username: '' })
    expect(fields.map(({ field }) => field)).toEqual(['name', 'host', 'port', 'database', 'username'])
    expect(hints).toHaveLength(5)
  })
})
