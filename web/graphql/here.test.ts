import { describe, expect, it } from 'vitest'
import { pickHere } from './here.ts'

const production = { id: 'prod', environment: 'PRODUCTION' as const }
const development = { id: 'dev', environment: 'DEVELOPMENT' as const }
const request = (path: string, cookie = '') =>
  new Request(`http://here${path}`, { headers: { Cookie: cookie } })

describe('pickHere', () => {
  it.each([
    ['the address wins over what was used last', request('/?connection=prod', 'connection=dev'), 'prod'],
    ['the page of a connection is about it', request('/connections/prod', 'connection=dev'), 'prod'],
    ['so is the page that edits it', request('/connections/prod/edit', 'connection=dev'), 'prod'],
    ['a new connection is about none', request('/connections/new', 'connection=prod'), 'prod'],
    ['what was used last wins over the rest', request('/', 'theme=dark; connection=prod'), 'prod'],
    ['a newcomer starts in development', request('/'), 'dev'],
    ['a connection that is gone is passed over', request('/?connection=gone', 'connection=lost'), 'dev'],
  ])('%s', (_, asked, id) => expect(pickHere(asked, [production, development])?.id).toBe(id))

  it('takes production when there is nothing else', () =>
    expect(pickHere(request('/'), [production])).toBe(production))

  it('is nowhere without connections', () => expect(pickHere(request('/'), [])).toBeNull())
})
