import { ChevronDown, Database } from 'lucide-react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { Menu, MenuChoices } from '../parts/menu.tsx'
import { ENGINE_WORDS } from '../parts/words.ts'
import { EnvironmentBadge } from './environment-badge.tsx'

interface ConnectionPickerProps {
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
  onChoose: (connectionId: string) => void
}

export function ConnectionPicker({ connections, here, onChoose }: ConnectionPickerProps) {
  if (here === null) return <p className="px-2 text-ink-soft">No connection yet</p>
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={`Connection: ${here.name}. Choose another`}
            className="flex h-9 min-w-0 items-center gap-2 rounded-md px-2.5 font-medium transition-colors hover:bg-hover data-[state=open]:bg-hover"
          >
            <Database aria-hidden className="size-4 shrink-0 text-ink-faint" />
            <span className="truncate">{here.name}</span>
            <ChevronDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
          </button>
        }
      >
        <MenuChoices
          label="Connection"
          value={here.id}
          onChoose={onChoose}
          choices={connections.map(connection => ({
            value: connection.id,
            content: <ConnectionChoice connection={connection} />,
          }))}
        />
      </Menu>
      <span className="hidden text-ink-faint sm:inline">{ENGINE_WORDS[here.engine]}</span>
      <EnvironmentBadge here environment={here.environment} />
    </div>
  )
}

function ConnectionChoice({ connection }: { connection: ConnectionPartsFragment }) {
  return (
    <span className="flex items-center gap-6 py-0.5">
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{connection.name}</span>
        <span className="block text-xs text-ink-faint">
          {ENGINE_WORDS[connection.engine]} · {connection.database}
        </span>
      </span>
      <EnvironmentBadge environment={connection.environment} />
    </span>
  )
}
