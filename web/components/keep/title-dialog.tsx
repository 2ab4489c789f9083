import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { Field } from '../parts/field.tsx'
import { QuestionDialog } from '../parts/question-dialog.tsx'

interface TitleDialogProps {
  heading: string
  open: boolean
  title: string
  /** What the button says. */
  act: string
  /** What it means, in a sentence. */
  children: ReactNode
  onAct: (title: string) => void
  onClose: () => void
}

const MAX_TITLE = 120

/** A name for a question, when something is done with it. */
export function TitleDialog({ heading, open, title, act, children, onAct, onClose }: TitleDialogProps) {
  const [typed, setTyped] = useState(title)
  useEffect(() => {
    if (open) setTyped(title)
  }, [open, title])
  const formId = 'title-of-question'
  return (
    <QuestionDialog
      title={heading}
      open={open}
      onClose={onClose}
      answers={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="filled" type="submit" form={formId}>
            {act}
          </Button>
        </>
      }
    >
      <p>{children}</p>
      <form
        id={formId}
        onSubmit={event => {
          event.preventDefault()
          onAct(typed.trim())
        }}
      >
        <Field
          label="Title"
          value={typed}
          maxLength={MAX_TITLE}
          placeholder="e.g. Revenue per month"
          hint="Optional. Without one it goes by its question."
          onChange={event => setTyped(event.target.value)}
        />
      </form>
    </QuestionDialog>
  )
}
