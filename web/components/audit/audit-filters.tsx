import { Form, Link, useSubmit } from '@remix-run/react'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, buttonLook } from '../parts/button.tsx'
import { INPUT_LOOK } from '../parts/field.tsx'
import { AUDIT_PATH, groupsOf, isFiltered, RESULT_WORDS } from './audit-search.ts'
import type { AuditSearch } from './audit-search.ts'

interface AuditFiltersProps {
  search: AuditSearch
  people: readonly { id: string; name: string; email: string }[]
  connections: readonly { id: string; name: string }[]
  actions: readonly string[]
}

/** A form that puts its fields into the address, so that a filtered list can be reloaded and passed on. */
export function AuditFilters({ search, people, connections, actions }: AuditFiltersProps) {
  const submit = useSubmit()
  return (
    <Form
      method="get"
      role="search"
      onChange={event => {
        // Words and days are looked for when they are all there.
        if (event.target instanceof HTMLSelectElement) submit(event.currentTarget)
      }}
      className="grid gap-2"
    >
      <div className="flex gap-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Words of the events</span>
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-faint" />
          <input
            type="search"
            name="words"
            defaultValue={search.words}
            placeholder="Words of the events: a table, a question, an address, a code, an id"
            className={`${INPUT_LOOK} pl-9`}
          />
        </label>
        <Button type="submit">Search</Button>
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <Choice label="Who" name="who" value={search.who} any="Anybody">
          {people.map(({ id, name, email }) => (
            <option key={id} value={id}>
              {name} ({email})
            </option>
          ))}
        </Choice>
        <Choice label="What" name="what" value={search.what} any="Anything">
          {isUnlisted(search.what, actions) && <option value={search.what}>{search.what}</option>}
          {groupsOf(actions).map(({ group, actions: members }) => (
            <optgroup key={group} label={group}>
              <option value={group}>{group}: all</option>
              {members.map(action => (
                <option key={action} value={action}>
                  {action}
                </option>
              ))}
            </optgroup>
          ))}
        </Choice>
        <Choice label="Connection" name="on" value={search.on} any="Any">
          {connections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <Choice label="Result" name="result" value={search.result} any="Any">
          {Object.entries(RESULT_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Choice>
        <Day label="From" name="from" value={search.from} />
        <Day label="To" name="to" value={search.to} />
        {isFiltered(search) && (
          <Link to={AUDIT_PATH} className={buttonLook('quiet')}>
            Show all
          </Link>
        )}
      </div>
    </Form>
  )
}

/** Looked for, and nothing of the kind has happened. */
function isUnlisted(what: string, actions: readonly string[]): boolean {
  return what !== '' && !actions.some(action => action === what || action.startsWith(`${what}.`))
}

interface ChoiceProps {
  label: string
  name: string
  value: string
  any: string
  children: ReactNode
}

function Choice({ label, name, value, any, children }: ChoiceProps) {
  return (
    <label className="grid min-w-0 gap-0.5 text-xs text-ink-soft">
      {label}
      <select
        name={name}
        defaultValue={value}
        className="h-9 max-w-52 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
      >
        <option value="">{any}</option>
        {children}
      </select>
    </label>
  )
}

function Day({ label, name, value }: { label: string; name: string; value: string }) {
  return (
    <label className="grid gap-0.5 text-xs text-ink-soft">
      {label} (UTC)
      <input
        type="date"
        name={name}
        defaultValue={value}
        className="h-9 rounded-md border border-line-strong bg-surface px-2 text-sm text-ink"
      />
    </label>
  )
}
