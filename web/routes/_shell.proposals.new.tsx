import { Link, useNavigate, useSearchParams } from '@remix-run/react'
import type { MetaFunction } from '@remix-run/node'
import { ArrowLeft } from 'lucide-react'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ProposalForm } from '../components/proposals/proposal-form.tsx'
import type { ProposalDraft } from '../components/proposals/proposal-form.tsx'
import { proposalPath, PROPOSALS_PATH } from '../components/proposals/proposal-paths.ts'
import { ProposeDocument } from '../graphql/generated/graphql.ts'
import { useAct } from '../hooks/use-act.ts'
import { useConnections } from '../hooks/use-connections.ts'
import { useHere } from '../hooks/use-here.ts'

export const meta: MetaFunction = () => [{ title: 'New proposal · Lovable AI for Databases' }]

export default function NewProposal() {
  const connections = useConnections()
  const here = useHere()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const { acting, problem, act } = useAct(ProposeDocument)
  const propose = async ({ connectionId, how, text, sql, title }: ProposalDraft) => {
    const answer = await act({
      input: { connectionId, title: title.trim() || null, ...(how === 'words' ? { text } : { sql }) },
    })
    if (answer !== null) void navigate(proposalPath(answer.propose.number))
  }
  const sql = params.get('sql') ?? ''
  return (
    <div className="mx-auto grid w-full max-w-3xl gap-5 px-4 py-8 lg:px-6">
      <Link to={PROPOSALS_PATH} className="inline-flex items-center gap-1.5 text-sm text-accent">
        <ArrowLeft aria-hidden className="size-4" />
        Proposals
      </Link>
      <h1 className="text-xl font-semibold tracking-tight">New proposal</h1>
      <ProposalForm
        start={{
          connectionId: params.get('connection') ?? here?.id ?? connections[0]?.id ?? '',
          title: params.get('title') ?? '',
          how: sql === '' ? 'words' : 'sql',
          text: params.get('text') ?? '',
          sql,
        }}
        connections={connections}
        acting={acting}
        problem={problem}
        onPropose={draft => void propose(draft)}
      />
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
