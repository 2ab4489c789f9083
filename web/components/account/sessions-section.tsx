import type { ProfileQuery } from '../../graphql/generated/graphql.ts'
import { EndOtherSessionsDocument, EndSessionDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { DetailSection } from '../connections/detail-section.tsx'
import { Button } from '../parts/button.tsx'
import { LocalTime } from '../parts/local-time.tsx'
import { Notice } from '../parts/notice.tsx'
import { browserInWords } from './browser-in-words.ts'

type Session = ProfileQuery['sessions'][number]

/** Where one is signed in; whatever is not known is ended by a click. */
export function SessionsSection({
  sessions,
  onEnded,
}: {
  sessions: readonly Session[]
  onEnded: () => void
}) {
  const one = useAct(EndSessionDocument)
  const others = useAct(EndOtherSessionsDocument)
  const acting = one.acting || others.acting
  const problem = one.problem ?? others.problem
  const end = async (id: string) => {
    if ((await one.act({ id })) !== null) onEnded()
  }
  const endOthers = async () => {
    if ((await others.act({})) !== null) onEnded()
  }
  return (
    <DetailSection
      title="Where you are signed in"
      words={
        <p>End what you do not know, and change your password then. Ending takes effect within seconds.</p>
      }
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <ul
        aria-label="Sessions"
        className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
      >
        {sessions.map(session => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <div className="min-w-0 flex-1 basis-64">
              <p className="font-medium" title={session.userAgent}>
                {browserInWords(session.userAgent)}
                {session.current && <span className="ml-2 text-sm font-normal text-accent">this one</span>}
              </p>
              <p className="text-sm text-ink-soft">
                from <span className="font-mono text-[13px]">{session.address || 'somewhere'}</span> · last
                used <LocalTime at={session.lastSeenAt} />
              </p>
            </div>
            {!session.current && (
              <Button look="quiet" disabled={acting} onClick={() => void end(session.id)}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button disabled={acting} onClick={() => void endOthers()}>
            End all others
          </Button>
        </div>
      )}
    </DetailSection>
  )
}
