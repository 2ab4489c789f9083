import { describe, expect, it } from 'vitest'
import { parseConnectionUrl } from './parse-connection-url.ts'
import type { ConnectionUrl } from './parse-connection-url.ts'

/** What was found, without what was not said. */
function read(text: string): Partial<ConnectionUrl> | string {
  const parsed = parseConnectionUrl(text)
  if (!parsed.ok) return parsed.message
  const said = Object.entries(parsed.found).filter(([name, value]) => name !== 'notes' && value !== undefined)
  return Object.fromEntries(said)
}

const shop = {
  engine: 'POSTGRES',
  host: 'db.example.com',
  port: 6000,
  database: 'shop',
  username: 'ann',
  password: 'secret',
}
const mysqlShop = { ...shop, engine: 'MYSQL' }

describe('parseConnectionUrl reads the same parts from', () => {
  it.each([
    ['postgres', 'postgres://ann:secret@db.example.com:6000/shop', shop],
    ['postgresql', 'postgresql://ann:secret@db.example.com:6000/shop', shop],
    ['capital letters', 'PostgreSQL://ann:secret@db.example.com:6000/shop', shop],
    ['a driver of SQLAlchemy', 'postgresql+psycopg2://ann:secret@db.example.com:6000/shop', shop],
    ['mysql', 'mysql://ann:secret@db.example.com:6000/shop', mysqlShop],
    ['mysql2', 'mysql2://ann:secret@db.example.com:6000/shop', mysqlShop],
    ['mariadb', 'mariadb://ann:secret@db.example.com:6000/shop', mysqlShop],
    ['mysql+pymysql', 'mysql+pymysql://ann:secret@db.example.com:6000/shop', mysqlShop],
    ['JDBC of PostgreSQL', 'jdbc:postgresql://db.example.com:6000/shop?user=ann&password=secret', shop],
    ['JDBC of MySQL', 'jdbc:mysql://db.example.com:6000/shop?user=ann&password=secret', mysqlShop],
    ['JDBC of MariaDB', 'jdbc:mariadb://ann:secret@db.example.com:6000/shop', mysqlShop],
    ['keywords', 'host=db.example.com port=6000 dbname=shop user=ann password=secret', shop],
    [
      'keywords in another order',
      "password='secret' user = ann dbname=shop port=6000 host=db.example.com",
      shop,
    ],
    ['all as parameters', 'postgresql:///shop?host=db.example.com&port=6000&user=ann&password=secret', shop],
    ['a line of an environment file', 'DATABASE_URL="postgres://ann:secret@db.example.com:6000/shop"', shop],
    ['an export', "export DB_URL='postgres://ann:secret@db.example.com:6000/shop'", shop],
    ['a psql command', "psql 'postgres://ann:secret@db.example.com:6000/shop'", shop],
    ['space around it', '  \n postgres://ann:secret@db.example.com:6000/shop \n', shop],
    ['parameters that do not matter', 'postgres://ann:secret@db.example.com:6000/shop?schema=public&a', shop],
    ['a fragment', 'postgres://ann:secret@db.example.com:6000/shop#here', shop],
  ])('%s', (_, text, parts) => expect(read(text)).toEqual(parts))
})

describe('parseConnectionUrl decodes', () => {
  it.each([
    [
      'percent signs',
      'postgres://a%40b:p%2Fw%3A%25@h/my%20shop',
      { username: 'a@b', password: 'p/w:%', database: 'my shop' },
    ],
    ['umlauts', 'postgres://h/caf%C3%A9', { database: 'café' }],
    ['no percent sign that was not meant as one', 'postgres://ann:100%@h/shop', { password: '100%' }],
    ['no plus sign', 'postgres://ann:a+b@h/shop', { password: 'a+b' }],
    ['a colon in the password', 'postgres://ann:a:b@h/shop', { username: 'ann', password: 'a:b' }],
    ['an @ left in the password', 'postgres://ann:a@b@h/shop', { password: 'a@b', host: 'h' }],
    [
      'a slash left in the password',
      'postgres://ann:a/b@h:6000/shop',
      { password: 'a/b', host: 'h', port: 6000, database: 'shop' },
    ],
    ['a hash left in the password', 'mysql://ann:#a@h/shop', { password: '#a', host: 'h' }],
    ['a question mark left in the password', 'mysql://ann:a?b@h/shop', { password: 'a?b', host: 'h' }],
    [
      'an @ in a parameter',
      'jdbc:postgresql://h:6000/shop?user=ann@server',
      { host: 'h', username: 'ann@server' },
    ],
    ['quotes in keywords', String.raw`host=h password='it\'s a \\'`, { password: "it's a \\" }],
    ['an empty value in keywords', "host=h user=ann password=''", { username: 'ann' }],
  ])('%s', (_, text, parts) => expect(read(text)).toMatchObject(parts))
})

describe('parseConnectionUrl reads hosts', () => {
  it.each([
    ['postgres://[2001:db8::1]:6000/shop', { host: '2001:db8::1', port: 6000 }],
    ['postgres://ann:x@[::1]/shop', { host: '::1', port: 5432, username: 'ann' }],
    ['host=::1 dbname=shop', { host: '::1', port: 5432 }],
    ['hostaddr=10.0.0.1 dbname=shop', { host: '10.0.0.1' }],
    ['postgres://h', { engine: 'POSTGRES', host: 'h', port: 5432 }],
    ['postgres://ann@h', { engine: 'POSTGRES', host: 'h', port: 5432, username: 'ann' }],
    ['mysql://h/', { engine: 'MYSQL', host: 'h', port: 3306 }],
    ['postgres:///shop', { engine: 'POSTGRES', port: 5432, database: 'shop' }],
    ['postgres://one:6001,two:6002/shop', { engine: 'POSTGRES', host: 'one', port: 6001, database: 'shop' }],
    ['host=one,two port=6001,6002', { engine: 'POSTGRES', host: 'one', port: 6001 }],
    ['postgres://%2Fvar%2Frun/shop', { engine: 'POSTGRES', port: 5432, database: 'shop' }],
  ])('%s', (text, parts) => expect(read(text)).toMatchObject(parts))

  it('does not make up what is not there', () =>
    expect(read('postgres://h')).toEqual({ engine: 'POSTGRES', host: 'h', port: 5432 }))
})

describe('parseConnectionUrl takes the TLS mode from', () => {
  it.each([
    ['postgres://h/d?sslmode=disable', 'DISABLE'],
    ['postgres://h/d?sslmode=allow', 'PREFER'],
    ['postgres://h/d?sslmode=prefer', 'PREFER'],
    ['postgres://h/d?sslmode=require', 'REQUIRE'],
    ['postgres://h/d?sslmode=verify-ca', 'VERIFY_FULL'],
    ['postgres://h/d?sslmode=verify-full', 'VERIFY_FULL'],
    ['postgres://h/d?sslmode=no-verify', undefined],
    ['postgres://h/d?ssl=true', 'REQUIRE'],
    ['jdbc:postgresql://h/d?ssl=true', 'VERIFY_FULL'],
    ['jdbc:postgresql://h/d?ssl=true&sslmode=require', 'REQUIRE'],
    ['host=h sslmode=verify-full', 'VERIFY_FULL'],
    ['mysql://h/d?ssl-mode=REQUIRED', 'REQUIRE'],
    ['mysql://h/d?ssl-mode=DISABLED', 'DISABLE'],
    ['mysql://h/d?ssl_mode=VERIFY_IDENTITY', 'VERIFY_FULL'],
    ['jdbc:mysql://h/d?sslMode=VERIFY_IDENTITY', 'VERIFY_FULL'],
    ['jdbc:mysql://h/d?sslMode=PREFERRED', 'PREFER'],
    ['jdbc:mysql://h/d?useSSL=false', 'DISABLE'],
    ['jdbc:mysql://h/d?useSSL=true&verifyServerCertificate=true', 'VERIFY_FULL'],
    ['jdbc:mariadb://h/d?sslMode=trust', 'REQUIRE'],
    ['mysql://h/d?sslaccept=strict', 'VERIFY_FULL'],
    ['mysql://h/d?tls=skip-verify', 'REQUIRE'],
    ['mysql://h/d?ssl={"rejectUnauthorized":true}', 'VERIFY_FULL'],
    ['mysql://h/d?ssl=%7B%22rejectUnauthorized%22%3Afalse%7D', 'REQUIRE'],
    ['postgres://h/d', undefined],
  ])('%s', (text, mode) => {
    const parsed = parseConnectionUrl(text)
    expect(parsed.ok && parsed.found.tls).toBe(mode)
  })
})

describe('parseConnectionUrl says', () => {
  const notesOf = (text: string) => {
    const parsed = parseConnectionUrl(text)
    return parsed.ok ? parsed.found.notes.join(' ') : ''
  }

  it.each([
    ['that one host of several was taken', 'postgres://one,two/shop', 'several hosts'],
    ['that a socket is not reached', 'postgres:///shop?host=/var/run/postgresql', 'socket'],
    ['that a placeholder is no password', 'postgres://ann:[YOUR-PASSWORD]@h/shop', 'placeholder'],
    ['the same of angle brackets', 'postgres://ann:<password>@h/shop', 'placeholder'],
  ])('%s', (_, text, words) => expect(notesOf(text)).toContain(words))

  it('fills in no placeholder', () =>
    expect(read('postgres://ann:[YOUR-PASSWORD]@h/shop')).not.toHaveProperty('password'))

  it.each(['', 'shop', 'https://', 'db.example.com:5432', 'ann secret', 'host', 'a=b', 'host=h oops'])(
    'in words that %j is no connection URL',
    text => expect(parseConnectionUrl(text)).toMatchObject({ ok: false }),
  )

  it('which engines there are', () =>
    expect(read('mongodb://ann:secret@h/shop')).toBe('Only PostgreSQL, MySQL and MariaDB can be connected.'))

  it.each([
    'postgres://ann:secret@h:0/shop',
    'postgres://ann:secret@h:99999/shop',
    'postgres://h:secret/shop',
  ])('that the port of %s is none, and never a part of the text', text => {
    const said = read(text)
    expect(said).toContain('port')
    expect(said).not.toContain('secret')
  })
})
