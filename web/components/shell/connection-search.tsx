import * as Dialog from '@radix-ui/react-dialog'
import { useNavigate } from '@remix-run/react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { connectionCommand } from '../../hooks/use-palette-commands.ts'
import type { Command } from '../../hooks/use-palette-commands.ts'
import { NEW_CONNECTION_PATH } from '../connections/connection-paths.ts'
import { CommandList } from './command-list.tsx'

interface ConnectionSearchProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
  managed: boolean
  onChoose: (connectionId: string) => void
}

/** Choosing among many: by typing a part of the name, the database, the engine or the environment. */
export function ConnectionSearch(props: ConnectionSearchProps) {
  const { open, onOpenChange, connections, here, managed, onChoose } = props
  const navigate = useNavigate()
  const commands: Command[] = [
    ...connections.map(connection => ({
      ...connectionCommand(connection, () => onChoose(connection.id)),
      ...(connection.id === here?.id && { aside: 'you are here' }),
    })),
    ...(managed
      ? [
          {
            id: 'new-connection',
            group: 'Go to' as const,
            words: 'New connection…',
            act: () => void navigate(NEW_CONNECTION_PATH),
          },
        ]
      : []),
  ]
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-16 left-1/2 z-40 w-[min(34rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none lg:left-24 lg:translate-x-0"
        >
          <Dialog.Title className="sr-only">Choose a connection</Dialog.Title>
          <CommandList
            label="Choose a connection"
            placeholder={`Search ${connections.length} connections`}
            commands={commands}
            onDone={() => onOpenChange(false)}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
