import { useNavigate } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { ConnectionPartsFragment, UserPartsFragment } from '../../graphql/generated/graphql.ts'
import { remember } from '../../hooks/remembered.ts'
import { useShortcut, withCommand } from '../../hooks/use-shortcut.ts'
import { CommandPalette } from './command-palette.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

interface FrameProps {
  viewer: UserPartsFragment
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
  children: ReactNode
}

/** What stands around every page: rail, top bar, and in production a red rail along the whole window. */
export function Frame({ viewer, connections, here, children }: FrameProps) {
  const [paletteOpen, setPaletteOpen] = useState(false)
  const navigate = useNavigate()
  const choose = useCallback(
    (connectionId: string) => navigate(`/?connection=${encodeURIComponent(connectionId)}`),
    [navigate],
  )
  const hereId = here?.id
  useEffect(() => {
    if (hereId !== undefined) remember('connection', hereId)
  }, [hereId])
  useShortcut(event => {
    if (!withCommand(event) || event.key.toLowerCase() !== 'k') return false
    setPaletteOpen(open => !open)
    return true
  })
  return (
    <div className="flex min-h-dvh">
      <a
        href="#page"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-ink px-3 py-2 text-paper focus:translate-y-0"
      >
        Skip to the page
      </a>
      {here?.environment === 'PRODUCTION' && (
        <div aria-hidden className="pointer-events-none fixed inset-0 z-30 border-3 border-danger-fill" />
      )}
      <Rail />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar
          viewer={viewer}
          connections={connections}
          here={here}
          onChoose={id => void choose(id)}
          onPalette={() => setPaletteOpen(true)}
        />
        <main id="page" className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <CommandPalette
        open={paletteOpen}
        onOpenChange={setPaletteOpen}
        connections={connections}
        here={here}
      />
    </div>
  )
}
