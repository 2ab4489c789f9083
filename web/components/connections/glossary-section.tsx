import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { DetailSection } from './detail-section.tsx'
import { GlossaryEditor } from './glossary-editor.tsx'

interface GlossarySectionProps {
  connection: ConnectionDetailsFragment
  onSaved: () => void
}

export function GlossarySection({ connection, onSaved }: GlossarySectionProps) {
  const { id, glossary, canEdit } = connection
  return (
    <DetailSection
      title="Glossary"
      words={
        <p>
          Words of your business and what they mean here. Whoever translates a question, a model or the
          built-in grammar, reads them.
        </p>
      }
    >
      {canEdit ? (
        <GlossaryEditor connectionId={id} saved={glossary} onSaved={onSaved} />
      ) : glossary.length === 0 ? (
        <p className="py-2 text-ink-soft">No terms yet.</p>
      ) : (
        <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
          {glossary.map(({ term, meaning, sql }) => (
            <div key={term} className="grid gap-1 px-4 py-3">
              <dt className="font-medium">{term}</dt>
              <dd className="text-ink-soft">{meaning}</dd>
              {sql !== null && <dd className="font-mono text-[13px] wrap-anywhere">{sql}</dd>}
            </div>
          ))}
        </dl>
      )}
    </DetailSection>
  )
}
