import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import { isTyping, useShortcut, withCommand } from '../../hooks/use-shortcut.ts'
import { Button } from '../parts/button.tsx'
import { KeyHint } from '../parts/key-hint.tsx'

const MAX_HEIGHT_PX = 200

interface PromptBarProps {
  text: string
  onText: (text: string) => void
  asking: boolean
  /** What stands here has its SQL below. */
  answered: boolean
  /** The one filled button of the page is Ask while there is nothing to run. */
  prominent: boolean
  onAsk: () => void
  onStop: () => void
}

export function PromptBar({ text, onText, asking, answered, prominent, onAsk, onStop }: PromptBarProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useShortcut(event => {
    if (event.key !== '/' || isTyping(event)) return false
    field.current?.focus()
    field.current?.select()
    return true
  })
  useEffect(() => {
    // Typed before the page was alive.
    if (field.current !== null && field.current.value !== text) onText(field.current.value)
  }, [onText, text])
  useEffect(() => {
    if (field.current === null) return
    field.current.style.height = 'auto'
    field.current.style.height = `${Math.min(MAX_HEIGHT_PX, field.current.scrollHeight)}px`
  }, [text])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    // With the command key it means Run.
    if (withCommand(event) && answered) return
    event.preventDefault()
    onAsk()
  }
  return (
    <form
      role="search"
      onSubmit={event => {
        event.preventDefault()
        onAsk()
      }}
      className="flex items-end gap-2 rounded-xl border border-line-strong bg-surface py-2 pr-2 pl-4 transition-colors focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/15"
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        onChange={event => onText(event.target.value)}
        onKeyDown={onKeyDown}
        aria-label="Your question"
        aria-keyshortcuts="/"
        placeholder="Ask about your data…"
        className="min-w-0 flex-1 resize-none bg-transparent py-1 text-[17px] leading-7 outline-none placeholder:text-ink-faint"
      />
      {text === '' && !asking && (
        <span className="hidden self-center rounded border border-line px-1.5 leading-5 text-ink-faint sm:inline">
          <KeyHint keys="/" />
        </span>
      )}
      {asking ? (
        <Button onClick={onStop}>
          <Square aria-hidden className="size-3 fill-current" />
          Stop
          <KeyHint keys="Esc" />
        </Button>
      ) : (
        <Button look={prominent ? 'filled' : 'outlined'} type="submit" disabled={text.trim() === ''}>
          Ask
          <ArrowUp aria-hidden className="size-4" />
        </Button>
      )}
    </form>
  )
}
