import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type Tone = 'danger' | 'caution' | 'calm'

const TONES = {
  danger: { box: 'border-danger/30 bg-danger-soft', icon: CircleAlert, ink: 'text-danger' },
  caution: { box: 'border-caution/30 bg-caution-soft', icon: TriangleAlert, ink: 'text-caution' },
  calm: { box: 'border-line bg-surface', icon: Info, ink: 'text-accent' },
} as const

interface NoticeProps {
  tone: Tone
  title: string
  hints?: readonly string[]
  /** Buttons for what can be done about it. */
  children?: ReactNode
}

/** Something that the reader should know now: what happened, then what to do about it. */
export function Notice({ tone, title, hints = [], children }: NoticeProps) {
  const { box, icon: Icon, ink } = TONES[tone]
  return (
    <div
      role={tone === 'calm' ? 'status' : 'alert'}
      className={`flex animate-rise flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3 ${box}`}
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ink}`} />
      <div className="min-w-0 flex-1 basis-44">
        <p className="font-medium">{title}</p>
        {hints.map(hint => (
          <p key={hint} className="text-ink-soft">
            {hint}
          </p>
        ))}
      </div>
      {children !== undefined && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  )
}
