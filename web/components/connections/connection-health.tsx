import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useRef } from 'react'
import { ConnectionHealthDocument } from '../../graphql/generated/graphql.ts'
import type { ConnectionCheckPartsFragment } from '../../graphql/generated/graphql.ts'
import { createTurns } from '../../hooks/turns.ts'
import { useInSight } from '../../hooks/use-in-sight.ts'
import { useLater } from '../../hooks/use-later.ts'
import { formatDuration } from '../parts/quantity.ts'

const CHECKS_AT_ONCE = 4
const turns = createTurns(CHECKS_AT_ONCE)

/** Whether a connection of the list works: asked for when its row is in sight, a few at a time. */
export function ConnectionHealth({ connectionId }: { connectionId: string }) {
  const element = useRef<HTMLDivElement>(null)
  const inSight = useInSight(element)
  const { data, problem } = useLater(
    ConnectionHealthDocument,
    { id: connectionId },
    { wanted: inSight, turns },
  )
  const check = data?.connection?.check
  return (
    <div ref={element} className="min-w-0 text-sm">
      {check !== undefined ? (
        <HealthWords check={check} />
      ) : problem !== null ? (
        <Line icon={TriangleAlert} ink="text-caution">
          Could not be checked
        </Line>
      ) : (
        <p className="animate-breathe text-ink-faint">Checking…</p>
      )}
    </div>
  )
}

export function HealthWords({ check }: { check: ConnectionCheckPartsFragment }) {
  const { ok, problem, serverVersion, latencyMs, canWrite, canRead } = check
  if (!ok)
    return (
      <Line icon={CircleX} ink="text-danger" title={problem?.hints.join(' ')}>
        {problem?.message ?? 'Cannot be reached'}
      </Line>
    )
  return (
    <>
      <Line
        icon={canRead === false ? TriangleAlert : CircleCheck}
        ink={canRead === false ? 'text-caution' : 'text-safe'}
      >
        {canRead === false ? 'Gets in, but can read no table' : 'Works'}
        <span className="text-ink-faint">
          {[serverVersion, latencyMs === null ? null : formatDuration(latencyMs)]
            .filter(part => part !== null)
            .map(part => ` · ${part}`)}
        </span>
      </Line>
      {canWrite === true && (
        <Line icon={TriangleAlert} ink="text-caution">
          Its login could write
        </Line>
      )}
    </>
  )
}

interface LineProps {
  icon: typeof CircleCheck
  ink: string
  title?: string
  children: React.ReactNode
}

function Line({ icon: Icon, ink, title, children }: LineProps) {
  return (
    <p title={title === '' ? undefined : title} className="flex items-start gap-1.5">
      <Icon aria-hidden className={`mt-[3px] size-3.5 shrink-0 ${ink}`} />
      <span className="line-clamp-2 min-w-0">{children}</span>
    </p>
  )
}
