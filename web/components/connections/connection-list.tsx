import { Link } from '@remix-run/react'
import { MessageSquareText } from 'lucide-react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { workspacePath } from '../ask/workspace-path.ts'
import { buttonLook } from '../parts/button.tsx'
import { engineInWords } from '../parts/words.ts'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import { WritableMark } from '../shell/writable-mark.tsx'
import { ConnectionHealth } from './connection-health.tsx'
import { connectionPath } from './connection-paths.ts'
import { placeOf } from './connection-search.ts'

interface ConnectionListProps {
  connections: readonly ConnectionPartsFragment[]
  /** For those who manage connections: a page for each, and whether it works. */
  managed: boolean
}

export function ConnectionList({ connections, managed }: ConnectionListProps) {
  return (
    <ul
      aria-label="Connections"
      className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
    >
      {connections.map(connection => (
        <li
          key={connection.id}
          className={`relative grid items-center gap-x-6 gap-y-2 border-l-3 py-3.5 pr-4 pl-4 transition-colors hover:bg-hover sm:grid-cols-[minmax(0,1fr)_auto] ${
            managed ? 'md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_auto]' : ''
          } ${connection.environment === 'PRODUCTION' ? 'border-l-danger-fill' : 'border-l-transparent'}`}
        >
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              {managed ? (
                <Link
                  to={connectionPath(connection.id)}
                  // The whole row leads there.
                  className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                >
                  {connection.name}
                </Link>
              ) : (
                <span className="min-w-0 truncate font-medium">{connection.name}</span>
              )}
              <EnvironmentBadge environment={connection.environment} />
              {!managed && <WritableMark connection={connection} />}
            </p>
            <p className="mt-0.5 flex min-w-0 gap-1.5 text-sm text-ink-soft">
              {engineInWords(connection)}
              <span aria-hidden className="text-ink-faint">
                ·
              </span>
              <span className="min-w-0 truncate font-mono text-[12.5px] leading-5 text-ink-faint">
                {placeOf(connection)}
              </span>
            </p>
          </div>
          {managed && (
            <div className="sm:order-last sm:col-span-2 md:order-none md:col-span-1">
              <ConnectionHealth connectionId={connection.id} />
            </div>
          )}
          <Link
            to={workspacePath({ connectionId: connection.id })}
            aria-label={`Ask ${connection.name}`}
            className={`${buttonLook('outlined')} relative justify-self-start sm:justify-self-end`}
          >
            <MessageSquareText aria-hidden className="size-4 text-ink-faint" />
            Ask
          </Link>
        </li>
      ))}
    </ul>
  )
}
