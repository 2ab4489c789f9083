import { Button } from '../parts/button.tsx'

interface QuestionsProps {
  label: string
  questions: readonly string[]
  onAsk: (text: string) => void
  disabled?: boolean
}

/** Questions that can be asked by pressing them. Asking writes SQL; it never runs it. */
export function Questions({ label, questions, onAsk, disabled = false }: QuestionsProps) {
  return (
    <ul aria-label={label} className="flex flex-wrap gap-2">
      {questions.map(question => (
        <li key={question}>
          <Button look="choice" disabled={disabled} onClick={() => onAsk(question)}>
            {question}
          </Button>
        </li>
      ))}
    </ul>
  )
}
