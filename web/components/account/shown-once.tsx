import { Copy } from 'lucide-react'
import type { ReactNode } from 'react'
import { useClipboard } from '../../hooks/use-clipboard.ts'
import { Button } from '../parts/button.tsx'

interface ShownOnceProps {
  title: string
  secret: string
  children: ReactNode
  onDone: () => void
}

/** A secret that nobody can see again, until its reader says that they have it. */
export function ShownOnce({ title, secret, children, onDone }: ShownOnceProps) {
  const { said, copy } = useClipboard()
  return (
    <div
      role="status"
      className="grid animate-rise gap-3 rounded-lg border border-accent/40 bg-accent-soft px-4 py-3.5"
    >
      <p className="font-medium">{title}</p>
      <p className="rounded-md border border-line bg-surface px-3 py-2 font-mono text-[13px] wrap-anywhere select-all">
        {secret}
      </p>
      <p className="text-sm text-ink-soft">{children}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => copy(secret, 'it')}>
          <Copy aria-hidden className="size-4 text-ink-faint" />
          {said ?? 'Copy'}
        </Button>
        <Button look="quiet" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  )
}
