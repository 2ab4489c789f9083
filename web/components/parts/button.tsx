import { forwardRef } from 'react'
import type { ButtonHTMLAttributes } from 'react'

type Look = 'filled' | 'outlined' | 'quiet' | 'choice' | 'danger'

/**
 * Filled is for the one next safe step of a screen; a choice is a sentence that can be said; danger stands only in a
 * dialog that has been asked for.
 */
const LOOKS: Record<Look, string> = {
  filled:
    'h-9 px-4 bg-accent-fill font-medium text-white hover:not-disabled:bg-accent-fill-hover disabled:bg-line disabled:text-ink-faint',
  outlined:
    'h-9 px-3.5 border border-line-strong bg-surface hover:not-disabled:bg-hover disabled:text-ink-faint',
  quiet:
    'h-8 px-2.5 text-ink-soft hover:not-disabled:bg-hover hover:not-disabled:text-ink disabled:text-ink-faint',
  choice:
    'min-h-9 px-3.5 py-1.5 border border-line bg-surface text-left hover:not-disabled:border-accent hover:not-disabled:text-accent disabled:text-ink-faint',
  danger:
    'h-9 px-4 bg-danger-fill font-medium text-white hover:not-disabled:brightness-90 disabled:bg-line disabled:text-ink-faint',
}

/** The look of a button, for links that stand among buttons. */
export function buttonLook(look: Look): string {
  return `inline-flex shrink-0 items-center justify-center gap-2 rounded-md text-sm transition-colors disabled:cursor-not-allowed ${LOOKS[look]}`
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { look = 'outlined', className = '', type = 'button', ...rest },
  ref,
) {
  return <button ref={ref} type={type} className={`${buttonLook(look)} ${className}`} {...rest} />
})
