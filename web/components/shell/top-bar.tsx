import { Search } from 'lucide-react'
import type { ConnectionPartsFragment, UserPartsFragment } from '../../graphql/generated/graphql.ts'
import { KeyHint } from '../parts/key-hint.tsx'
import { ConnectionPicker } from './connection-picker.tsx'
import { PersonMenu } from './person-menu.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

interface TopBarProps {
  viewer: UserPartsFragment
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
  onChoose: (connectionId: string) => void
  onPalette: () => void
}

export function TopBar({ viewer, connections, here, onChoose, onPalette }: TopBarProps) {
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-paper px-3 lg:px-5">
      <ConnectionPicker connections={connections} here={here} onChoose={onChoose} />
      <span className="flex-1" />
      <button
        type="button"
        onClick={onPalette}
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-9 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-ink-faint transition-colors hover:border-line-strong hover:text-ink-soft"
      >
        <Search aria-hidden className="size-4" />
        <span className="sr-only text-sm lg:not-sr-only lg:pr-6">Go to…</span>
        <KeyHint command keys="K" className="hidden sm:inline" />
      </button>
      <ThemeSwitch />
      <PersonMenu viewer={viewer} />
    </header>
  )
}
