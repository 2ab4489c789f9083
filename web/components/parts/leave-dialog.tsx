import type { UnsavedGuard } from '../../hooks/use-unsaved-guard.ts'
import { Button } from './button.tsx'
import { QuestionDialog } from './question-dialog.tsx'

interface LeaveDialogProps {
  guard: UnsavedGuard
  /** e.g. `What you typed is not saved.` */
  words: string
}

export function LeaveDialog({ guard, words }: LeaveDialogProps) {
  return (
    <QuestionDialog
      title="Leave without saving?"
      open={guard.leaving}
      onClose={guard.stay}
      answers={
        <>
          <Button onClick={guard.leave}>Leave without saving</Button>
          <Button look="filled" autoFocus onClick={guard.stay}>
            Stay here
          </Button>
        </>
      }
    >
      <p>{words}</p>
    </QuestionDialog>
  )
}
