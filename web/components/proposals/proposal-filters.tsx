import { Form, useSubmit } from '@remix-run/react'
import { INPUT_LOOK } from '../parts/field.tsx'
import type { ProposalSearch } from './proposal-search.ts'
import { STATES } from './proposal-words.ts'

interface ProposalFiltersProps {
  search: ProposalSearch
  connections: readonly { id: string; name: string }[]
}

export function ProposalFilters({ search, connections }: ProposalFiltersProps) {
  const submit = useSubmit()
  return (
    <Form
      method="get"
      aria-label="Filters"
      className="flex flex-wrap gap-3"
      onChange={event => submit(event.currentTarget)}
    >
      <label>
        <span className="sr-only">State</span>
        <select name="state" defaultValue={search.state ?? ''} className={INPUT_LOOK}>
          <option value="">All states</option>
          {Object.entries(STATES).map(([state, { words }]) => (
            <option key={state} value={state}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="sr-only">Connection</span>
        <select name="connection" defaultValue={search.connectionId ?? ''} className={INPUT_LOOK}>
          <option value="">All connections</option>
          {connections.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </Form>
  )
}
