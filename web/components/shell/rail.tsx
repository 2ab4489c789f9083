import { NavLink } from '@remix-run/react'
import {
  Database,
  GitPullRequestArrow,
  History,
  MessageSquareText,
  ScrollText,
  Settings,
  Users,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { Permission } from '../../graphql/generated/graphql.ts'
import { useMay } from '../../hooks/use-may.ts'
import { CONNECTIONS_PATH } from '../connections/connection-paths.ts'
import { PROPOSALS_PATH } from '../proposals/proposal-paths.ts'
import { Mark } from './mark.tsx'

interface Page {
  to: string
  words: string
  icon: LucideIcon
  /** Who sees it; absent: everybody. */
  permission?: Permission
}

const PAGES: readonly Page[] = [
  { to: '/', words: 'Ask', icon: MessageSquareText },
  { to: '/history', words: 'History', icon: History },
  { to: PROPOSALS_PATH, words: 'Proposals', icon: GitPullRequestArrow, permission: 'SEE_PROPOSALS' },
  { to: CONNECTIONS_PATH, words: 'Connections', icon: Database, permission: 'INSPECT_CONNECTIONS' },
  { to: '/audit', words: 'Audit', icon: ScrollText, permission: 'SEE_AUDIT' },
  { to: '/admin/users', words: 'Users', icon: Users, permission: 'SEE_USERS' },
  { to: '/admin/settings', words: 'Settings', icon: Settings, permission: 'SEE_SETTINGS' },
]

/** The ways to other pages. On a tablet it folds to its icons. */
export function Rail() {
  const may = useMay()
  const pages = PAGES.filter(({ permission }) => permission === undefined || may(permission))
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
          end={to === '/'}
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
