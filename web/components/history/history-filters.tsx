import { Form, useSubmit } from '@remix-run/react'
import { Search } from 'lucide-react'
import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { Button } from '../parts/button.tsx'

interface HistoryFiltersProps {
  search: string
  on: string
  connections: readonly ConnectionPartsFragment[]
}

/** A form that puts its fields into the address, so that a filtered list can be reloaded and passed on. */
export function HistoryFilters({ search, on, connections }: HistoryFiltersProps) {
  const submit = useSubmit()
  return (
    <Form method="get" role="search" className="flex flex-wrap gap-2">
      <label className="relative min-w-48 flex-1">
        <span className="sr-only">Search your questions</span>
        <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-ink-faint" />
        <input
          name="search"
          defaultValue={search}
          placeholder="Search your questions"
          className="h-9 w-full rounded-md border border-line-strong bg-surface pr-3 pl-9 placeholder:text-ink-faint"
        />
      </label>
      <label>
        <span className="sr-only">Connection</span>
        <select
          name="on"
          defaultValue={on}
          onChange={event => submit(event.currentTarget.form)}
          className="h-9 rounded-md border border-line-strong bg-surface px-2.5"
        >
          <option value="">All connections</option>
          {connections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit">Search</Button>
    </Form>
  )
}
