import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { GitPullRequestArrow } from 'lucide-react'
import { buttonLook } from '../components/parts/button.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ProposalFilters } from '../components/proposals/proposal-filters.tsx'
import { ProposalList } from '../components/proposals/proposal-list.tsx'
import { NEW_PROPOSAL_PATH, PROPOSALS_PATH } from '../components/proposals/proposal-paths.ts'
import { readProposalSearch } from '../components/proposals/proposal-search.ts'
import { ProposalsDocument } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'
import type { loader as shellLoader } from './_shell.tsx'

const PAGE_PROPOSALS = 50

export const meta: MetaFunction = () => [{ title: 'Proposals · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  const params = new URL(args.request.url).searchParams
  const search = readProposalSearch(params)
  const after = params.get('after')
  const { proposals } = await load(args, ProposalsDocument, { ...search, first: PAGE_PROPOSALS, after })
  return { search, proposals }
}

export default function Proposals() {
  const { search, proposals } = useLoaderData<typeof loader>()
  const connections = useRouteLoaderData<typeof shellLoader>('routes/_shell')?.connections ?? []
  const { nodes, hasNextPage, endCursor } = proposals
  const filtered = search.state !== null || search.connectionId !== null
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
      <div className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-xl font-semibold tracking-tight">Proposals</h1>
          <p className="mt-1 text-ink-soft">
            Changes of structure, tried on a copy before anybody decides. Production changes only through
            here.
          </p>
        </div>
        <Link to={NEW_PROPOSAL_PATH} className={buttonLook('filled')}>
          <GitPullRequestArrow aria-hidden className="size-4" />
          New proposal
        </Link>
      </div>
      <ProposalFilters search={search} connections={connections} />
      {nodes.length > 0 ? (
        <ProposalList proposals={nodes} />
      ) : (
        <p className="px-1 py-8 text-ink-soft">
          {filtered ? 'No proposal matches that.' : 'Nobody has proposed a change yet.'}
        </p>
      )}
      {hasNextPage && (
        <nav aria-label="Parts of the list" className="font-medium text-accent">
          <Link
            to={`${PROPOSALS_PATH}?${new URLSearchParams({ ...(search.state && { state: search.state }), ...(search.connectionId && { connection: search.connectionId }), after: endCursor ?? '' })}`}
          >
            Older
          </Link>
        </nav>
      )}
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
