// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client'
import { ApolloProvider } from '@apollo/client/react'
import { act, cleanup, renderHook, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { EMPTY_DRAFT } from '../components/connections/connection-draft.ts'
import type { ConnectionDraft } from '../components/connections/connection-draft.ts'
import { useConnectionForm } from './use-connection-form.ts'

afterEach(cleanup)

const full: ConnectionDraft = {
  ...EMPTY_DRAFT,
  name: 'Shop',
  environment: 'DEVELOPMENT',
  host: 'db.example.com',
  database: 'shop',
  username: 'ann',
  password: 'secret',
}
const works = {
  checkConnection: {
    __typename: 'ConnectionCheck',
    ok: true,
    serverVersion: 'PostgreSQL 18',
    latencyMs: 3,
    canWrite: false,
    problem: null,
    notices: [],
    readOnlyLoginSql: null,
  },
}
const away = {
  message: 'Nothing listens there.',
  extensions: {
    code: 'DATABASE_NOT_LISTENING',
    hints: ['Check host and port.'],
    retryable: true,
    fields: [{ field: 'port', message: 'Nothing listens at this port' }],
  },
}

type Answer = { data?: Record<string, unknown> | null; errors?: (typeof away)[] } | 'never'

/** The form against a server that answers in this way; `asked` has what it was sent. */
function renderForm(initial: ConnectionDraft, answer: Answer, connectionId: string | null = null) {
  const asked: { name: string; variables: Record<string, unknown> }[] = []
  const saved: string[] = []
  const link = new ApolloLink(operation => {
    asked.push({ name: operation.operationName ?? '', variables: operation.variables })
    return new Observable(observer => {
      if (answer === 'never') return
      observer.next(answer)
      observer.complete()
    })
  })
  const client = new ApolloClient({ cache: new InMemoryCache(), link })
  const { result } = renderHook(() => useConnectionForm(connectionId, initial, id => saved.push(id)), {
    wrapper: ({ children }) => <ApolloProvider client={client}>{children}</ApolloProvider>,
  })
  return { form: () => result.current, asked, saved }
}

describe('useConnectionForm', () => {
  it('asks nobody while something is missing', () => {
    const { form, asked } = renderForm(EMPTY_DRAFT, { data: works })
    act(() => form().save())
    expect(form().messages).toHaveProperty('environment')
    expect(form().firstWrong).toEqual({ field: 'name' })
    act(() => form().test())
    expect(form().messages).toHaveProperty('host')
    expect(asked).toEqual([])
  })

  it('tells what a test found, until something else stands in the form', async () => {
    const { form, asked } = renderForm({ ...full, name: '', environment: null }, { data: works })
    act(() => form().test())
    expect(form().state.phase).toBe('testing')
    await waitFor(() => expect(form().state.phase).toBe('tested'))
    expect(asked).toMatchObject([{ name: 'CheckConnection', variables: { input: { port: 5432 } } }])
    expect(form().stale).toBe(false)
    act(() => form().change({ type: 'filled', values: { host: 'other' } }))
    expect(form().stale).toBe(true)
  })

  it('saves a new one, and edits one that is there', async () => {
    const created = renderForm(full, { data: { createConnection: { __typename: 'Connection', id: 'new' } } })
    act(() => created.form().save())
    await waitFor(() => expect(created.saved).toEqual(['new']))
    expect(created.asked[0]?.name).toBe('CreateConnection')
    const answer = { data: { updateConnection: { __typename: 'Connection', id: 'old' } } }
    const edited = renderForm(full, answer, 'old')
    act(() => edited.form().save())
    await waitFor(() => expect(edited.saved).toEqual(['old']))
    expect(edited.asked[0]).toMatchObject({ name: 'UpdateConnection', variables: { id: 'old' } })
  })

  it('keeps everything that was typed when it fails, with messages at their fields', async () => {
    const { form, saved } = renderForm(full, { data: null, errors: [away] })
    act(() => form().save())
    await waitFor(() => expect(form().state.phase).toBe('failed'))
    expect(form().draft).toEqual(full)
    expect(form().messages).toEqual({ port: 'Nothing listens at this port' })
    expect(form().state).toMatchObject({ doing: 'save', problem: { hints: ['Check host and port.'] } })
    act(() => form().change({ type: 'filled', values: { port: '6000' } }))
    expect(form().messages).toEqual({})
    expect(saved).toEqual([])
  })

  it('stops a test without a trace, and says of a save that its end is not known', () => {
    const { form } = renderForm(full, 'never')
    act(() => form().test())
    act(() => form().stop())
    expect(form().state.phase).toBe('idle')
    act(() => form().save())
    act(() => form().stop())
    expect(form().state.phase).toBe('stopped')
    expect(form().draft).toEqual(full)
  })
})
