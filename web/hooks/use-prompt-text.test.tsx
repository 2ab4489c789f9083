// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { usePromptText } from './use-prompt-text.ts'

const first = { id: '1', text: 'customers' }
const second = { id: '2', text: 'orders' }
type Shown = typeof first | null

const renderText = (shown: Shown) =>
  renderHook((props: { shown: Shown }) => usePromptText(props.shown), { initialProps: { shown } })

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

describe('usePromptText', () => {
  it('follows the question of the page', () => {
    const { result, rerender } = renderText(first)
    rerender({ shown: second })
    expect(result.current.text).toBe('orders')
    rerender({ shown: null })
    expect(result.current.text).toBe('')
  })

  it('never overwrites what was typed meanwhile', () => {
    const { result, rerender } = renderText(first)
    act(() => result.current.setText('customers in Berl'))
    rerender({ shown: second })
    expect(result.current.text).toBe('customers in Berl')
  })

  it('gives a question that was asked over to its answer', () => {
    const { result, rerender } = renderText(first)
    act(() => result.current.setText('their orders'))
    act(() => result.current.settle('their orders'))
    rerender({ shown: second })
    expect(result.current.text).toBe('orders')
  })

  it('brings a draft back after a reload of the tab', () => {
    const before = renderText(null)
    act(() => before.result.current.setText('half a quest'))
    before.unmount()
    expect(renderText(null).result.current.text).toBe('half a quest')
  })

  it('shows what was asked when another question is opened, not the draft', () => {
    const before = renderText(null)
    act(() => before.result.current.setText('half a quest'))
    before.unmount()
    expect(renderText(first).result.current.text).toBe('customers')
  })

  it('keeps a question as a draft until its answer is there', () => {
    const before = renderText(null)
    act(() => before.result.current.settle('orders'))
    before.unmount()
    const again = renderText(null)
    expect(again.result.current.text).toBe('orders')
    act(() => again.result.current.settle('orders'))
    again.rerender({ shown: second })
    again.unmount()
    expect(renderText(null).result.current.text).toBe('')
  })
})
