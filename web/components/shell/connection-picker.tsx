import { Link, useNavigate } from '@remix-run/react'
import { ChevronDown, Database, Plus, Settings2 } from 'lucide-react'
import { forwardRef, useState } from 'react'
import type { ButtonHTMLAttributes } from 'react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { useMay } from '../../hooks/use-may.ts'
import { connectionPath, NEW_CONNECTION_PATH } from '../connections/connection-paths.ts'
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '../parts/menu.tsx'
import { engineInWords } from '../parts/words.ts'
import { ConnectionSearch } from './connection-search.tsx'
import { EnvironmentBadge } from './environment-badge.tsx'
import { WritableMark } from './writable-mark.tsx'

/** More than these are searched, not read through. */
const FEW = 8

interface ConnectionPickerProps {
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
  onChoose: (connectionId: string) => void
}

export function ConnectionPicker({ connections, here, onChoose }: ConnectionPickerProps) {
  const [searching, setSearching] = useState(false)
  const managed = useMay()('MANAGE_CONNECTIONS_IN_DEVELOPMENT')
  if (connections.length === 0)
    return managed ? (
      <Link
        to={NEW_CONNECTION_PATH}
        className="px-2 font-medium text-accent underline-offset-4 hover:underline"
      >
        Connect a database
      </Link>
    ) : (
      <p className="px-2 text-ink-soft">No connection yet</p>
    )
  return (
    <div className="flex min-w-0 items-center gap-2 max-sm:flex-col max-sm:items-start max-sm:gap-0.5">
      {connections.length > FEW ? (
        <>
          <HereButton here={here} aria-haspopup="dialog" onClick={() => setSearching(true)} />
          <ConnectionSearch
            open={searching}
            onOpenChange={setSearching}
            connections={connections}
            here={here}
            managed={managed}
            onChoose={onChoose}
          />
        </>
      ) : (
        <Menu align="start" trigger={<HereButton here={here} />}>
          <MenuChoices
            label="Connection"
            value={here?.id ?? ''}
            onChoose={onChoose}
            choices={connections.map(connection => ({
              value: connection.id,
              content: <ConnectionChoice connection={connection} />,
            }))}
          />
          {managed && here !== null && <ManageItems here={here} />}
        </Menu>
      )}
      {here !== null && (
        <>
          <span className="hidden text-ink-faint sm:inline">{engineInWords(here)}</span>
          <EnvironmentBadge here environment={here.environment} />
          <WritableMark connection={here} />
        </>
      )}
    </div>
  )
}

interface HereButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  here: ConnectionPartsFragment | null
}

const HereButton = forwardRef<HTMLButtonElement, HereButtonProps>(function HereButton(
  { here, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      aria-label={
        here === null ? 'No connection chosen. Choose one' : `Connection: ${here.name}. Choose another`
      }
      className="flex h-9 max-w-full min-w-0 items-center gap-2 rounded-md px-2.5 font-medium max-sm:h-7 max-sm:px-1 transition-colors hover:bg-hover data-[state=open]:bg-hover"
      {...rest}
    >
      <Database aria-hidden className="size-4 shrink-0 text-ink-faint" />
      <span className={here === null ? 'text-ink-soft' : 'truncate'}>
        {here?.name ?? 'No connection chosen'}
      </span>
      <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
    </button>
  )
})

function ManageItems({ here }: { here: ConnectionPartsFragment }) {
  const navigate = useNavigate()
  return (
    <>
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate(connectionPath(here.id))}>
        <Settings2 aria-hidden className="size-4 text-ink-faint" />
        Settings of {here.name}
      </MenuItem>
      <MenuItem onSelect={() => void navigate(NEW_CONNECTION_PATH)}>
        <Plus aria-hidden className="size-4 text-ink-faint" />
        New connection…
      </MenuItem>
    </>
  )
}

function ConnectionChoice({ connection }: { connection: ConnectionPartsFragment }) {
  return (
    <span className="flex items-center gap-6 py-0.5">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{connection.name}</span>
        <span className="block text-xs text-ink-faint">
          {engineInWords(connection)} · {connection.database}
        </span>
      </span>
      <WritableMark connection={connection} />
      <EnvironmentBadge environment={connection.environment} />
    </span>
  )
}
