import { Link } from '@remix-run/react'
import { Database } from 'lucide-react'
import { useMay } from '../../hooks/use-may.ts'
import { NEW_CONNECTION_PATH } from '../connections/connection-paths.ts'
import { buttonLook } from '../parts/button.tsx'

/** Nothing to ask yet. */
export function NoConnection() {
  const managed = useMay()('MANAGE_CONNECTIONS_IN_DEVELOPMENT')
  return (
    <section className="mx-auto max-w-md px-6 py-24 text-center">
      <Database aria-hidden className="mx-auto size-8 text-ink-faint" strokeWidth={1.5} />
      <h1 className="mt-4 text-xl font-semibold tracking-tight">No database is connected yet</h1>
      <p className="mt-2 text-ink-soft">
        {managed
          ? 'Connect a PostgreSQL, MySQL or MariaDB database, and you can ask it questions here.'
          : 'Once a developer or an administrator has saved a connection, you can ask it questions here.'}
      </p>
      {managed && (
        <Link to={NEW_CONNECTION_PATH} className={`${buttonLook('filled')} mt-6`}>
          Connect a database
        </Link>
      )}
    </section>
  )
}
