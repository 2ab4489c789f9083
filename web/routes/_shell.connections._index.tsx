import { Link } from '@remix-run/react'
import type { MetaFunction } from '@remix-run/node'
import { Plus, Search } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { ConnectionList } from '../components/connections/connection-list.tsx'
import { NEW_CONNECTION_PATH } from '../components/connections/connection-paths.ts'
import { searchConnections } from '../components/connections/connection-search.ts'
import { NoConnections } from '../components/connections/no-connections.tsx'
import { buttonLook } from '../components/parts/button.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { countOf } from '../components/parts/quantity.ts'
import { useConnections } from '../hooks/use-connections.ts'
import { useMay } from '../hooks/use-may.ts'

const FEW = 5

export const meta: MetaFunction = () => [{ title: 'Connections · Lovable AI for Databases' }]

export default function Connections() {
  const connections = useConnections()
  const managed = useMay()('MANAGE_CONNECTIONS_IN_DEVELOPMENT')
  const [typed, setTyped] = useState('')
  const shown = searchConnections(connections, useDeferredValue(typed.trim()))
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
      <div className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-xl font-semibold tracking-tight">Connections</h1>
          <p className="mt-1 text-ink-soft">
            {managed
              ? 'The databases that can be asked. Everybody here shares them.'
              : 'The databases that you can ask. Developers and administrators manage them.'}
          </p>
        </div>
        {managed && connections.length > 0 && (
          <Link to={NEW_CONNECTION_PATH} className={buttonLook('filled')}>
            <Plus aria-hidden className="size-4" />
            New connection
          </Link>
        )}
      </div>
      {connections.length > FEW && (
        <label className="relative">
          <span className="sr-only">Search connections</span>
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-faint" />
          <input
            value={typed}
            onChange={event => setTyped(event.target.value)}
            placeholder="Search by name, host, database, engine or environment"
            className="h-9 w-full rounded-md border border-line-strong bg-surface pr-3 pl-9 placeholder:text-ink-faint"
          />
        </label>
      )}
      {connections.length === 0 && <NoConnections managed={managed} />}
      {shown.length > 0 && <ConnectionList connections={shown} managed={managed} />}
      {connections.length > FEW && (
        <p aria-live="polite" className="px-1 text-sm text-ink-faint">
          {shown.length === 0
            ? 'No connection matches that.'
            : shown.length === connections.length
              ? countOf(connections.length, 'connection')
              : `${shown.length} of ${countOf(connections.length, 'connection')}`}
        </p>
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
