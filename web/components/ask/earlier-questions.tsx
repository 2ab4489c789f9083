import { Star, Users } from 'lucide-react'
import type { EarlierQuestion } from '../../hooks/use-earlier-questions.ts'

interface EarlierQuestionsProps {
  /** Of the list; an option's id is made by `optionId`. */
  id: string
  questions: readonly EarlierQuestion[]
  /** Index of the chosen one; -1: none. */
  chosen: number
  onChoose: (question: EarlierQuestion) => void
  onHover: (index: number) => void
}

export const optionId = (listId: string, index: number) => `${listId}-${index}`

/** What was asked before and fits what is typed. The keys are the prompt bar's. */
export function EarlierQuestions({ id, questions, chosen, onChoose, onHover }: EarlierQuestionsProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Favourites and approved queries"
      className="absolute inset-x-0 top-full z-20 mt-1.5 max-h-80 animate-rise overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-float"
    >
      {questions.map((question, index) => {
        const { title, text, mine, favourite, author } = question
        const Icon = mine && favourite ? Star : Users
        return (
          <li
            key={question.id}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === chosen}
            // The field keeps the focus.
            onMouseDown={event => event.preventDefault()}
            onMouseMove={() => onHover(index)}
            onClick={() => onChoose(question)}
            className="flex items-start gap-3 rounded-md px-3 py-2 aria-selected:bg-accent-soft aria-selected:text-accent"
          >
            <Icon aria-hidden className="mt-1 size-3.5 shrink-0 text-ink-faint" />
            <span className="min-w-0 flex-1">
              <span className="block font-medium wrap-anywhere">{title ?? text}</span>
              {title !== null && <span className="block truncate text-sm text-ink-soft">{text}</span>}
            </span>
            <span className="shrink-0 text-xs leading-6 text-ink-faint">
              {mine && favourite ? 'favourite' : mine ? 'yours, approved' : `${author.name}, approved`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
