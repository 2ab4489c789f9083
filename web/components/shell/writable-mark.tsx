import { TriangleAlert } from 'lucide-react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { isWritableProduction } from '../connections/writable-production.ts'

/** Beside the environment: production that more than this app's own walls should keep from being changed. */
export function WritableMark({ connection }: { connection: ConnectionPartsFragment }) {
  if (!isWritableProduction(connection)) return null
  return (
    <span
      title="The login of this production connection could change data"
      className="hidden shrink-0 items-center gap-1.5 text-xs font-medium text-caution sm:inline-flex"
    >
      <TriangleAlert aria-hidden className="size-3.5" />
      <span className="sr-only lg:not-sr-only">login could write</span>
    </span>
  )
}
