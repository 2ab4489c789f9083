// @vitest-environment jsdom
import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client'
import { ApolloProvider } from '@apollo/client/react'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { DeleteDialog } from './delete-section.tsx'

afterEach(cleanup)

function renderDialog() {
  const deleted: string[] = []
  const link = new ApolloLink(({ variables }) => {
    deleted.push(variables.id as string)
    return new Observable(observer => {
      observer.next({ data: { deleteConnection: true } })
      observer.complete()
    })
  })
  let done = 0
  render(
    <ApolloProvider client={new ApolloClient({ cache: new InMemoryCache(), link })}>
      <DeleteDialog
        connection={{ id: 'c', name: 'Shop', sample: false }}
        onClose={() => undefined}
        onDeleted={() => (done += 1)}
      />
    </ApolloProvider>,
  )
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Delete connection' })
  const type = (value: string) => fireEvent.change(screen.getByRole('textbox'), { target: { value } })
  return { button, type, deleted, done: () => done }
}

describe('DeleteDialog', () => {
  it('deletes nothing until the name stands there', () => {
    const { button, type, deleted } = renderDialog()
    expect(button.disabled).toBe(true)
    type('shop')
    expect(button.disabled).toBe(true)
    fireEvent.submit(screen.getByRole('textbox'))
    expect(deleted).toEqual([])
  })

  it('deletes when it does', async () => {
    const { button, type, deleted, done } = renderDialog()
    type('Shop')
    expect(button.disabled).toBe(false)
    fireEvent.submit(screen.getByRole('textbox'))
    await waitFor(() => expect(done()).toBe(1))
    expect(deleted).toEqual(['c'])
  })

  it('says what stays and what goes', () => {
    renderDialog()
    const words = screen.getByRole('dialog').textContent
    for (const part of ['password', 'history', 'audit', 'Queries that are running'])
      expect(words).toContain(part)
  })
})
