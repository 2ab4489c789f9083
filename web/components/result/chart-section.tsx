import { ChartColumn } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { ResultSetPartsFragment } from '../../graphql/generated/graphql.ts'
import { readChart } from './read-chart.ts'
import type { RowStore } from './row-store.ts'

const ResultChart = lazy(() => import('./result-chart.tsx'))

interface ChartSectionProps {
  specification: string
  resultSet: ResultSetPartsFragment
  rows: RowStore
}

/** The chart that fits these rows; nothing where none of it can be drawn. */
export function ChartSection({ specification, resultSet, rows }: ChartSectionProps) {
  const [open, setOpen] = useState(true)
  const names = useMemo(() => resultSet.columns.map(({ name }) => name), [resultSet.columns])
  const chart = useMemo(() => readChart(specification, names), [specification, names])
  // Rows that did not arrive here would be missing in the chart without a word.
  if (chart === null || rows.all().length !== resultSet.rowCount) return null
  return (
    <section
      aria-label="Chart"
      className="grid animate-rise gap-3 rounded-lg border border-line bg-surface px-5 py-4"
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="inline-flex items-center gap-2 justify-self-start text-sm font-medium text-ink-soft hover:text-ink"
      >
        <ChartColumn aria-hidden className="size-4" />
        {`${chart.y.title} by ${chart.x.title}`}
      </button>
      {open && (
        <Suspense fallback={<p className="animate-breathe text-sm text-ink-faint">Drawing the chart…</p>}>
          <ResultChart chart={chart} columnNames={names} rows={rows.all()} />
        </Suspense>
      )}
    </section>
  )
}
