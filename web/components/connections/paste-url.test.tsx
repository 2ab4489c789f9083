// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { ConnectionUrl } from './parse-connection-url.ts'
import { PasteUrl } from './paste-url.tsx'

afterEach(cleanup)

const URL = 'postgres://ann:secret@db.example.com/shop'

function renderField() {
  const found: ConnectionUrl[] = []
  render(<PasteUrl engine="POSTGRES" onFound={one => found.push(one)} />)
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Paste a connection URL' })
  const paste = (text: string) => fireEvent.paste(field, { clipboardData: { getData: () => text } })
  return { field, found, paste }
}

describe('PasteUrl', () => {
  it('hands on what it has read, and keeps nothing of it', () => {
    const { field, found, paste } = renderField()
    paste(URL)
    expect(found).toMatchObject([{ host: 'db.example.com', username: 'ann', password: 'secret' }])
    expect(field.value).toBe('')
    expect(document.body.textContent).not.toContain('secret')
    expect(document.body.textContent).toContain('password (hidden)')
  })

  it('takes what was typed with Enter', () => {
    const { field, found } = renderField()
    fireEvent.change(field, { target: { value: URL } })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(found).toHaveLength(1)
    expect(field.value).toBe('')
  })

  it('leaves what it does not understand to be mended, with the reason tied to the field', () => {
    const { field, found, paste } = renderField()
    paste('db.example.com')
    expect(found).toEqual([])
    expect(field.value).toBe('db.example.com')
    expect(field.getAttribute('aria-invalid')).toBe('true')
    const reason = document.getElementById(field.getAttribute('aria-describedby')?.split(' ')[0] ?? '')
    expect(reason?.textContent).toContain('no connection URL')
  })

  it('is not part of a form that is sent', () => expect(renderField().field.name).toBe(''))
})
