import type { ResultColumn } from '../domain.ts'
import type { ResultDigest } from './result-digest.ts'
import { toldColumns } from './wording.ts'
import type { ToldColumn } from './wording.ts'

/** Fewer bars say nothing that the rows do not; more cannot be read. */
const FEWEST = 2
const MOST_BARS = 40
/** A line through fewer points shows no course. */
const FEWEST_POINTS = 3
const MOST_POINTS = 1_000

type Placed = ToldColumn & { name: string }

/**
 * A chart for a result that is one number for each of something, as a Vega-Lite specification without data: a line over
 * time, bars in the order of the rows for the rest. Null where no chart would fit. Pure.
 */
export function suggestChart(columns: readonly ResultColumn[], digest: ResultDigest): string | null {
  const { rowCount, complete } = digest
  if (!complete || rowCount < FEWEST) return null
  // Two columns of one name cannot be told apart by it.
  if (new Set(columns.map(({ name }) => name)).size < columns.length) return null
  const placed = toldColumns(columns, digest).map((told, at): Placed => ({
    ...told,
    name: columns[at]?.name ?? '',
  }))
  const measures = placed.filter(({ role, facts }) => role === 'measure' && facts.numbers !== null)
  const measure = measures.at(-1)
  const isNamedOnce = ({ facts }: Placed) => facts.nulls === 0 && facts.distinct === rowCount
  const over = (...roles: readonly ToldColumn['role'][]) =>
    placed.find(column => roles.includes(column.role) && isNamedOnce(column))
  const time = over('date', 'calendar')
  if (measure === undefined || measure.facts.nulls === rowCount) return null
  if (time !== undefined && rowCount >= FEWEST_POINTS && rowCount <= MOST_POINTS)
    return specification('line', time, time.role === 'date' ? 'temporal' : 'ordinal', measure)
  const group = over('text') ?? time ?? (placed.length === 2 ? over('identifier', 'boolean') : undefined)
  if (group === undefined || rowCount > MOST_BARS) return null
  return specification('bar', group, 'nominal', measure)
}

function specification(
  mark: 'line' | 'bar',
  group: Placed,
  type: 'temporal' | 'ordinal' | 'nominal',
  measure: Placed,
): string {
  return JSON.stringify({
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    mark,
    encoding: {
      x: { field: asField(group.name), type, title: group.label ?? group.name, sort: null },
      y: { field: asField(measure.name), type: 'quantitative', title: measure.label ?? measure.name },
    },
  })
}

/** Vega-Lite takes dots and brackets for a path into the data. */
function asField(name: string): string {
  return name.replace(/[\\.[\]]/g, '\\$&')
}
