import { Check, LoaderCircle } from 'lucide-react'
import type { AskState } from '../../hooks/ask-state.ts'
import { useElapsed } from '../../hooks/use-elapsed.ts'
import { formatDuration } from '../parts/quantity.ts'
import { stageInWords } from '../parts/words.ts'

/** What happens between the question and its SQL, as it happens. */
export function AskProgress({ state }: { state: AskState & { phase: 'asking' | 'answered' } }) {
  const elapsedMs = useElapsed(true)
  const { stages, words } = state
  return (
    <section
      aria-label="Progress"
      className="animate-rise rounded-lg border border-line bg-surface px-5 py-4"
    >
      <ol aria-live="polite" className="grid gap-1.5">
        {stages.length === 0 && <StageLine words="Sending the question" />}
        {stages.map((stage, index) => {
          const next = stages[index + 1]
          return (
            <StageLine
              key={stage.name}
              words={stageInWords(stage.name)}
              detail={stage.detail}
              tookMs={next === undefined ? undefined : next.startedAtMs - stage.startedAtMs}
            />
          )
        })}
      </ol>
      {words !== '' && <p className="mt-3 max-w-prose text-ink-soft">{words}</p>}
      <p className="mt-3 text-xs text-ink-faint tabular-nums">{formatDuration(elapsedMs)} so far</p>
    </section>
  )
}

interface StageLineProps {
  words: string
  detail?: string | null
  /** Known when the stage is over. */
  tookMs?: number
}

function StageLine({ words, detail = null, tookMs }: StageLineProps) {
  return (
    <li className="flex items-baseline gap-2.5">
      {tookMs === undefined ? (
        <LoaderCircle aria-hidden className="size-3.5 shrink-0 translate-y-0.5 animate-spin text-accent" />
      ) : (
        <Check aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-safe" />
      )}
      <span className={`shrink-0 ${tookMs === undefined ? 'font-medium' : 'text-ink-soft'}`}>{words}</span>
      {detail !== null && <span className="min-w-0 truncate text-ink-faint">{detail}</span>}
      {tookMs !== undefined && (
        <span className="ml-auto shrink-0 text-xs text-ink-faint tabular-nums">{formatDuration(tookMs)}</span>
      )}
    </li>
  )
}
