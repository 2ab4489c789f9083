import { Button } from '../parts/button.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'

interface RunDialogProps {
  /** What it would cost, in words; null while nothing is asked. */
  reason: string | null
  onRun: () => void
  onLeave: () => void
}

/** The question before a run that is a lot of work. Escape leaves it. */
export function RunDialog({ reason, onRun, onLeave }: RunDialogProps) {
  return (
    <QuestionDialog
      title="Run anyway?"
      open={reason !== null}
      onClose={onLeave}
      answers={
        <>
          <Button onClick={onRun}>Run anyway</Button>
          <Button look="filled" autoFocus onClick={onLeave}>
            Don’t run
          </Button>
        </>
      }
    >
      <p>{reason}</p>
      <p>A filter, a shorter period or a total often tells the same. You can cancel it while it runs.</p>
    </QuestionDialog>
  )
}
