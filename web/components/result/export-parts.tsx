import { EXPORT_FRAME } from '../../hooks/use-export.ts'
import type { Export } from '../../hooks/use-export.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { CostDialog } from '../sql/cost-dialog.tsx'

/** What an export may have to ask or to say, and the frame that its file is saved from. */
export function ExportParts({ exporting }: { exporting: Export }) {
  const { asking, confirm, leave, problem, again, onFrame } = exporting
  return (
    <>
      {problem !== null && (
        <ProblemNotice
          problem={{ ...problem, message: `No file: ${problem.message}` }}
          retryWords="Export again"
          onRetry={again}
        />
      )}
      <CostDialog act="export" reason={asking} onGo={confirm} onLeave={leave} />
      <iframe
        name={EXPORT_FRAME}
        title="Export"
        hidden
        tabIndex={-1}
        onLoad={event => onFrame(event.currentTarget)}
      />
    </>
  )
}
