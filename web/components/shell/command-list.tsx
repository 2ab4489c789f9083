import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { matching } from '../../hooks/use-palette-commands.ts'
import type { Command } from '../../hooks/use-palette-commands.ts'
import { EnvironmentBadge } from './environment-badge.tsx'

interface CommandListProps {
  label: string
  placeholder: string
  commands: readonly Command[]
  onDone: () => void
}

/** A combobox over the commands: typing narrows, arrows choose, Enter does it. */
export function CommandList({ label, placeholder, commands, onDone }: CommandListProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState(0)
  const shown = matching(commands, typed)
  const current = Math.min(chosen, shown.length - 1)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    // Arrows lead beyond what is in sight.
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

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
          aria-label={label}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={shown.length > 0 ? `${id}-${current}` : undefined}
          placeholder={placeholder}
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
        ref={list}
        id={`${id}-list`}
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
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === current}
              onMouseMove={() => setChosen(index)}
              onClick={() => act(command)}
              className="flex items-center gap-3 rounded-md px-2.5 py-2 aria-selected:bg-accent-soft aria-selected:text-accent"
            >
              <span className="min-w-0 flex-1 truncate">{command.words}</span>
              {command.environment !== undefined && <EnvironmentBadge environment={command.environment} />}
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
