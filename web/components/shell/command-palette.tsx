import * as Dialog from '@radix-ui/react-dialog'
import { Search } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { matching, usePaletteCommands } from '../../hooks/use-palette-commands.ts'
import type { Command } from '../../hooks/use-palette-commands.ts'

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  connections: readonly ConnectionPartsFragment[]
  hereId: string | null
}

export function CommandPalette({ open, onOpenChange, connections, hereId }: CommandPaletteProps) {
  const commands = usePaletteCommands(open, connections, hereId)
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-40 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <CommandList commands={commands} onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** A combobox over the commands: typing narrows, arrows choose, Enter does it. */
function CommandList({ commands, onDone }: { commands: readonly Command[]; onDone: () => void }) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const shown = matching(commands, typed)
  const current = Math.min(chosen, shown.length - 1)

  const act = (command: Command | undefined) => {
    if (command === undefined) return
    onDone()
    command.act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && shown.length > 0) setChosen((current + step + shown.length) % shown.length)
    else if (event.key === 'Enter') act(shown[current])
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 text-ink-faint" />
        <input
          role="combobox"
          aria-label="Search and commands"
          aria-expanded
          aria-controls="palette-commands"
          aria-activedescendant={shown.length > 0 ? `command-${current}` : undefined}
          placeholder="Switch connection, open a question, change the theme…"
          value={typed}
          onChange={event => {
            setTyped(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
          className="h-12 flex-1 bg-transparent outline-none placeholder:text-ink-faint"
        />
      </div>
      <ul
        id="palette-commands"
        role="listbox"
        aria-label="Commands"
        className="max-h-[50vh] overflow-y-auto p-1.5"
      >
        {shown.map((command, index) => (
          <li key={command.id} role="presentation">
            {command.group !== shown[index - 1]?.group && (
              <p role="presentation" className="px-2.5 pt-2.5 pb-1 text-xs font-medium text-ink-faint">
                {command.group}
              </p>
            )}
            <div
              id={`command-${index}`}
              role="option"
              aria-selected={index === current}
              onMouseMove={() => setChosen(index)}
              onClick={() => act(command)}
              className="flex items-baseline gap-3 rounded-md px-2.5 py-2 aria-selected:bg-accent-soft aria-selected:text-accent"
            >
              <span className="min-w-0 flex-1 truncate">{command.words}</span>
              {command.aside !== undefined && (
                <span className="shrink-0 text-xs text-ink-faint">{command.aside}</span>
              )}
            </div>
          </li>
        ))}
        {shown.length === 0 && (
          <li className="px-2.5 py-6 text-center text-ink-faint">Nothing by that name</li>
        )}
      </ul>
    </>
  )
}
