import { CircleHelp, CircleSlash, MessageCircleQuestion } from 'lucide-react'
import type { PromptOutcome, PromptPartsFragment } from '../../graphql/generated/graphql.ts'
import { Questions } from './questions.tsx'

const LOOKS: Partial<
  Record<PromptOutcome, { title: string; label: string; icon: typeof CircleHelp; ink: string }>
> = {
  CLARIFICATION: {
    title: 'That can be read in several ways',
    label: 'Choices',
    icon: MessageCircleQuestion,
    ink: 'text-accent',
  },
  REFUSAL: {
    title: 'That is not done here',
    label: 'Questions to ask instead',
    icon: CircleSlash,
    ink: 'text-caution',
  },
  FAILURE: {
    title: 'I could not turn that into SQL with confidence',
    label: 'Questions to ask instead',
    icon: CircleHelp,
    ink: 'text-caution',
  },
}

interface AnswerInWordsProps {
  prompt: PromptPartsFragment
  onAsk: (text: string) => void
}

/** An answer without SQL: what is unclear or not done, and what to ask instead. */
export function AnswerInWords({ prompt, onAsk }: AnswerInWordsProps) {
  const look = LOOKS[prompt.outcome]
  if (look === undefined) return null
  const { title, label, icon: Icon, ink } = look
  return (
    <section
      aria-live="polite"
      className="flex animate-rise gap-4 rounded-lg border border-line bg-surface px-5 py-5"
    >
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${ink}`} />
      <div className="min-w-0">
        <h2 className="font-semibold">{title}</h2>
        {prompt.message !== null && (
          <p className="mt-1 max-w-prose whitespace-pre-line text-ink-soft">{prompt.message}</p>
        )}
        {prompt.suggestions.length > 0 && (
          <div className="mt-4">
            <Questions label={label} questions={prompt.suggestions} onAsk={onAsk} />
          </div>
        )}
      </div>
    </section>
  )
}
