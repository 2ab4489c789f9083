import * as Dialog from '@radix-ui/react-dialog'
import type { ReactNode } from 'react'

interface QuestionDialogProps {
  title: string
  open: boolean
  onClose: () => void
  /** What it is about. */
  children: ReactNode
  /** The answers, the safe one first. */
  answers: ReactNode
}

/** Something that has to be answered before the page goes on. Escape and a click beside it change nothing. */
export function QuestionDialog({ title, open, onClose, children, answers }: QuestionDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={now => !now && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-40 max-h-[90vh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border border-line bg-surface p-6 shadow-float outline-none"
        >
          <Dialog.Title className="text-base font-semibold">{title}</Dialog.Title>
          <div className="mt-2 grid gap-4 text-ink-soft">{children}</div>
          <div className="mt-6 flex flex-wrap justify-end gap-2">{answers}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
