import { useEffect, useRef, useState } from 'react'
import { useConnectionForm } from '../../hooks/use-connection-form.ts'
import { useShortcut } from '../../hooks/use-shortcut.ts'
import { useUnsavedGuard } from '../../hooks/use-unsaved-guard.ts'
import { LeaveDialog } from '../parts/leave-dialog.tsx'
import { ConnectionFields } from './connection-fields.tsx'
import { isChanged } from './connection-draft.ts'
import type { ConnectionDraft } from './connection-draft.ts'
import { FormPanel } from './form-panel.tsx'
import { PasteUrl } from './paste-url.tsx'

interface SavedConnection {
  id: string
  sample: boolean
  /** How many functions of its database queries may call. */
  listedFunctions: number
}

interface ConnectionFormProps {
  /** What is saved already; null for a new connection. */
  saved: SavedConnection | null
  initial: ConnectionDraft
  onSaved: (connectionId: string) => void
}

const TYPED = ['name', 'host', 'port', 'database', 'username', 'password'] as const

/** Everything about a connection on one page: where it is, how to get in, what it may show. */
export function ConnectionForm({ saved, initial, onSaved }: ConnectionFormProps) {
  const element = useRef<HTMLFormElement>(null)
  const release = useRef(() => undefined as void)
  const form = useConnectionForm(saved?.id ?? null, initial, id => {
    release.current()
    onSaved(id)
  })
  const { draft, change, state, messages, firstWrong } = form
  const changed = isChanged(draft, initial)
  const guard = useUnsavedGuard(changed)
  release.current = guard.release

  // What was there at the first moment of life, whatever is typed or rendered later.
  const [born] = useState({ initial, change })
  useEffect(() => {
    // Typed before the page was alive.
    const { initial: empty, change: fill } = born
    const values = TYPED.flatMap(field => {
      const input = element.current?.elements.namedItem(field)
      return input instanceof HTMLInputElement && input.value !== empty[field] ? [[field, input.value]] : []
    })
    if (values.length > 0)
      fill({ type: 'filled', values: Object.fromEntries(values) as Partial<ConnectionDraft> })
  }, [born])
  useEffect(() => {
    // When new messages have come, not while they are worked off.
    if (firstWrong === null) return
    element.current?.querySelector<HTMLElement>(`[name="${firstWrong.field}"]:enabled`)?.focus()
  }, [firstWrong])
  useShortcut(event => {
    if (event.key !== 'Escape' || (state.phase !== 'testing' && state.phase !== 'saving')) return false
    form.stop()
    return true
  })

  return (
    <form
      ref={element}
      // Never by GET, also when it is sent before the page is alive: a password has no place in an address.
      method="post"
      noValidate
      autoComplete="off"
      aria-label={saved === null ? 'New connection' : 'Edit connection'}
      onSubmit={event => {
        event.preventDefault()
        form.save()
      }}
      className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <div className="grid gap-5">
        {saved?.sample !== true && (
          <PasteUrl engine={draft.engine} onFound={found => change({ type: 'pasted', found })} />
        )}
        <ConnectionFields
          draft={draft}
          initial={saved === null ? null : initial}
          sample={saved?.sample ?? false}
          listedFunctions={saved?.listedFunctions ?? 0}
          messages={messages}
          onChange={change}
        />
      </div>
      <FormPanel
        form={form}
        saveWords={saved === null ? 'Save connection' : 'Save changes'}
        saveNote="Saving connects first. If that fails nothing is saved, and what you typed stays here."
        saveDisabled={saved !== null && !changed}
      />
      <LeaveDialog
        guard={guard}
        words="What you typed here is not saved, and its password is kept nowhere."
      />
    </form>
  )
}
