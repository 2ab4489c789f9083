import { Link } from '@remix-run/react'
import { Notice } from '../parts/notice.tsx'

/** Said to somebody who has come to a page of connections that is not theirs. */
export function WhoManages({ what }: { what: string }) {
  return (
    <div className="grid gap-5">
      <Notice
        tone="calm"
        title={what}
        hints={['Ask a developer for a development connection, an administrator for any other.']}
      />
      <p>
        <Link to="/connections" className="font-medium text-accent underline-offset-4 hover:underline">
          All connections
        </Link>
      </p>
    </div>
  )
}
