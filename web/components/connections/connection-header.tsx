import { Link } from '@remix-run/react'
import { MessageSquareText, Pencil } from 'lucide-react'
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { workspacePath } from '../ask/workspace-path.ts'
import { buttonLook } from '../parts/button.tsx'
import { engineInWords } from '../parts/words.ts'
import { EnvironmentBadge } from '../shell/environment-badge.tsx'
import { PRIVACY_CHOICES, TLS_CHOICES } from './connection-choices.ts'
import { CONNECTIONS_PATH, editConnectionPath } from './connection-paths.ts'
import { placeOf } from './connection-search.ts'

const BANDS = {
  PRODUCTION: {
    look: 'border-danger/40 bg-danger-soft',
    words: 'Real data that people rely on. It is read, and changed only after review.',
  },
  DEVELOPMENT: { look: 'border-safe/30 bg-safe-soft', words: 'Made to be tried out on.' },
}

/** What it is, where it is, how it is reached, and what can be done with it. */
export function ConnectionHeader({ connection }: { connection: ConnectionDetailsFragment }) {
  const { id, name, environment, serverVersion, username, tls, privacy, canEdit, sample } = connection
  const band = BANDS[environment]
  const facts = [
    { what: 'Engine', value: serverVersion ?? engineInWords(connection) },
    { what: 'Where', value: placeOf(connection), mono: true },
    { what: 'User', value: username, mono: true },
    { what: 'Encryption', value: TLS_CHOICES.find(({ value }) => value === tls)?.title },
    { what: 'A model may see', value: PRIVACY_CHOICES.find(({ value }) => value === privacy)?.title },
  ]
  return (
    <header className="grid gap-4">
      <p className="text-sm">
        <Link
          to={CONNECTIONS_PATH}
          className="text-ink-soft underline-offset-4 hover:text-accent hover:underline"
        >
          Connections
        </Link>
      </p>
      <div className="-mt-3 flex flex-wrap items-center gap-3">
        <h1 className="min-w-0 flex-1 basis-64 truncate text-xl font-semibold tracking-tight">{name}</h1>
        {canEdit && (
          <Link to={editConnectionPath(id)} className={buttonLook('outlined')}>
            <Pencil aria-hidden className="size-3.5 text-ink-faint" />
            Edit
          </Link>
        )}
        <Link to={workspacePath({ connectionId: id })} className={buttonLook('filled')}>
          <MessageSquareText aria-hidden className="size-4" />
          Ask
        </Link>
      </div>
      <p className={`flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border px-4 py-2.5 ${band.look}`}>
        <EnvironmentBadge here environment={environment} />
        <span>{band.words}</span>
        {!canEdit && <span className="text-ink-soft">Administrators manage its settings.</span>}
        {sample && <span className="text-ink-soft">A sample database of the demo.</span>}
      </p>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {facts.map(({ what, value, mono = false }) => (
          <div key={what} className="min-w-0">
            <dt className="text-xs text-ink-faint">{what}</dt>
            <dd className={`wrap-anywhere ${mono ? 'font-mono text-[13px]' : ''}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  )
}
