import { Link } from '@remix-run/react'
import { CornerDownRight } from 'lucide-react'
import type { PromptPartsFragment, QueryPartsFragment } from '../../graphql/generated/graphql.ts'
import { confidenceInWords, originInWords } from '../parts/words.ts'
import { TakenAgain } from './taken-again.tsx'

interface ReadingProps {
  prompt: PromptPartsFragment
  generated: QueryPartsFragment
  /** Asks the question anew; absent where it cannot be asked. */
  onFresh?: () => void
}

/** How the question was read, by whom, and how sure that is. */
export function Reading({ prompt, generated, onFresh }: ReadingProps) {
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
