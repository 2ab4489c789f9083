import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '../../root.tsx'

interface KeyHintProps {
  keys: string
  /** With the command key of the person's machine. */
  command?: boolean
  className?: string
}

/** A key or two, as a reminder beside what they do. For sighted readers only: the control has its own name. */
export function KeyHint({ keys, command = false, className = '' }: KeyHintProps) {
  const apple = useRouteLoaderData<typeof loader>('root')?.apple ?? false
  const modifier = apple ? '⌘' : 'Ctrl '
  return (
    <kbd aria-hidden className={`font-sans text-[11px] whitespace-nowrap ${className}`}>
      {command ? modifier : ''}
      {keys}
    </kbd>
  )
}
