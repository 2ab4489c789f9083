import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** What stands between a person and a database that works; the other codes are about statements. */
const ABOUT_CONNECTING =
  /^DATABASE_(NAME|NOT_LISTENING|LOCALHOST|CONNECT_|HOST|WRONG|AUTH|USER|NOT_FOUND|TLS|TOO_MANY|STARTING|CONNECTION_LOST)/
const PLACES = [
  'dial-failures.ts',
  'failure.ts',
  'postgres/connect-failures.ts',
  'postgres/failures.ts',
  'mysql/failures.ts',
]
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Failures as they stand in the source: a code, then a message without parts of its own. */
const messages = PLACES.flatMap(path => [
  ...read(path).matchAll(/code: '([A-Z_]+)',\s+message:\s+'([^']+)'/g),
]).flatMap(([, code = '', message = '']) => (ABOUT_CONNECTING.test(code) ? [{ code, message }] : []))

describe('the page of errors', () => {
  const [, section = ''] = read('../../docs/errors.md').split('## What connecting can say')

  it('finds the messages in the source', () => {
    expect(messages.length).toBeGreaterThan(25)
  })

  it.each(messages)('has the message of $code: $message', ({ code, message }) => {
    const row = section.split('\n').find(line => line.includes(message))
    expect(row).toContain(`\`${code}\``)
  })
})
