import { CircleAlert } from 'lucide-react'
import { useId } from 'react'
import type { InputHTMLAttributes, ReactNode } from 'react'

/** One look for everything that is typed into. */
export const INPUT_LOOK =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-3 font-normal transition-colors placeholder:text-ink-faint hover:not-disabled:border-ink-faint disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-danger'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  label: string
  hint?: ReactNode
  /** What is wrong with what stands here. */
  problem?: string
  className?: string
}

/** A labelled input; its hint and what is wrong with it are read out with it. */
export function Field({ label, hint, problem, className = '', ...input }: FieldProps) {
  const id = useId()
  return (
    <div className={`grid content-start gap-1.5 ${className}`}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={describedBy(id, hint, problem)}
        className={INPUT_LOOK}
        {...input}
      />
      <FieldNotes id={id} hint={hint} problem={problem} />
    </div>
  )
}

/** The ids of what `FieldNotes` shows below the control `id`. */
export function describedBy(id: string, hint: ReactNode, problem: string | undefined): string | undefined {
  const ids = [problem === undefined ? null : `${id}-problem`, hint == null ? null : `${id}-hint`]
  return ids.filter(part => part !== null).join(' ') || undefined
}

export function FieldNotes({ id, hint, problem }: { id: string; hint?: ReactNode; problem?: string }) {
  return (
    <>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="flex animate-rise items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {problem}
        </p>
      )}
      {hint != null && (
        <p id={`${id}-hint`} className="text-sm text-ink-faint">
          {hint}
        </p>
      )}
    </>
  )
}
