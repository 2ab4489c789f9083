import { Link, useNavigate } from '@remix-run/react'
import { ProposeWayBackDocument } from '../../graphql/generated/graphql.ts'
import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useConnections } from '../../hooks/use-connections.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Button, buttonLook } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { newProposalPath, proposalPath } from './proposal-paths.ts'

/** What is applied: the way back, and the same for other databases of the engine. */
export function Onward({ proposal }: { proposal: WholeProposalFragment }) {
  const { id, connection, sql, rollbackSql, title } = proposal
  const navigate = useNavigate()
  const mayPropose = useMay()('PROPOSE')
  const { acting, problem, act } = useAct(ProposeWayBackDocument)
  const others = useConnections().filter(
    each => each.id !== connection.id && each.engine === connection.engine,
  )
  if (!mayPropose) return null
  const undo = async () => {
    const answer = await act({ id })
    if (answer !== null) void navigate(proposalPath(answer.proposeWayBack.number))
  }
  return (
    <div className="grid gap-3">
      {problem !== null && <Notice tone="danger" title={problem.message} hints={problem.hints} />}
      <div className="flex flex-wrap gap-2">
        {rollbackSql !== null && (
          <Button disabled={acting} onClick={() => void undo()}>
            {acting ? 'Counting what it would lose…' : 'Propose the way back'}
          </Button>
        )}
        {others.map(other => (
          <Link
            key={other.id}
            to={newProposalPath({ connection: other.id, sql, title })}
            className={buttonLook('outlined')}
          >
            Propose the same for {other.name}
          </Link>
        ))}
      </div>
    </div>
  )
}
