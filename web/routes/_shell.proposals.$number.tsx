import { Link, useLoaderData, useRevalidator } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { ArrowLeft } from 'lucide-react'
import { useCallback } from 'react'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ProposalPage } from '../components/proposals/proposal-page.tsx'
import { PROPOSALS_PATH } from '../components/proposals/proposal-paths.ts'
import { ProposalDocument } from '../graphql/generated/graphql.ts'
import { load, nothingHere } from '../graphql/load.ts'
import { useApplying } from '../hooks/use-applying.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title:
      data === undefined
        ? 'Proposals · Lovable AI for Databases'
        : `${data.proposal.connection.environment === 'PRODUCTION' ? '🔴 PRODUCTION · ' : ''}#${data.proposal.number} ${data.proposal.title}`,
  },
]

export async function loader(args: LoaderFunctionArgs) {
  const number = Number(args.params.number)
  if (!Number.isSafeInteger(number) || number > 2_000_000_000) throw nothingHere()
  const { proposalByNumber } = await load(args, ProposalDocument, { number })
  if (proposalByNumber === null) throw nothingHere()
  return { proposal: proposalByNumber }
}

export default function Proposal() {
  const { proposal } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const changed = useCallback(() => revalidate(), [revalidate])
  useApplying(proposal.id, proposal.state === 'APPLYING', changed)
  return (
    <div className="mx-auto grid w-full max-w-6xl gap-5 px-4 py-8 lg:px-6">
      <Link to={PROPOSALS_PATH} className="inline-flex items-center gap-1.5 text-sm text-accent">
        <ArrowLeft aria-hidden className="size-4" />
        Proposals
      </Link>
      <ProposalPage key={proposal.id} proposal={proposal} onChanged={changed} />
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
