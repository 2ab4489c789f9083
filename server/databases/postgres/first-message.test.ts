import { describe, expect, it } from 'vitest'
import { judgeFirstMessage } from './first-message.ts'

const message = (letter: string, body: Buffer | string) => {
  const bytes = Buffer.from(body as string, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length + 4)
  return Buffer.concat([Buffer.from(letter), length, bytes])
}
const signIn = (method: number, rest = '') => message('R', `\0\0\0${String.fromCharCode(method)}${rest}`)
const packet = (length: number, body: string) =>
  Buffer.concat([Buffer.from([length, 0, 0, 0]), Buffer.from(body.padEnd(length, 'x'), 'latin1')])

describe('the first message', () => {
  it.each<[string, Buffer]>([
    ['no password wanted', signIn(0)],
    ['a clear password', signIn(3)],
    ['MD5', signIn(5, 'salt')],
    ['SCRAM', signIn(10, 'SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0')],
    ['an error', message('E', 'SFATAL\0VFATAL\0C28000\0\0')],
    ['an error as long as a greeting of MySQL could be', message('E', `S${'x'.repeat(250)}`)],
    ['an older protocol', message('v', '\0\x03\0\0\0\0\0\0')],
  ])('that is %s is PostgreSQL', (_, bytes) => {
    expect(judgeFirstMessage(bytes)).toBe('POSTGRES')
    expect(judgeFirstMessage(bytes.subarray(0, 1))).toBe('INCOMPLETE')
    expect(judgeFirstMessage(bytes.subarray(0, 5))).toBe('INCOMPLETE')
  })

  it.each<[string, Buffer]>([
    ['Kerberos', signIn(7)],
    ['SSPI', signIn(9)],
    ['channel binding only', signIn(10, 'SCRAM-SHA-256-PLUS\0\0')],
    ['a token', signIn(10, 'OAUTHBEARER\0\0')],
  ])('that wants %s is a way of signing in that we do not know', (_, bytes) => {
    expect(judgeFirstMessage(bytes)).toMatchObject({ code: 'DATABASE_AUTH_FAILED' })
  })

  // R, E, N and v are also lengths of a greeting.
  it.each([74, 82, 69, 78, 118])('of %i bytes as MySQL greets is MySQL', length => {
    const found = { code: 'DATABASE_WRONG_ENGINE', message: expect.stringContaining('MySQL') as string }
    expect(judgeFirstMessage(packet(length, '\x0a10.11.6-MariaDB\0'))).toMatchObject(found)
    expect(judgeFirstMessage(packet(length, '\xff\x10\x04Too many connections'))).toMatchObject(found)
  })

  it.each([
    'SSH-2.0-OpenSSH_9.6\r\n',
    'HTTP/1.1 400 Bad Request\r\n',
    '-ERR unknown command\r\n',
    'ERROR\r\n',
    '220 mail ESMTP\r\n',
    '\x15\x03\x03\0\x02\x02\x28',
  ])(
    // prettier-ignore
    'that is %j is another protocol',
    text => {
      expect(judgeFirstMessage(Buffer.from(text, 'latin1'))).toMatchObject({
        code: 'DATABASE_WRONG_ENGINE',
        message: 'What answers at this host and port is not PostgreSQL.',
      })
    },
  )
})
