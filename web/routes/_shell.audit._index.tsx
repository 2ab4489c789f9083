import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Download } from 'lucide-react'
import { AuditFilters } from '../components/audit/audit-filters.tsx'
import { AuditList } from '../components/audit/audit-list.tsx'
import {
  auditPath,
  exportPath,
  filterOf,
  isFiltered,
  readAuditSearch,
} from '../components/audit/audit-search.ts'
import { ChainState } from '../components/audit/chain-state.tsx'
import { buttonLook } from '../components/parts/button.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { AuditEventsDocument } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'
import type { loader as shellLoader } from './_shell.tsx'

const PAGE_EVENTS = 50

export const meta: MetaFunction = () => [{ title: 'Audit · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  const params = new URL(args.request.url).searchParams
  const search = readAuditSearch(params)
  const after = params.get('after')
  const found = await load(args, AuditEventsDocument, { ...filterOf(search), first: PAGE_EVENTS, after })
  return { search, laterPage: after !== null, ...found }
}

export default function Audit() {
  const { search, laterPage, auditEvents, auditActions, users } = useLoaderData<typeof loader>()
  const connections = useRouteLoaderData<typeof shellLoader>('routes/_shell')?.connections ?? []
  const what = isFiltered(search) ? 'These events' : 'All events'
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 gap-5 px-4 py-8 lg:px-6">
      <div className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-xl font-semibold tracking-tight">Audit</h1>
          <p className="mt-1 text-ink-soft">
            All that was done here, and by whom: the intent before, the outcome after. Rows of results are
            never in it.
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {(['csv', 'jsonl'] as const).map(format => (
            <a key={format} href={exportPath(search, format)} download className={buttonLook('outlined')}>
              <Download aria-hidden className="size-4" />
              {what} as {format === 'csv' ? 'CSV' : 'JSON Lines'}
            </a>
          ))}
        </div>
      </div>
      <ChainState />
      <AuditFilters
        key={auditPath(search)}
        search={search}
        people={users}
        connections={connections}
        actions={auditActions}
      />
      {auditEvents.nodes.length > 0 ? (
        <AuditList events={auditEvents.nodes} label="Events, newest first" />
      ) : (
        <p className="px-1 py-8 text-ink-soft">No event matches that.</p>
      )}
      <nav aria-label="Parts of the list" className="flex gap-6 font-medium text-accent">
        {laterPage && <Link to={auditPath(search)}>Newest</Link>}
        {auditEvents.hasNextPage && <Link to={auditPath(search, auditEvents.endCursor)}>Older</Link>}
      </nav>
    </div>
  )
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
