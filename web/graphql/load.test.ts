import { describe, expect, it } from 'vitest'
import { ViewerDocument } from './generated/graphql.ts'
import type { LoadContext } from './load-context.ts'
import { load, safeNext, signInPath } from './load.ts'

describe('safeNext', () => {
  it.each(['/', '/history', '/?connection=1&prompt=2', '/graphql'])('goes back to %s', next =>
    expect(safeNext(next)).toBe(next),
  )
  it.each([
    null,
    '',
    'history',
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example',
    '/\t/evil.example',
  ])('goes to the start instead of %j', next => expect(safeNext(next)).toBe('/'))

  it.each([
    '/.//evil.example',
    '/..//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/.\\\\evil.example',
  ])('stays on this site for %j, whose path would name another one', next =>
    expect(safeNext(next)).toMatch(/^\/evil\.example$/),
  )
})

describe('signInPath', () => {
  it('remembers the page with its search', () =>
    expect(signInPath(new Request('http://here/history?search=a'))).toBe(
      '/sign-in?next=%2Fhistory%3Fsearch%3Da',
    ))
  it('is plain for the start page', () => expect(signInPath(new Request('http://here/'))).toBe('/sign-in'))
})

describe('load', () => {
  const failingWith = (problem: unknown) => {
    const context: LoadContext = {
      graphql: { execute: () => Promise.reject(Object.assign(new Error('no'), { problem })) },
      cspNonce: '',
      responseHeaders: new Headers(),
    }
    return load({ context, request: new Request('http://here/history') }, ViewerDocument).catch(
      (thrown: unknown) => thrown,
    )
  }
  const problem = (code: string) => ({ code, message: 'In words.', hints: [], retryable: false })

  it('sends strangers to sign in', async () => {
    const thrown = (await failingWith(problem('UNAUTHENTICATED'))) as Response
    expect(thrown.headers.get('Location')).toBe('/sign-in?next=%2Fhistory')
  })

  it.each([
    ['NOT_FOUND', 404],
    ['FORBIDDEN', 403],
    ['INTERNAL', 500],
  ])('answers %s with status %i and the problem in words', async (code, status) => {
    const thrown = (await failingWith(problem(code))) as Response
    expect(thrown.status).toBe(status)
    expect(await thrown.json()).toEqual(problem(code))
  })
})
