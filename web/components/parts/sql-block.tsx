import { Copy } from 'lucide-react'
import { useClipboard } from '../../hooks/use-clipboard.ts'
import { Button } from './button.tsx'

interface SqlBlockProps {
  /** What it is for, in words. */
  label: string
  sql: string
}

/** SQL to take elsewhere. */
export function SqlBlock({ label, sql }: SqlBlockProps) {
  const { said, copy } = useClipboard()
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-sunken">
      <figcaption className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-3 text-sm">
        <span className="min-w-0 flex-1">{label}</span>
        <span aria-live="polite" className="text-xs text-ink-faint">
          {said}
        </span>
        <Button look="quiet" onClick={() => copy(sql, 'the SQL')}>
          <Copy aria-hidden className="size-3.5" />
          Copy
        </Button>
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-56 overflow-auto px-3 py-2.5 font-mono text-[12.5px] leading-5 whitespace-pre focus-visible:outline-offset-[-2px]"
      >
        {sql}
      </pre>
    </figure>
  )
}
