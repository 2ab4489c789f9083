import { useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { HistoryQuery } from '../../graphql/generated/graphql.ts'
import { HistoryRow } from './history-row.tsx'

export type PastPrompt = HistoryQuery['history']['nodes'][number]

interface HistoryListProps {
  prompts: readonly PastPrompt[]
  onChanged: () => void
}

/** Arrows go from question to question. */
export function HistoryList({ prompts, onChanged }: HistoryListProps) {
  const list = useRef<HTMLUListElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-question]') ?? [])]
    const at = links.findIndex(link => link === document.activeElement)
    const next = links[at + step]
    if (at === -1 || next === undefined) return
    event.preventDefault()
    next.focus()
  }
  return (
    <ul
      ref={list}
      aria-label="Questions"
      onKeyDown={onKeyDown}
      className="divide-y divide-line rounded-lg border border-line bg-surface"
    >
      {prompts.map(prompt => (
        <HistoryRow key={prompt.id} prompt={prompt} onChanged={onChanged} />
      ))}
    </ul>
  )
}
