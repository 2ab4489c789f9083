import { useCallback } from 'react'
import type { ConnectionDetailsFragment } from '../../graphql/generated/graphql.ts'
import { useSampling } from '../../hooks/use-sampling.ts'
import { CarefulSection } from './careful-section.tsx'
import { CatalogSection } from './catalog-section.tsx'
import type { CatalogColumn, NamedTable } from './catalog-rows.ts'
import { ColumnSampling } from './column-sampling.tsx'
import { PRIVACY_CHOICES } from './connection-choices.ts'
import { ConnectionHeader } from './connection-header.tsx'
import { DeleteSection } from './delete-section.tsx'
import { DetailSection } from './detail-section.tsx'
import { FunctionsSection } from './functions-section.tsx'
import { GlossarySection } from './glossary-section.tsx'
import { HealthSection } from './health-section.tsx'
import { NextStepsSection } from './next-steps-section.tsx'
import { isText } from './sampling-choice.ts'
import { SamplingSection } from './sampling-section.tsx'

interface ConnectionDetailProps {
  connection: ConnectionDetailsFragment
  /** Something has been saved: what was loaded with the page is old. */
  onSaved: () => void
  onDeleted: () => void
}

/** All about one connection. */
export function ConnectionDetail({ connection, onSaved, onDeleted }: ConnectionDetailProps) {
  const { id, canEdit, privacy, sampling } = connection
  const control = useSampling(id, sampling, onSaved)
  const columnAside = useCallback(
    (table: NamedTable, column: CatalogColumn) =>
      canEdit && control.sampling.enabled && isText(column.type) ? (
        <ColumnSampling
          control={control}
          column={{ schema: table.schema, table: table.name, column: column.name }}
        />
      ) : null,
    [canEdit, control],
  )
  const level = PRIVACY_CHOICES.find(({ value }) => value === privacy)
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-7 px-4 py-8 lg:px-6">
      <ConnectionHeader connection={connection} />
      <div>
        <HealthSection connectionId={id} />
        <NextStepsSection connectionId={id} />
        <CatalogSection connectionId={id} columnAside={columnAside} />
        <GlossarySection connection={connection} onSaved={onSaved} />
        <FunctionsSection connection={connection} onSaved={onSaved} />
        <SamplingSection connectionId={id} canEdit={canEdit} control={control} />
        <DetailSection title="Privacy" words={<p>What a language model may see of this database.</p>}>
          <div className="rounded-lg border border-line bg-surface px-4 py-3">
            <p className="font-medium">{level?.title}</p>
            <p className="mt-0.5 text-ink-soft">{level?.meaning}</p>
            <p className="mt-2 text-sm text-ink-faint">
              The built-in grammar answers without any model and sends nothing anywhere.
            </p>
          </div>
        </DetailSection>
        <CarefulSection connection={connection} onSaved={onSaved} />
        {canEdit && <DeleteSection connection={connection} onDeleted={onDeleted} />}
      </div>
    </div>
  )
}
