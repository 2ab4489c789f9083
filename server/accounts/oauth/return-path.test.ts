import { describe, expect, it } from 'vitest'
import { returnPath } from './return-path.ts'

describe('the path to come back to', () => {
  it.each(['/', '/history', '/?connection=1&prompt=2', '/graphql'])('may be %s', path => {
    expect(returnPath(path)).toBe(path)
  })

  it.each([
    ...[
      null,
      '',
      'history',
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
    ],
    ...['\\\\evil.example', 'javascript:alert(1)', `/${'x'.repeat(2000)}`],
  ])('is the start in place of %j', path => {
    expect(returnPath(path)).toBe('/')
  })

  it.each(['/.//evil.example', '/x/..//evil.example', '/%2e//evil.example', '/.\\\\evil.example'])(
    'is one of this site for %j',
    path => {
      expect(returnPath(path)).toBe('/evil.example')
    },
  )
})
