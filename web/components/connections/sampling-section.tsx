import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { SampledColumnsDocument } from '../../graphql/generated/graphql.ts'
import { useLater } from '../../hooks/use-later.ts'
import type { SamplingControl } from '../../hooks/use-sampling.ts'
import { Notice } from '../parts/notice.tsx'
import { Switch } from '../parts/switch.tsx'
import { DetailSection } from './detail-section.tsx'
import { SampledColumns } from './sampled-columns.tsx'
import { choose, pathInWords } from './sampling-choice.ts'
import type { ColumnPath } from './sampling-choice.ts'

interface SamplingSectionProps {
  connectionId: string
  canEdit: boolean
  control: SamplingControl
}

/** Which values are read beforehand, so that a value in a question is found, and which never are. */
export function SamplingSection({ connectionId, canEdit, control }: SamplingSectionProps) {
  const { sampling, saving, problem, set } = control
  const sampled = useLater(SampledColumnsDocument, { id: connectionId })
  const { again } = sampled
  const wasSaving = useRef(false)
  useEffect(() => {
    // What is known follows from what is chosen.
    if (wasSaving.current && !saving) again()
    wasSaving.current = saving
  }, [again, saving])
  const columns = sampled.data?.connection?.sampledColumns ?? []

  return (
    <DetailSection
      title="Sample values"
      words={
        <>
          <p>
            So that “customers from Germany” finds the column in which Germany stands, some values of text
            columns are read: names of countries, categories, products and the like.
          </p>
          <p>
            Never read, unless you allow a column by name: keys and ids, long texts, and columns whose name
            speaks of a secret or a person, such as passwords, e-mail addresses, telephone numbers, streets
            and names of people.
          </p>
          <p>
            They are kept in memory, never on disk, and read anew after an hour. A model sees them only if
            privacy allows it.
          </p>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3">
        <Switch
          label="Read sample values"
          on={sampling.enabled}
          disabled={!canEdit || saving}
          onChange={enabled => set({ ...sampling, enabled })}
        />
        <span aria-live="polite" className="text-sm text-ink-faint">
          {saving
            ? 'Saving…'
            : !sampling.enabled
              ? 'Off: values in questions are taken as they are typed.'
              : ''}
        </span>
      </div>
      {problem !== null && (
        <Notice tone="danger" title={problem.message} hints={['Nothing was changed.', ...problem.hints]} />
      )}
      {sampling.enabled && columns.length > 0 && (
        <SampledColumns columns={columns} control={canEdit ? control : null} />
      )}
      {sampling.enabled && columns.length === 0 && (
        <p className="px-1 text-ink-soft">
          {sampled.problem !== null
            ? `Which values are known cannot be said now: ${sampled.problem.message}`
            : sampled.loading
              ? 'Looking at what is known…'
              : 'None are known at the moment: the next question reads them.'}
        </p>
      )}
      {(['never', 'always'] as const).map(choice => (
        <ChosenColumns
          key={choice}
          title={choice === 'never' ? 'Never read' : 'Always read'}
          columns={sampling[choice]}
          onRemove={canEdit && !saving ? column => set(choose(sampling, column, 'usual')) : null}
        />
      ))}
      {canEdit && sampling.enabled && (
        <p className="px-1 text-sm text-ink-faint">
          For any other column: open its table in the catalog above and choose there.
        </p>
      )}
    </DetailSection>
  )
}

interface ChosenColumnsProps {
  title: string
  columns: readonly ColumnPath[]
  onRemove: ((column: ColumnPath) => void) | null
}

function ChosenColumns({ title, columns, onRemove }: ChosenColumnsProps) {
  if (columns.length === 0) return null
  return (
    <div className="grid gap-1.5">
      <h3 className="px-1 text-xs font-medium text-ink-faint">{title}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {columns.map(column => (
          <li
            key={pathInWords(column)}
            className="inline-flex items-center gap-1 rounded-md border border-line bg-surface pl-2 font-mono text-xs leading-7"
          >
            {pathInWords(column)}
            <button
              type="button"
              disabled={onRemove === null}
              aria-label={`${title}: take ${pathInWords(column)} off the list`}
              onClick={() => onRemove?.(column)}
              className="grid size-7 place-items-center rounded-md text-ink-faint hover:not-disabled:bg-hover hover:not-disabled:text-ink disabled:invisible"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
