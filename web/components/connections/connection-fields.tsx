import type { Dispatch, ReactNode } from 'react'
import { useMay } from '../../hooks/use-may.ts'
import { ChoiceCards } from '../parts/choice-cards.tsx'
import { Field } from '../parts/field.tsx'
import { countOf } from '../parts/quantity.ts'
import { ENGINE_CHOICES, ENVIRONMENT_CHOICES, PRIVACY_CHOICES, TLS_CHOICES } from './connection-choices.ts'
import { keepsPassword } from './connection-draft.ts'
import type { ConnectionDraft, DraftAction, FieldMessages } from './connection-draft.ts'

interface ConnectionFieldsProps {
  draft: ConnectionDraft
  /** What is saved; null for a new connection. */
  initial: ConnectionDraft | null
  sample: boolean
  /** Of the database as it is now: another one has others. */
  listedFunctions: number
  messages: FieldMessages
  onChange: Dispatch<DraftAction>
}

/** No field here is for the browser's memory: these are another system's login, not the reader's. */
const NOT_REMEMBERED = {
  autoComplete: 'off',
  autoCapitalize: 'off',
  autoCorrect: 'off',
  spellCheck: false,
  'data-1p-ignore': '',
  'data-lpignore': 'true',
} as const

export function ConnectionFields(props: ConnectionFieldsProps) {
  const { draft, initial, sample, listedFunctions, messages, onChange } = props
  const may = useMay()
  const typed = (field: 'name' | 'host' | 'port' | 'database' | 'username' | 'password') => ({
    name: field,
    value: draft[field],
    problem: messages[field],
    onChange: (event: { target: { value: string } }) =>
      onChange({ type: 'filled', values: { [field]: event.target.value } }),
    ...NOT_REMEMBERED,
  })
  return (
    <>
      <Part title="What it is">
        <Field
          label="Name"
          hint="As people will see it, for example Shop or Northwind staging."
          {...typed('name')}
        />
        <ChoiceCards
          legend="What is at stake"
          name="environment"
          columns={2}
          value={draft.environment}
          disabled={sample}
          problem={messages.environment}
          hint={
            may('MANAGE_CONNECTIONS_IN_PRODUCTION')
              ? undefined
              : 'Administrators save production connections.'
          }
          choices={ENVIRONMENT_CHOICES.map(choice => ({
            ...choice,
            disabled: !may(`MANAGE_CONNECTIONS_IN_${choice.value}`),
          }))}
          onChoose={environment => onChange({ type: 'filled', values: { environment } })}
        />
      </Part>
      <Part
        title="Where it is"
        words={
          sample ? 'A sample of the demo: where it is and how to get in is set at each start.' : undefined
        }
      >
        <ChoiceCards
          legend="Engine"
          name="engine"
          columns={2}
          value={draft.engine}
          disabled={sample}
          problem={messages.engine}
          choices={ENGINE_CHOICES}
          onChoose={engine => onChange({ type: 'engine chosen', engine })}
        />
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_7rem]">
          <Field label="Host" disabled={sample} placeholder="db.example.com" {...typed('host')} />
          <Field label="Port" disabled={sample} inputMode="numeric" {...typed('port')} />
        </div>
        <Field label="Database" disabled={sample} {...typed('database')} />
        {listedFunctions > 0 && !sample && (
          <p className="text-sm text-ink-faint">
            {countOf(listedFunctions, 'function')} of this database may be called by queries. In another place
            that list starts empty again.
          </p>
        )}
      </Part>
      <Part title="How to get in">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="User" disabled={sample} {...typed('username')} />
          <Field
            label="Password"
            type="password"
            disabled={sample}
            {...typed('password')}
            hint={passwordHint(draft, initial, sample)}
            autoComplete="new-password"
          />
        </div>
        <p className="text-sm text-ink-faint">
          Best a login that can only read. The password is kept encrypted and is never shown again.
        </p>
        <ChoiceCards
          legend="Encryption on the way there"
          name="tls"
          value={draft.tls}
          problem={messages.tls}
          choices={TLS_CHOICES}
          onChoose={tls => onChange({ type: 'filled', values: { tls } })}
        />
      </Part>
      <Part title="What a language model may see">
        <ChoiceCards
          legend="Privacy"
          name="privacy"
          value={draft.privacy}
          problem={messages.privacy}
          hint="The built-in grammar answers without any model and sends nothing anywhere."
          choices={PRIVACY_CHOICES}
          onChoose={privacy => onChange({ type: 'filled', values: { privacy } })}
        />
      </Part>
    </>
  )
}

function passwordHint(
  draft: ConnectionDraft,
  initial: ConnectionDraft | null,
  sample: boolean,
): string | undefined {
  if (initial === null || sample) return undefined
  return keepsPassword(draft, initial)
    ? 'Leave empty to keep the saved one.'
    : 'Type it again: the saved one is only for the server, user and encryption that it was saved with.'
}

function Part({ title, words, children }: { title: string; words?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-4 rounded-lg border border-line bg-surface p-5">
      <div>
        <h2 className="text-[15px] font-semibold">{title}</h2>
        {words !== undefined && <p className="mt-0.5 text-ink-soft">{words}</p>}
      </div>
      {children}
    </section>
  )
}
