import { ChevronRight, KeyRound, Search, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useCatalog } from '../../hooks/use-catalog.ts'
import { approximately } from '../parts/quantity.ts'
import type { CatalogTable } from './sql-language.ts'

interface SchemaBrowserProps {
  connectionId: string
  onPick: (name: string) => void
  onClose: () => void
}

/** Tables and columns of the connection; a press puts the name into the SQL, or into the question when there is none. */
export function SchemaBrowser({ connectionId, onPick, onClose }: SchemaBrowserProps) {
  const [search, setSearch] = useState('')
  const { tables, loading, problem } = useCatalog(connectionId, useDeferredValue(search.trim()))
  return (
    <aside
      aria-label="Tables and columns"
      className="flex max-h-80 w-full shrink-0 animate-rise flex-col overflow-hidden rounded-lg border border-line bg-surface lg:w-64"
    >
      <div className="flex items-center gap-2 border-b border-line pr-1 pl-3">
        <Search aria-hidden className="size-3.5 text-ink-faint" />
        <input
          autoFocus
          type="text"
          value={search}
          onChange={event => setSearch(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            onClose()
          }}
          aria-label="Search tables and columns"
          placeholder="Tables and columns"
          className="h-10 min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint"
        />
        <button
          type="button"
          aria-label="Close tables and columns"
          onClick={onClose}
          className="grid size-8 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </button>
      </div>
      {problem !== null && <p className="px-3 py-3 text-danger">{problem.message}</p>}
      <ul className="min-h-0 flex-1 overflow-y-auto p-1.5">
        {tables.map(table => (
          <TableEntry
            key={`${table.schema}.${table.name} ${search !== '' && tables.length === 1}`}
            table={table}
            open={search !== '' && tables.length === 1}
            onPick={onPick}
          />
        ))}
        {tables.length === 0 && problem === null && (
          <li className="px-2 py-3 text-ink-faint">
            {loading ? 'Reading the tables…' : 'Nothing by that name'}
          </li>
        )}
      </ul>
    </aside>
  )
}

function TableEntry({
  table,
  open: openAtFirst,
  onPick,
}: {
  table: CatalogTable
  open: boolean
  onPick: (name: string) => void
}) {
  const [open, setOpen] = useState(openAtFirst)
  return (
    <li>
      <div className="flex items-center rounded-md hover:bg-hover">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Columns of ${table.name}`}
          onClick={() => setOpen(!open)}
          className="grid size-7 shrink-0 place-items-center text-ink-faint"
        >
          <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open ? 'rotate-90' : ''}`} />
        </button>
        <button
          type="button"
          onClick={() => onPick(table.name)}
          title={table.comment ?? `Use ${table.name}`}
          className="min-w-0 flex-1 truncate py-1 text-left font-mono text-[12.5px]"
        >
          {table.name}
        </button>
        {table.rowEstimate !== null && (
          <span className="px-2 text-[11px] text-ink-faint tabular-nums">
            {approximately(table.rowEstimate)}
          </span>
        )}
      </div>
      {open && (
        <ul className="mb-1.5 ml-3.5 border-l border-line pl-2">
          {table.columns.map(column => (
            <li key={column.name}>
              <button
                type="button"
                onClick={() => onPick(column.name)}
                title={[column.comment, column.references === null ? null : `→ ${column.references}`]
                  .filter(part => part !== null)
                  .join(' ')}
                className="flex w-full items-baseline gap-2 rounded px-1.5 py-0.5 text-left hover:bg-hover"
              >
                <span className="truncate font-mono text-xs">{column.name}</span>
                {column.primaryKey && (
                  <KeyRound aria-label="primary key" className="size-3 shrink-0 text-caution" />
                )}
                <span className="ml-auto max-w-24 truncate text-[11px] text-ink-faint">{column.type}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
