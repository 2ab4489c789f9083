import { RefreshCw, Search } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import {
  CatalogStateDocument,
  RefreshCatalogDocument,
  TableNamesDocument,
} from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useLater } from '../../hooks/use-later.ts'
import { useOpenedTables } from '../../hooks/use-opened-tables.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { countOf, formatCount } from '../parts/quantity.ts'
import { CatalogList } from './catalog-list.tsx'
import { catalogRows } from './catalog-rows.ts'
import type { CatalogColumn, NamedTable } from './catalog-rows.ts'
import { DetailSection } from './detail-section.tsx'

/** Names alone are small: so many are scrolled through, beyond that one searches. */
const MOST_TABLES = 5_000
const NONE: readonly NamedTable[] = []

interface CatalogSectionProps {
  connectionId: string
  columnAside: (table: NamedTable, column: CatalogColumn) => ReactNode
}

/** What is in the database, as the saved login sees it. */
export function CatalogSection({ connectionId, columnAside }: CatalogSectionProps) {
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const state = useLater(CatalogStateDocument, { id: connectionId })
  const names = useLater(TableNamesDocument, {
    connectionId,
    search: search === '' ? null : search,
    first: MOST_TABLES,
  })
  const refreshing = useAct(RefreshCatalogDocument)
  const refreshed = async () => {
    if ((await refreshing.act({ connectionId })) === null) return
    state.again()
    names.again()
  }
  const catalog = state.data?.connection?.catalog
  const tables = names.data?.connection?.tables ?? NONE
  const { opened, toggle } = useOpenedTables(connectionId, catalog?.version)
  const rows = useMemo(() => catalogRows(tables, opened), [tables, opened])
  const problem = refreshing.problem ?? names.problem ?? state.problem

  return (
    <DetailSection
      title="Catalog"
      words={<p>The tables and columns that the saved login can read. Questions are understood with them.</p>}
    >
      {problem !== null && (
        <ProblemNotice problem={problem} retryWords="Read again" onRetry={() => void refreshed()} />
      )}
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
          <p aria-live="polite" className="min-w-0 flex-1 basis-56 text-sm text-ink-soft">
            {catalog === undefined ? (
              problem === null && <span className="animate-breathe">Reading the catalog…</span>
            ) : (
              <>
                {countOf(catalog.tableCount, 'table')} and views, {countOf(catalog.columnCount, 'column')} ·
                read <Age at={catalog.readAt} />
              </>
            )}
          </p>
          <Button look="quiet" disabled={refreshing.acting} onClick={() => void refreshed()}>
            <RefreshCw aria-hidden className={`size-3.5 ${refreshing.acting ? 'animate-spin' : ''}`} />
            {refreshing.acting ? 'Reading…' : 'Refresh'}
          </Button>
        </div>
        <label className="relative block border-t border-line">
          <span className="sr-only">Search tables and columns</span>
          <Search aria-hidden className="absolute top-3 left-4 size-3.5 text-ink-faint" />
          <input
            value={typed}
            onChange={event => setTyped(event.target.value)}
            placeholder="Search tables and columns"
            className="h-10 w-full bg-transparent pr-4 pl-11 placeholder:text-ink-faint focus-visible:outline-offset-[-2px]"
          />
        </label>
        {rows.length > 0 ? (
          <CatalogList rows={rows} onToggle={toggle} columnAside={columnAside} />
        ) : (
          <p className="border-t border-line px-4 py-6 text-ink-faint">
            {names.loading && names.data === null
              ? 'Reading the tables…'
              : search === ''
                ? 'The saved login can read no table.'
                : 'Nothing by that name.'}
          </p>
        )}
        {tables.length === MOST_TABLES && (
          <p className="border-t border-line px-4 py-2 text-xs text-ink-faint">
            The first {formatCount(MOST_TABLES)}; search to find others.
          </p>
        )}
      </div>
    </DetailSection>
  )
}
