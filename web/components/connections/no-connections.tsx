import { Link } from '@remix-run/react'
import { Database } from 'lucide-react'
import { buttonLook } from '../parts/button.tsx'
import { NEW_CONNECTION_PATH } from './connection-paths.ts'

/** The list before there is anything in it. */
export function NoConnections({ managed }: { managed: boolean }) {
  return (
    <section className="rounded-lg border border-dashed border-line-strong px-6 py-16 text-center">
      <Database aria-hidden className="mx-auto size-8 text-ink-faint" strokeWidth={1.5} />
      <h2 className="mt-4 text-base font-semibold">No database is connected yet</h2>
      <p className="mx-auto mt-1.5 max-w-md text-ink-soft">
        {managed
          ? 'Paste the URL of a PostgreSQL, MySQL or MariaDB database. It is only read: nothing in it will be changed.'
          : 'Once a developer or an administrator has saved one, you can ask it questions.'}
      </p>
      {managed && (
        <Link to={NEW_CONNECTION_PATH} className={`${buttonLook('filled')} mt-6`}>
          New connection
        </Link>
      )}
    </section>
  )
}
