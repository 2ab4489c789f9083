import { ArrowUp, Square } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useEarlierQuestions } from '../../hooks/use-earlier-questions.ts'
import type { EarlierQuestion } from '../../hooks/use-earlier-questions.ts'
import { useOfferedList } from '../../hooks/use-offered-list.ts'
import { isTyping, useShortcut, withCommand } from '../../hooks/use-shortcut.ts'
import { Button } from '../parts/button.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { countOf } from '../parts/quantity.ts'
import { EarlierQuestions, optionId } from './earlier-questions.tsx'

const MAX_HEIGHT_PX = 200

interface PromptBarProps {
  connectionId: string
  text: string
  /** The question whose answer is on the page. */
  shownText: string
  onText: (text: string) => void
  asking: boolean
  /** What stands here has its SQL below. */
  answered: boolean
  /** The one filled button of the page is Ask while there is nothing to run. */
  prominent: boolean
  onAsk: () => void
  /** Asks what was asked before, with its SQL. */
  onReuse: (question: EarlierQuestion) => void
  onStop: () => void
}

export function PromptBar(props: PromptBarProps) {
  const { connectionId, text, shownText, onText, asking, answered, prominent, onAsk, onReuse, onStop } = props
  const [typing, setTyping] = useState(false)
  const earlier = useEarlierQuestions(connectionId, text, typing && !asking && text !== shownText)
  const list = useOfferedList(earlier, question => {
    setTyping(false)
    onReuse(question)
  })
  const listId = useId()
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
    // The button beside it is of another width while it asks.
  }, [text, asking])
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (list.onKey(event)) {
      event.preventDefault()
      return
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    // With the command key it means Run.
    if (withCommand(event) && answered) return
    event.preventDefault()
    setTyping(false)
    onAsk()
  }
  // A field of several lines is a plain one for a screen reader until there is something to choose.
  const combobox = list.open
    ? ({
        role: 'combobox',
        'aria-expanded': true,
        'aria-controls': listId,
        'aria-activedescendant': list.chosen === -1 ? undefined : optionId(listId, list.chosen),
      } as const)
    : {}
  return (
    <form
      role="search"
      onSubmit={event => {
        event.preventDefault()
        setTyping(false)
        onAsk()
      }}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) setTyping(false)
      }}
      className="relative flex items-end gap-2 rounded-xl border border-line-strong bg-surface py-2 pr-2 pl-4 transition-colors focus-within:border-accent focus-within:ring-3 focus-within:ring-accent/15"
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        onChange={event => {
          setTyping(true)
          onText(event.target.value)
        }}
        onKeyDown={onKeyDown}
        aria-label="Your question"
        aria-keyshortcuts="/"
        aria-autocomplete="list"
        {...combobox}
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
      <span role="status" className="sr-only">
        {list.open && `${countOf(earlier.length, 'earlier question')} below: arrow down to choose`}
      </span>
      {list.open && (
        <EarlierQuestions
          id={listId}
          questions={earlier}
          chosen={list.chosen}
          onHover={list.choose}
          onChoose={question => {
            setTyping(false)
            onReuse(question)
          }}
        />
      )}
    </form>
  )
}
