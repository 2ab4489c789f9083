import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { HistoryFilters } from '../components/history/history-filters.tsx'
import { HistoryList } from '../components/history/history-list.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { HistoryDocument } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'
import type { loader as shellLoader } from './_shell.tsx'

const PAGE_PROMPTS = 30

export const meta: MetaFunction = () => [{ title: 'History · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  const params = new URL(args.request.url).searchParams
  const search = params.get('search')?.trim() ?? ''
  const on = params.get('on') ?? ''
  const { history } = await load(args, HistoryDocument, {
    search: search === '' ? null : search,
    connectionId: on === '' ? null : on,
    first: PAGE_PROMPTS,
    after: params.get('after'),
  })
  return { history, search, on, laterPage: params.has('after') }
}

export default function History() {
  const { history, search, on, laterPage } = useLoaderData<typeof loader>()
  const connections = useRouteLoaderData<typeof shellLoader>('routes/_shell')?.connections ?? []
  const filtered = search !== '' || on !== ''
  return (
    <div className="mx-auto grid w-full max-w-4xl gap-5 px-4 py-8 lg:px-6">
      <h1 className="text-xl font-semibold tracking-tight">Your questions</h1>
      <HistoryFilters key={`${search} ${on}`} search={search} on={on} connections={connections} />
      {history.nodes.length > 0 ? (
        <HistoryList prompts={history.nodes} />
      ) : (
        <p className="px-1 py-8 text-ink-soft">
          {filtered ? 'No question matches that.' : 'Nothing asked yet. What you ask will be listed here.'}
        </p>
      )}
      <nav aria-label="Parts of the list" className="flex gap-6 font-medium text-accent">
        {laterPage && <Link to={pagePath(search, on, null)}>Newest</Link>}
        {history.hasNextPage && <Link to={pagePath(search, on, history.endCursor)}>Older</Link>}
      </nav>
    </div>
  )
}

function pagePath(search: string, on: string, after: string | null): string {
  const entries = Object.entries({ search, on, after: after ?? '' }).filter(([, value]) => value !== '')
  return `/history?${new URLSearchParams(entries)}`
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
