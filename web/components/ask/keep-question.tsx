import { useNavigate } from '@remix-run/react'
import type { PromptPartsFragment } from '../../graphql/generated/graphql.ts'
import { useKept } from '../../hooks/use-kept.ts'
import { KeepMenu } from '../keep/keep-menu.tsx'
import { SharingMark } from '../keep/sharing-mark.tsx'
import { StarButton } from '../keep/star-button.tsx'
import { workspacePath } from './workspace-path.ts'

interface KeepQuestionProps {
  prompt: PromptPartsFragment
  /** The SQL that would be shared. */
  queryId: string
  shareable: boolean
}

/** What can be done with the question that is on the page, so that it is found again. */
export function KeepQuestion({ prompt, queryId, shareable }: KeepQuestionProps) {
  const navigate = useNavigate()
  const keeping = useKept(prompt)
  const { kept, problem } = keeping
  return (
    <div className="flex flex-wrap items-center gap-x-1 gap-y-1">
      {problem !== null && (
        <p role="alert" className="text-sm text-danger">
          {problem.message}. {problem.hints[0]}
        </p>
      )}
      {kept.title !== null && <span className="text-sm font-medium wrap-anywhere">{kept.title}</span>}
      <SharingMark kept={kept} />
      <StarButton keeping={keeping} />
      <KeepMenu
        keeping={keeping}
        queryId={queryId}
        shareable={shareable}
        onDeleted={() => void navigate(workspacePath({ connectionId: prompt.connection.id }))}
      />
    </div>
  )
}
