import { Button } from '../parts/button.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'

interface CostDialogProps {
  act: 'run' | 'export'
  /** What it would cost, in words; null while nothing is asked. */
  reason: string | null
  onGo: () => void
  onLeave: () => void
}

const WORDS = {
  run: {
    title: 'Run anyway?',
    go: 'Run anyway',
    leave: 'Don’t run',
    way: 'You can cancel it while it runs.',
  },
  export: {
    title: 'Export anyway?',
    go: 'Export anyway',
    leave: 'Don’t export',
    way: 'You can stop it where your browser lists its downloads.',
  },
} as const

/** The question before what is a lot of work. Escape leaves it. */
export function CostDialog({ act, reason, onGo, onLeave }: CostDialogProps) {
  const { title, go, leave, way } = WORDS[act]
  return (
    <QuestionDialog
      title={title}
      open={reason !== null}
      onClose={onLeave}
      answers={
        <>
          <Button onClick={onGo}>{go}</Button>
          <Button look="filled" autoFocus onClick={onLeave}>
            {leave}
          </Button>
        </>
      }
    >
      <p>{reason}</p>
      <p>A filter, a shorter period or a total often tells the same. {way}</p>
    </QuestionDialog>
  )
}
