import type { WholeProposalFragment } from '../../graphql/generated/graphql.ts'
import { asSentence } from '../parts/words.ts'

/** The catalog before and after, object by object. */
export function ProposalChanges({ changes }: { changes: WholeProposalFragment['changes'] }) {
  if (changes.length === 0)
    return <p className="text-ink-soft">No object of the catalog is different after it.</p>
  return (
    <ul className="grid gap-3">
      {changes.map(({ kind, object, before, after }) => (
        <li
          key={`${kind} ${object}`}
          className="grid gap-2 rounded-lg border border-line bg-surface px-4 py-3"
        >
          <p>
            <span className="font-medium">{asSentence(kind.toLowerCase())}</span>{' '}
            <span className="font-mono text-[13px] wrap-anywhere">{object}</span>
          </p>
          <div className="grid gap-2 text-[13px] md:grid-cols-2">
            {before !== null && <Side label="Before" text={before} look="bg-danger-soft" />}
            {after !== null && <Side label="After" text={after} look="bg-safe-soft" />}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Side({ label, text, look }: { label: string; text: string; look: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="text-xs text-ink-faint">{label}</figcaption>
      <pre className={`overflow-x-auto rounded px-2 py-1 font-mono whitespace-pre-wrap ${look}`}>{text}</pre>
    </figure>
  )
}
