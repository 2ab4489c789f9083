import { useId } from 'react'
import type { ReactNode } from 'react'

interface DetailSectionProps {
  title: string
  words: ReactNode
  children: ReactNode
}

/** One matter of a connection: what it is about on the left, the thing itself on the right. */
export function DetailSection({ title, words, children }: DetailSectionProps) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 border-t border-line py-7 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="text-[15px] font-semibold">
          {title}
        </h2>
        <div className="mt-1 grid max-w-prose gap-2 text-sm text-ink-soft">{words}</div>
      </div>
      <div className="grid min-w-0 content-start gap-3">{children}</div>
    </section>
  )
}
