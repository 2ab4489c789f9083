import { Link, useNavigate } from '@remix-run/react'
import type { MetaFunction } from '@remix-run/node'
import { ConnectionForm } from '../components/connections/connection-form.tsx'
import { EMPTY_DRAFT } from '../components/connections/connection-draft.ts'
import { CONNECTIONS_PATH, connectionPath } from '../components/connections/connection-paths.ts'
import { WhoManages } from '../components/connections/who-manages.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { useMay } from '../hooks/use-may.ts'

export const meta: MetaFunction = () => [{ title: 'New connection · Lovable AI for Databases' }]

export default function NewConnection() {
  const navigate = useNavigate()
  const may = useMay()
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
      <div>
        <p className="text-sm">
          <Link
            to={CONNECTIONS_PATH}
            className="text-ink-soft underline-offset-4 hover:text-accent hover:underline"
          >
            Connections
          </Link>
        </p>
        <h1 className="mt-1 text-xl font-semibold tracking-tight">New connection</h1>
        <p className="mt-1 text-ink-soft">
          A saved way into a database, for everybody here. Nothing in the database is ever changed by it.
        </p>
      </div>
      {may('MANAGE_CONNECTIONS_IN_DEVELOPMENT') ? (
        <ConnectionForm
          saved={null}
          initial={EMPTY_DRAFT}
          onSaved={id => void navigate(connectionPath(id), { replace: true })}
        />
      ) : (
        <WhoManages what="Developers and administrators connect databases." />
      )}
    </div>
  )
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
