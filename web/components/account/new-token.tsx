import { useState } from 'react'
import type { Role } from '../../graphql/generated/graphql.ts'
import { CreateApiTokenDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useViewer } from '../../hooks/use-viewer.ts'
import { Button } from '../parts/button.tsx'
import { ChoiceCards } from '../parts/choice-cards.tsx'
import { Field } from '../parts/field.tsx'
import { Notice } from '../parts/notice.tsx'
import { Switch } from '../parts/switch.tsx'
import { ROLE_WORDS } from '../parts/words.ts'

const ROLES: readonly Role[] = ['READ_ONLY', 'DEVELOPER', 'ADMIN']
const DAY_MS = 86_400_000
const LIVES = [
  { value: '30', title: '30 days' },
  { value: '90', title: '90 days' },
  { value: '365', title: 'A year' },
  { value: '', title: 'Until it is revoked' },
] as const
type Life = (typeof LIVES)[number]['value']

interface NewTokenProps {
  connections: readonly { id: string; name: string }[]
  onMade: (secret: string) => void
  onClose: () => void
}

/** The least comes first: reading only, and an end. */
export function NewToken({ connections, onMade, onClose }: NewTokenProps) {
  const own = useViewer()?.role ?? 'READ_ONLY'
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>(own)
  const [readOnly, setReadOnly] = useState(true)
  const [life, setLife] = useState<Life>('90')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { acting, problem, act } = useAct(CreateApiTokenDocument)
  const wrong = (field: string) => problem?.fields?.find(each => each.field === field)?.message
  const make = async () => {
    const expiresAt = life === '' ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString()
    const connectionIds = chosen.length === 0 ? null : chosen
    const made = await act({ name, role, readOnly, expiresAt, connectionIds })
    if (made !== null) onMade(made.createApiToken.secret)
  }
  const toggle = (id: string, on: boolean) =>
    setChosen(before => (on ? [...before, id] : before.filter(each => each !== id)))
  return (
    <form
      noValidate
      aria-label="New token"
      onSubmit={event => {
        event.preventDefault()
        if (!acting) void make()
      }}
      className="grid gap-5 rounded-lg border border-line bg-surface p-4"
    >
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <Field
        label="What it is for"
        name="token-name"
        value={name}
        autoFocus
        autoComplete="off"
        placeholder="Weekly report notebook"
        problem={wrong('name')}
        onChange={event => setName(event.target.value)}
      />
      {own !== 'READ_ONLY' && (
        <ChoiceCards
          legend="At most the role of a"
          name="token-role"
          value={role}
          onChoose={setRole}
          problem={wrong('role')}
          choices={ROLES.slice(0, ROLES.indexOf(own) + 1).map(value => ({ value, title: ROLE_WORDS[value] }))}
        />
      )}
      <Switch
        label="Reads only: it asks and sees, and changes nothing"
        on={readOnly}
        onChange={setReadOnly}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 font-medium">For</legend>
        {connections.map(({ id, name: words }) => (
          <label key={id} className="flex items-center gap-2.5">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={event => toggle(id, event.target.checked)}
              className="size-4 accent-accent-fill"
            />
            {words}
          </label>
        ))}
        <p className="text-sm text-ink-faint">
          {chosen.length === 0
            ? 'None chosen: for all connections, also later ones.'
            : 'For these connections only.'}
        </p>
      </fieldset>
      <ChoiceCards
        legend="Good for"
        name="token-life"
        columns={2}
        value={life}
        onChoose={setLife}
        choices={LIVES}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="filled" type="submit" disabled={acting || name.trim() === ''}>
          {acting ? 'Making it…' : 'Make token'}
        </Button>
        <Button look="quiet" disabled={acting} onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  )
}
