import type { PromptPartsFragment, QueryPartsFragment } from '../../graphql/generated/graphql.ts'
import { useKept } from '../../hooks/use-kept.ts'
import { useMay } from '../../hooks/use-may.ts'
import { ApproveButtons } from '../keep/approve-buttons.tsx'
import { SharingMark } from '../keep/sharing-mark.tsx'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { SqlBlock } from '../parts/sql-block.tsx'
import { Reading } from './reading.tsx'

interface SharedQuestionProps {
  prompt: PromptPartsFragment
  query: QueryPartsFragment
  /** Asks it as one's own, with this SQL. */
  onUse: () => void
}

/** A colleague's question: to be looked at and used, not to be changed. Its runs are not there for others. */
export function SharedQuestion({ prompt, query, onUse }: SharedQuestionProps) {
  const keeping = useKept(prompt)
  const approves = useMay()('APPROVE_QUERIES')
  const { kept, problem } = keeping
  return (
    <section aria-label="Shared question" className="grid animate-rise grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-1">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold wrap-anywhere">{kept.title ?? kept.text}</h2>
          <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
            by {kept.author.name}
            {kept.sharedAt !== null && (
              <>
                , shared <LocalTime at={kept.sharedAt} />
              </>
            )}
            <SharingMark kept={kept} />
          </p>
        </div>
        {approves && <ApproveButtons keeping={keeping} />}
        <Button look="filled" onClick={onUse} disabled={kept.sharing === null}>
          Use this query
        </Button>
      </div>
      {problem !== null && (
        <ProblemNotice problem={problem} retryWords="Load again" onRetry={() => window.location.reload()} />
      )}
      <Reading prompt={prompt} generated={query} />
      <SqlBlock label="The SQL that is shared" sql={query.sql} />
      <p className="px-1 text-sm text-ink-soft">
        To use it makes a question of your own with this SQL, checked anew; nothing runs before you say so.
      </p>
    </section>
  )
}
