import { Link } from '@remix-run/react'
import { TriangleAlert } from 'lucide-react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { useMay } from '../../hooks/use-may.ts'
import { connectionPath } from '../connections/connection-paths.ts'
import { isWritableProduction } from '../connections/writable-production.ts'

/** Stands above every question to production whose login could write. It is not to be clicked away. */
export function WritableLogin({ connection }: { connection: ConnectionPartsFragment }) {
  const may = useMay()
  if (!isWritableProduction(connection)) return null
  return (
    <p
      role="note"
      className="flex flex-wrap items-start gap-x-2.5 gap-y-1 rounded-lg border border-caution/30 bg-caution-soft px-4 py-2.5 text-sm"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-caution" />
      <span className="min-w-0 flex-1 basis-64">
        <span className="font-medium">The login of this production connection could change data.</span>{' '}
        <span className="text-ink-soft">
          This app only reads, but the database itself would not hold it to that.
        </span>
      </span>
      {may('INSPECT_CONNECTIONS') && (
        <Link
          to={connectionPath(connection.id)}
          className="font-medium text-accent underline-offset-4 hover:underline"
        >
          See what it may do
        </Link>
      )}
    </p>
  )
}
