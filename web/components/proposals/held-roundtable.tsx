import type { ReactNode } from 'react'
import type { RoundtablePartsFragment, WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { LocalTime } from '../parts/local-time.tsx'
import { formatDuration } from '../parts/quantity.ts'
import { RoleCard } from './role-card.tsx'
import { RoundtableNextStep } from './roundtable-next-step.tsx'
import { ROLE_TITLES, VERDICTS } from './roundtable-words.ts'

interface HeldRoundtableProps {
  proposal: WholeProposalFragment
  roundtable: RoundtablePartsFragment
  editable: boolean
  onChanged: () => void
}

/** The verdict first, with the one next step; then who says so, and what it rests on. */
export function HeldRoundtable({ proposal, roundtable, editable, onChanged }: HeldRoundtableProps) {
  const { verdict, statements, evidence, conditions, disagreements, openQuestions, outcome } = roundtable
  const architect = statements.find(({ role }) => role === 'SOFTWARE_ARCHITECT')
  const others = statements.filter(each => each !== architect)
  const { words, look } = VERDICTS[verdict]
  return (
    <div className="grid gap-4">
      <div className="grid gap-3 rounded-lg border border-line-strong bg-surface px-4 py-4">
        <p className="flex flex-wrap items-center justify-between gap-2">
          <span className="font-semibold">Software Architect</span>
          <span className={`rounded-full px-2.5 py-0.5 text-sm font-medium ${look}`}>{words}</span>
        </p>
        <p className="wrap-anywhere">{architect?.recommendation}</p>
        {outcome === null && !roundtable.stale && editable && (
          <RoundtableNextStep proposal={proposal} roundtable={roundtable} onChanged={onChanged} />
        )}
        <Points title="What has to be so when it is applied" points={conditions.map(each => each.words)} />
        <Points title="Not agreed" points={disagreements} />
        <Points title="To be answered by people" points={openQuestions} />
        <p className="text-sm text-ink-soft">
          {predicted(roundtable)} {roundtable.residualRisk}
        </p>
        {outcome !== null && (
          <div className="border-t border-line pt-3">
            <p className="font-medium">What happened</p>
            <p>{outcome.words.join(' ')}</p>
            {outcome.wrong.length > 0 && (
              <p className="text-sm text-ink-soft">
                Not borne out: {outcome.wrong.map(role => ROLE_TITLES[role]).join(', ')}
              </p>
            )}
          </div>
        )}
      </div>
      <ol className="grid gap-3 md:grid-cols-2">
        {others.map(statement => (
          <RoleCard key={statement.role} {...statement} words={statement.recommendation}>
            {statement.note !== null && <p className="text-sm text-caution">{statement.note}</p>}
            <Cited ids={statement.cites} evidence={evidence} />
          </RoleCard>
        ))}
      </ol>
      <details className="rounded-lg border border-line bg-surface px-4 py-3">
        <summary className="cursor-pointer font-medium">All evidence ({evidence.length})</summary>
        <EvidenceList evidence={evidence} />
      </details>
      <p className="text-xs text-ink-faint">
        Revision {roundtable.revision} · <LocalTime at={roundtable.createdAt} /> ·{' '}
        {roundtable.model === null ? 'written by rules from the evidence' : `spoken by ${roundtable.model}`} ·
        advice, never an approval
      </p>
    </div>
  )
}

function Points({ title, points }: { title: string; points: readonly string[] }): ReactNode {
  if (points.length === 0) return null
  return (
    <div>
      <p className="text-sm font-medium">{title}</p>
      <ul className="list-disc pl-5 text-ink-soft wrap-anywhere">
        {points.map(point => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </div>
  )
}

type Evidence = RoundtablePartsFragment['evidence']

function Cited({ ids, evidence }: { ids: readonly string[]; evidence: Evidence }) {
  const cited = evidence.filter(({ id }) => ids.includes(id))
  if (cited.length === 0) return null
  return (
    <details className="text-sm text-ink-soft">
      <summary className="cursor-pointer">{cited.map(({ id }) => id).join(', ')}</summary>
      <EvidenceList evidence={cited} />
    </details>
  )
}

function EvidenceList({ evidence }: { evidence: Evidence }) {
  return (
    <ul className="mt-2 grid gap-1.5 text-sm">
      {evidence.map(({ id, text, hint, floor }) => (
        <li key={id} className="flex gap-2.5">
          <span className={`w-8 shrink-0 font-mono text-xs leading-5 ${INKS[floor]}`}>{id}</span>
          <span className="min-w-0 wrap-anywhere">
            {text}.{hint !== null && <span className="text-ink-faint"> {hint}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

const INKS: Record<Evidence[number]['floor'], string> = {
  APPROVE: 'text-ink-faint',
  APPROVE_WITH_CONDITIONS: 'text-caution',
  CHANGES_REQUESTED: 'text-caution',
  BLOCK: 'text-danger',
}

function predicted({ prediction: { durationMs, lock } }: RoundtablePartsFragment): string {
  const [from, to] = durationMs ?? []
  const time =
    from === undefined || to === undefined
      ? 'How long it takes cannot be told.'
      : `Expected to take ${formatDuration(from)} to ${formatDuration(to)}.`
  return lock === null ? time : `${time} Strongest lock: ${lock}.`
}
