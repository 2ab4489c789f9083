import { NavLink } from '@remix-run/react'
import { Database, History, MessageSquareText } from 'lucide-react'
import type { Role } from '../../graphql/generated/graphql.ts'
import { CONNECTIONS_PATH } from '../connections/connection-paths.ts'
import { mayManageConnections } from '../connections/who-may.ts'
import { Mark } from './mark.tsx'

const PAGES = [
  { to: '/', words: 'Ask', icon: MessageSquareText },
  { to: '/history', words: 'History', icon: History },
]
const CONNECTIONS = { to: CONNECTIONS_PATH, words: 'Connections', icon: Database }

/** The ways to other pages. On a tablet it folds to its icons. */
export function Rail({ role }: { role: Role }) {
  const pages = mayManageConnections(role) ? [...PAGES, CONNECTIONS] : PAGES
  return (
    <nav
      aria-label="Pages"
      className="sticky top-0 z-20 flex h-dvh w-12 shrink-0 flex-col items-center gap-1 border-r border-line bg-sunken py-3 lg:w-20"
    >
      <Mark className="mb-4 size-7" />
      {pages.map(({ to, words, icon: Icon }) => (
        <NavLink
          key={to}
          to={to}
          end={to !== CONNECTIONS_PATH}
          title={words}
          className={({ isActive }) =>
            `flex w-9 flex-col items-center gap-1 rounded-md py-2 text-[11px] font-medium transition-colors lg:w-18 ${
              isActive ? 'bg-accent-soft text-accent' : 'text-ink-soft hover:bg-hover hover:text-ink'
            }`
          }
        >
          <Icon aria-hidden className="size-[18px]" strokeWidth={1.75} />
          <span className="sr-only lg:not-sr-only">{words}</span>
        </NavLink>
      ))}
    </nav>
  )
}
