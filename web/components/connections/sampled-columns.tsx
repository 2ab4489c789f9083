import type { SampledColumnsQuery } from '../../graphql/generated/graphql.ts'
import type { SamplingControl } from '../../hooks/use-sampling.ts'
import { Age } from '../parts/age.tsx'
import { Button } from '../parts/button.tsx'
import { countOf, formatCount } from '../parts/quantity.ts'
import { choose, pathInWords } from './sampling-choice.ts'

export type SampledColumn = NonNullable<SampledColumnsQuery['connection']>['sampledColumns'][number]

interface SampledColumnsProps {
  columns: readonly SampledColumn[]
  /** Null for those who may only look. */
  control: SamplingControl | null
}

/** The columns whose values are known now: how many, how old, and some of them. */
export function SampledColumns({ columns, control }: SampledColumnsProps) {
  return (
    <ul
      aria-label="Columns with known values"
      className="max-h-[26rem] divide-y divide-line overflow-y-auto rounded-lg border border-line bg-surface"
    >
      {columns.map(column => (
        <li key={pathInWords(column)} className="flex flex-wrap items-start gap-x-4 gap-y-1.5 px-4 py-3">
          <div className="min-w-0 flex-1 basis-72">
            <p className="font-mono text-[13px] wrap-anywhere">
              <span className="text-ink-faint">
                {column.schema}.{column.table}.
              </span>
              {column.column}
            </p>
            <p className="mt-0.5 text-xs text-ink-faint">
              {column.complete
                ? countOf(column.valueCount, 'value')
                : `the first ${formatCount(column.valueCount)} values, there are more`}{' '}
              · read <Age at={column.readAt} />
            </p>
            <p className="mt-1 line-clamp-2 text-sm text-ink-soft">
              {column.values.join(', ')}
              {column.valueCount > column.values.length && ', …'}
            </p>
          </div>
          {control !== null && (
            <Button
              look="quiet"
              disabled={control.saving}
              aria-label={`Never read this: ${pathInWords(column)}`}
              onClick={() => control.set(choose(control.sampling, column, 'never'))}
            >
              Never read this
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}
