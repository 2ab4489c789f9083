import { Link, useLoaderData, useRevalidator, useRouteLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { HistoryFilters } from '../components/history/history-filters.tsx'
import { HistoryList } from '../components/history/history-list.tsx'
import { historyPath, isFiltered, readHistorySearch, sinceOf } from '../components/history/history-search.ts'
import { HistoryTabs } from '../components/history/history-tabs.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { KeyHint } from '../components/parts/key-hint.tsx'
import { HistoryDocument } from '../graphql/generated/graphql.ts'
import type { HistoryScope } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'
import type { loader as shellLoader } from './_shell.tsx'

const PAGE_PROMPTS = 30
const NOTHING_YET: Record<HistoryScope, string> = {
  MINE: 'Nothing asked yet. What you ask will be listed here.',
  APPROVED: 'No query is approved for the team yet. Share one of your own from its menu.',
  REQUESTED: 'Nothing waits for an approval.',
}

export const meta: MetaFunction = () => [{ title: 'History · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  const filter = readHistorySearch(new URL(args.request.url).searchParams)
  const orNull = <T extends string>(value: T | '') => (value === '' ? null : value)
  const { history } = await load(args, HistoryDocument, {
    search: orNull(filter.search),
    connectionId: orNull(filter.on),
    scope: filter.scope,
    outcome: orNull(filter.outcome),
    favourites: filter.favourites,
    since: sinceOf(filter.within, Date.now()),
    first: PAGE_PROMPTS,
    after: orNull(filter.after),
  })
  return { history, filter }
}

export default function History() {
  const { history, filter } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const connections = useRouteLoaderData<typeof shellLoader>('routes/_shell')?.connections ?? []
  const some = history.nodes.length > 0
  return (
    <div className="mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)] gap-5 px-4 py-8 lg:px-6">
      <h1 className="text-xl font-semibold tracking-tight">History</h1>
      <HistoryTabs scope={filter.scope} />
      <HistoryFilters
        key={JSON.stringify({ ...filter, after: '' })}
        filter={filter}
        connections={connections}
      />
      {some && filter.scope === 'MINE' && (
        <p className="hidden px-1 text-xs text-ink-faint lg:block">
          On a question: <KeyHint keys="↑ ↓" /> go on, <KeyHint keys="⏎" /> opens it, <KeyHint keys="R" />{' '}
          runs it again.
        </p>
      )}
      {some ? (
        <HistoryList prompts={history.nodes} onChanged={revalidate} />
      ) : (
        <p className="px-1 py-8 text-ink-soft">
          {isFiltered(filter) ? 'No question matches that.' : NOTHING_YET[filter.scope]}
        </p>
      )}
      <nav aria-label="Parts of the list" className="flex gap-6 font-medium text-accent">
        {filter.after !== '' && <Link to={historyPath({ ...filter, after: '' })}>Newest</Link>}
        {history.hasNextPage && (
          <Link to={historyPath({ ...filter, after: history.endCursor ?? '' })}>Older</Link>
        )}
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
