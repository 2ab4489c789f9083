import { useId } from 'react'
import type { ReactNode } from 'react'
import { describedBy, FieldNotes } from './field.tsx'

export interface Choice<TValue extends string> {
  value: TValue
  title: ReactNode
  /** What choosing it means, in a sentence. */
  meaning?: string
  disabled?: boolean
  /** The border and ground of the chosen one, where it is not the accent. */
  chosenLook?: string
}

interface ChoiceCardsProps<TValue extends string> {
  legend: string
  name: string
  value: TValue | null
  choices: readonly Choice<TValue>[]
  onChoose: (value: TValue) => void
  columns?: 1 | 2
  hint?: ReactNode
  problem?: string
  disabled?: boolean
}

const CHOSEN = 'has-checked:border-accent has-checked:bg-accent-soft'

/** One of a few, each said in words beside it; arrows move between them as in every group of radio buttons. */
export function ChoiceCards<TValue extends string>(props: ChoiceCardsProps<TValue>) {
  const { legend, name, value, choices, onChoose, columns = 1, hint, problem, disabled = false } = props
  const id = useId()
  return (
    <fieldset
      role="radiogroup"
      disabled={disabled}
      aria-invalid={problem === undefined ? undefined : true}
      aria-describedby={describedBy(id, hint, problem)}
      className="grid gap-1.5"
    >
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className={`grid gap-2 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>
        {choices.map(choice => (
          <label
            key={choice.value}
            className={`flex cursor-pointer items-start gap-3 rounded-lg border bg-surface px-3.5 py-3 transition-colors hover:border-ink-faint has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent has-disabled:cursor-not-allowed has-disabled:bg-sunken has-disabled:text-ink-soft ${problem === undefined ? 'border-line-strong' : 'border-danger'} ${choice.chosenLook ?? CHOSEN}`}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={value === choice.value}
              disabled={choice.disabled}
              onChange={() => onChoose(choice.value)}
              className="mt-0.5 size-4 shrink-0 accent-accent-fill outline-none"
            />
            <span className="min-w-0">
              <span className="block font-medium">{choice.title}</span>
              {choice.meaning !== undefined && (
                <span className="mt-0.5 block text-sm text-ink-soft">{choice.meaning}</span>
              )}
            </span>
          </label>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} problem={problem} />
    </fieldset>
  )
}
