import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { SqlBlock } from '../parts/sql-block.tsx'
import { PLACE_WORDS, ROLLBACK_WORDS } from './proposal-words.ts'

/** More notes than these are read by who wants to. */
const FEW = 3

/** What came of trying it, and the way back. */
export function ProposalDryRun({ proposal }: { proposal: WholeProposalFragment }) {
  const { dryRun, rollbackSql } = proposal
  if (dryRun === null) return <p className="text-ink-soft">It was not tried yet.</p>
  return (
    <div className="grid gap-3">
      {dryRun.problem !== null ? (
        <Notice tone="danger" title={dryRun.problem.message} hints={dryRun.problem.hints} />
      ) : (
        <p>
          It worked {PLACE_WORDS[dryRun.place]}, in {formatDuration(dryRun.durationMs)},{' '}
          <LocalTime at={dryRun.ranAt} />.
        </p>
      )}
      {rollbackSql === null ? (
        <p className="text-ink-soft">There is no SQL that leads back.</p>
      ) : (
        <>
          <p>
            {dryRun.rollbackVerified === true
              ? 'The way back was run after it on the copy, and led to the same catalog.'
              : dryRun.rollbackVerified === false
                ? 'The way back did not lead to the same catalog.'
                : 'The way back was not tried.'}{' '}
            {dryRun.rollbackClass !== null && `It ${ROLLBACK_WORDS[dryRun.rollbackClass]}.`}
          </p>
          <SqlBlock label="The way back" sql={rollbackSql} />
        </>
      )}
      {dryRun.notes.length <= FEW ? (
        <Notes notes={dryRun.notes} />
      ) : (
        <details>
          <summary className="cursor-pointer text-sm text-ink-soft">
            {dryRun.notes.length} things were otherwise than on the database
          </summary>
          <Notes notes={dryRun.notes} />
        </details>
      )}
    </div>
  )
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className="grid list-disc gap-1 pl-5 text-sm text-ink-soft">
      {notes.map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}
