import { Form, useSubmit } from '@remix-run/react'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../parts/button.tsx'
import { OUTCOME_WORDS } from '../parts/words.ts'
import type { HistorySearch, Within } from './history-search.ts'

interface HistoryFiltersProps {
  filter: HistorySearch
  connections: readonly ConnectionPartsFragment[]
}

const WITHIN_WORDS: Record<Within, string> = {
  day: 'Last 24 hours',
  week: 'Last 7 days',
  month: 'Last 30 days',
  year: 'Last year',
}

/** A form that puts its fields into the address, so that a filtered list can be reloaded and passed on. */
export function HistoryFilters({ filter, connections }: HistoryFiltersProps) {
  const submit = useSubmit()
  const { scope, search, on, outcome, within, favourites } = filter
  const mine = scope === 'MINE'
  return (
    <Form
      method="get"
      role="search"
      onChange={event => {
        // Words are searched for when they are all there.
        if (!(event.target instanceof HTMLInputElement && event.target.type === 'search'))
          submit(event.currentTarget)
      }}
      className="grid gap-2"
    >
      {!mine && <input type="hidden" name="scope" value={scope} />}
      <div className="flex gap-2">
        <label className="relative min-w-0 flex-1">
          <span className="sr-only">Search by words of the question, its title or its SQL</span>
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-faint" />
          <input
            type="search"
            name="search"
            defaultValue={search}
            placeholder="Words of the question, its title or its SQL"
            className="h-9 w-full rounded-md border border-line-strong bg-surface pr-3 pl-9 placeholder:text-ink-faint"
          />
        </label>
        <Button type="submit">Search</Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Choice label="Connection" name="on" value={on}>
          <option value="">All connections</option>
          {connections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        {mine && (
          <Choice label="What came of it" name="outcome" value={outcome}>
            <option value="">Any outcome</option>
            {Object.entries(OUTCOME_WORDS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Choice>
        )}
        <Choice label="When" name="within" value={within}>
          <option value="">Any time</option>
          {Object.entries(WITHIN_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Choice>
        {mine && (
          <label className="flex h-9 items-center gap-2 px-1">
            <input
              type="checkbox"
              name="favourites"
              defaultChecked={favourites}
              className="size-4 accent-accent-fill"
            />
            Favourites
          </label>
        )}
      </div>
    </Form>
  )
}

interface ChoiceProps {
  label: string
  name: string
  value: string
  children: ReactNode
}

function Choice({ label, name, value, children }: ChoiceProps) {
  return (
    <label className="min-w-0">
      <span className="sr-only">{label}</span>
      <select
        name={name}
        defaultValue={value}
        className="h-9 max-w-full rounded-md border border-line-strong bg-surface px-2.5"
      >
        {children}
      </select>
    </label>
  )
}
