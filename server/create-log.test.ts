import { describe, expect, it } from 'vitest'
import { createLog } from './create-log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  write(
    createLog({
      level: 'info',
      requestId: () => 'request-1',
      describeError: error => (error as Error).name,
      destination: { write: line => void (text += line) },
    }),
  )
  return text
}

describe('the log', () => {
  it('says which request a line belongs to', () => {
    expect(JSON.parse(logged(log => log.info({ a: 1 }, 'done')))).toMatchObject({
      requestId: 'request-1',
      a: 1,
      msg: 'done',
    })
  })

  it('holds no secret that somebody hands to it by mistake', () => {
    const secret = { password: 'canary', cookie: 'canary', authorization: 'canary', clientSecret: 'canary' }
    const text = logged(log => {
      log.info(secret)
      log.info({ request: secret, deep: { headers: secret } })
    })
    expect(text).not.toContain('canary')
    expect(text).toContain('[secret]')
  })

  it('names an error without its message, which can hold rows', () => {
    const error = new TypeError('canary', { cause: new Error('canary') })
    const text = logged(log => {
      log.error({ err: error })
      log.error({ error, cause: error })
      log.error(error)
    })
    expect(text).not.toContain('canary')
    expect(text).toContain('TypeError')
  })
})
