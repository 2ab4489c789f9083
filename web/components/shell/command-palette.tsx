import * as Dialog from '@radix-ui/react-dialog'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { usePaletteCommands } from '../../hooks/use-palette-commands.ts'
import { CommandList } from './command-list.tsx'

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  connections: readonly ConnectionPartsFragment[]
  here: ConnectionPartsFragment | null
}

export function CommandPalette({ open, onOpenChange, connections, here }: CommandPaletteProps) {
  const commands = usePaletteCommands(open, { connections, here })
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-40 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <CommandList
            label="Search and commands"
            placeholder="Switch connection, open a question, change the theme…"
            commands={commands}
            onDone={() => onOpenChange(false)}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
