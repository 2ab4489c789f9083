import { Trash2 } from 'lucide-react'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { messageKey } from './glossary-draft.ts'
import type { DraftTerm, TermField, TermMessages } from './glossary-draft.ts'

interface GlossaryTermRowProps {
  term: DraftTerm
  position: number
  messages: TermMessages
  onChange: (values: Partial<DraftTerm>) => void
  onRemove: () => void
}

const NOT_PROSE = {
  autoComplete: 'off',
  autoCapitalize: 'off',
  autoCorrect: 'off',
  spellCheck: false,
} as const

export function GlossaryTermRow({ term, position, messages, onChange, onRemove }: GlossaryTermRowProps) {
  const field = (name: TermField) => ({
    name: messageKey(term.key, name),
    value: term[name],
    problem: messages.get(messageKey(term.key, name)),
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    autoComplete: 'off',
  })
  return (
    <li className="flex items-start gap-2 p-4">
      <div
        role="group"
        aria-label={`Term ${position}`}
        className="grid min-w-0 flex-1 gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]"
      >
        <Field label="Term" placeholder="regular customer" {...field('term')} />
        <Field label="What it means" placeholder="ordered more than five times" {...field('meaning')} />
        <Field
          label="SQL, if it has one"
          placeholder="order_count > 5"
          className="font-mono sm:col-span-2 [&_input]:text-[13px] [&_label]:font-sans"
          {...field('sql')}
          {...NOT_PROSE}
        />
      </div>
      <Button
        look="quiet"
        aria-label={term.term.trim() === '' ? `Remove term ${position}` : `Remove ${term.term}`}
        onClick={onRemove}
        className="mt-7"
      >
        <Trash2 aria-hidden className="size-4" />
      </Button>
    </li>
  )
}
