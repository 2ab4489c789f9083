/** What became of one question. */
export interface AccuracyCase {
  id: string
  db: string
  category: string
  question: string
  outcome: 'query' | 'clarification' | 'refusal' | 'declined' | 'failure'
  /** Null where there is no answer to judge. */
  right: boolean | null
  /** No answer was wanted. */
  unanswerable: boolean
  clarifyOk: boolean
  latencyMs: number
  sql: string | null
  words: string
  suggestions?: readonly string[]
  confidence?: number | null
  gold: readonly string[]
  why: string | null
}

/** A table with a line for each category and one for all; latencies in milliseconds. */
export function tableOf(cases: readonly AccuracyCase[]): string {
  const categories = [...new Set(cases.map(({ category }) => category))].sort()
  const lines = categories.map(category => [
    category,
    ...figures(cases.filter(each => each.category === category)),
  ])
  const rows = [HEADER, ...lines, ['all', ...figures(cases)]]
  const widths = HEADER.map((_, at) => Math.max(...rows.map(row => (row[at] ?? '').length)))
  return rows
    .map(row =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join('  '),
    )
    .join('\n')
}

const HEADER = [
  'category',
  'asked',
  'answered',
  'right',
  'wrong',
  'clarified',
  'refused',
  'declined',
  'right %',
  'precision %',
  'coverage %',
  'p50 ms',
  'p95 ms',
]

function figures(cases: readonly AccuracyCase[]): string[] {
  const count = (holds: (each: AccuracyCase) => boolean) => cases.filter(holds).length
  const answered = count(({ outcome }) => outcome === 'query')
  const answeredRight = count(({ outcome, right }) => outcome === 'query' && right === true)
  const right = count(each => isRightCase(each))
  const latencies = cases.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b)
  return [
    String(cases.length),
    String(answered),
    String(right),
    String(answered - answeredRight),
    String(count(({ outcome }) => outcome === 'clarification')),
    String(count(({ outcome }) => outcome === 'refusal')),
    String(count(({ outcome }) => outcome === 'declined' || outcome === 'failure')),
    percent(right, cases.length),
    percent(answeredRight, answered),
    percent(answered, cases.length),
    quantile(latencies, 0.5).toFixed(1),
    quantile(latencies, 0.95).toFixed(1),
  ]
}

function isRightCase({ right, outcome, unanswerable, clarifyOk }: AccuracyCase): boolean {
  if (unanswerable) return outcome !== 'query'
  return right === true || (clarifyOk && outcome === 'clarification')
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : ((100 * part) / whole).toFixed(1)
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
