import type { ConnectionPartsFragment } from '../../graphql/generated/graphql.ts'
import { countOf } from '../parts/quantity.ts'
import { Switch } from '../parts/switch.tsx'

interface CompareAnswersProps {
  limits: ConnectionPartsFragment['carefulLimits']
  on: boolean
  onChange: (on: boolean) => void
}

/** The one way in which something runs that nobody has read: it says so before it is pressed. */
export function CompareAnswers({ limits, on, onChange }: CompareAnswersProps) {
  if (limits === null) return null
  const { drafts, maxRows, maxSeconds } = limits
  return (
    <div className="-mt-1 flex flex-wrap items-start gap-x-3 gap-y-1 px-1 text-sm leading-5">
      <Switch label="Compare answers" on={on} onChange={onChange} />
      <p className="min-w-0 flex-1 basis-64 text-ink-soft">
        For this question: a model writes {drafts === 2 ? 'two' : 'up to three'} drafts, which run read-only
        and unread, at most {countOf(maxRows, 'row')} and {countOf(maxSeconds, 'second')} each. Their rows are
        compared and shown to nobody.
      </p>
    </div>
  )
}
