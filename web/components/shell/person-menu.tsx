import { useNavigate } from '@remix-run/react'
import { LogOut, UserRound } from 'lucide-react'
import type { UserPartsFragment } from '../../graphql/generated/graphql.ts'
import { Menu, MenuItem, MenuSeparator } from '../parts/menu.tsx'
import { ROLE_WORDS } from '../parts/words.ts'
import { signOut } from './sign-out.ts'

export function PersonMenu({ viewer }: { viewer: UserPartsFragment }) {
  const navigate = useNavigate()
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="ml-1 grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
        >
          <span aria-hidden>{initials(viewer.name)}</span>
          <span className="sr-only">{`${viewer.name}, ${ROLE_WORDS[viewer.role]}`}</span>
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="font-medium">{viewer.name}</p>
        <p className="text-xs text-ink-faint">{viewer.email}</p>
        <p className="mt-1 text-xs text-ink-soft">{ROLE_WORDS[viewer.role]}</p>
      </div>
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate('/profile')}>
        <UserRound aria-hidden className="size-4 text-ink-faint" />
        Password, sessions and tokens
      </MenuItem>
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden className="size-4 text-ink-faint" />
        Sign out
      </MenuItem>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(word => word !== '')
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map(word => word?.charAt(0).toUpperCase() ?? '')
    .join('')
}
