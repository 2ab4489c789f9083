import { Link } from '@remix-run/react'
import { CornerDownRight } from 'lucide-react'
import type { PromptPartsFragment, QueryPartsFragment, Translator } from '../../graphql/generated/graphql.ts'
import { confidenceInWords, originInWords } from '../parts/words.ts'
import { OtherReader } from './other-reader.tsx'
import { TakenAgain } from './taken-again.tsx'
import { WhatTheModelSaw } from './what-the-model-saw.tsx'

interface ReadingProps {
  prompt: PromptPartsFragment
  generated: QueryPartsFragment
  /** Asks the question anew; absent where it cannot be asked. */
  onFresh?: () => void
  /** Who can read questions here. */
  translators?: readonly Translator[]
  onTranslator?: (translator: Translator) => void
}

/** How the question was read, by whom, and how sure that is. */
export function Reading(props: ReadingProps) {
  const { prompt, generated, onFresh, translators = [], onTranslator } = props
  const confidence = confidenceInWords(generated.confidence)
  return (
    <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1 px-1">
      <p className="min-w-0 flex-1 basis-60">
        <span className="mr-2 text-ink-faint">Read as</span>
        {generated.explanation}
      </p>
      <p className="text-sm wrap-anywhere text-ink-soft">
        {originInWords(generated.origin, generated.model)}
        {confidence !== null && (
          <span className={(generated.confidence ?? 1) < 0.6 ? 'font-medium text-caution' : undefined}>
            {` · ${confidence}`}
          </span>
        )}
      </p>
      {generated.assumptions.length > 0 && (
        <p className="max-w-prose basis-full text-sm text-ink-soft">
          <span className="mr-2 text-ink-faint">Taken for granted</span>
          {generated.assumptions.join(' ')}
        </p>
      )}
      {(translators.length > 1 || generated.origin === 'MODEL') && (
        <p className="flex basis-full flex-wrap gap-x-4 gap-y-1 text-sm">
          {onTranslator !== undefined && translators.length > 1 && (
            <OtherReader origin={generated.origin} onAsk={onTranslator} />
          )}
          {prompt.mine && <WhatTheModelSaw key={prompt.id} of={{ promptId: prompt.id }} />}
        </p>
      )}
      {generated.origin === 'REUSED' && <TakenAgain query={generated} onFresh={onFresh} />}
      {prompt.followsUp !== null && (
        <p className="basis-full text-sm text-ink-faint">
          <CornerDownRight aria-hidden className="mr-1.5 inline size-3.5" />
          follows up{' '}
          <Link
            to={`/?connection=${prompt.connection.id}&prompt=${prompt.followsUp.id}`}
            className="text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-accent"
          >
            {prompt.followsUp.text}
          </Link>
        </p>
      )}
    </div>
  )
}
