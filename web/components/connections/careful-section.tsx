import { useEffect, useState } from 'react'
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { SetCarefulDocument } from '../../graphql/generated/graphql.ts'
import { useAct } from '../../hooks/use-act.ts'
import { useMay } from '../../hooks/use-may.ts'
import { Notice } from '../parts/notice.tsx'
import { countOf } from '../parts/quantity.ts'
import { Switch } from '../parts/switch.tsx'
import { DetailSection } from './detail-section.tsx'

interface CarefulSectionProps {
  connection: ConnectionDetailsFragment
  onSaved: () => void
}

/** Whether drafts that nobody has confirmed may run here, to be compared. */
export function CarefulSection({ connection, onSaved }: CarefulSectionProps) {
  const { id, careful, carefulLimits } = connection
  const { acting, problem, act } = useAct(SetCarefulDocument)
  const maySwitch = useMay()('SWITCH_ON_COMPARING')
  // Shown at once, taken back when it could not be saved.
  const [isOn, setOn] = useState(careful)
  useEffect(() => setOn(careful), [careful])
  const switchTo = (on: boolean) => {
    setOn(on)
    void act({ connectionId: id, careful: on }).then(done => {
      if (done === null) setOn(careful)
      else onSaved()
    })
  }
  return (
    <DetailSection
      title="Comparing answers"
      words={
        <>
          <p>
            Whoever asks can then choose, for one question, that a model writes several drafts and that these
            run to see whether they give the same rows. Nobody has read a draft before it runs.
          </p>
          {!maySwitch && <p>Administrators switch it on.</p>}
        </>
      }
    >
      <div className="grid gap-2 rounded-lg border border-line bg-surface px-4 py-3">
        <div>
          <Switch
            label="Drafts may run to be compared"
            on={isOn}
            disabled={!maySwitch || acting}
            onChange={switchTo}
          />
        </div>
        <p className="max-w-prose text-sm text-ink-soft">
          {carefulLimits === null
            ? 'No model is configured on this server, so there is nothing to compare yet.'
            : `Each passes the same checks and the same read-only session as a confirmed query, takes at most
              ${countOf(carefulLimits.maxRows, 'row')} and ${countOf(carefulLimits.maxSeconds, 'second')}, and is in
              the audit. Its rows are compared by their hashes and dropped: no model and no person sees them.`}
        </p>
      </div>
      {problem !== null && (
        <Notice tone="danger" title={problem.message} hints={['Nothing was changed.', ...problem.hints]} />
      )}
    </DetailSection>
  )
}
