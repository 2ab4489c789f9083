import type { HistoryScope, PromptOutcome } from '../../graphql/generated/graphql.ts'

/** What of the history is listed, as the address says it. */
export interface HistorySearch {
  scope: HistoryScope
  search: string
  /** A connection's id; empty: all. */
  on: string
  outcome: PromptOutcome | ''
  within: Within | ''
  favourites: boolean
  after: string
}

export const WITHIN_DAYS = { day: 1, week: 7, month: 30, year: 365 } as const
export type Within = keyof typeof WITHIN_DAYS
const SCOPES: readonly string[] = ['MINE', 'APPROVED', 'REQUESTED'] satisfies HistoryScope[]
const OUTCOMES: readonly string[] = [
  ...(['QUERY', 'PROPOSAL', 'CLARIFICATION', 'REFUSAL', 'FAILURE'] satisfies PromptOutcome[]),
]

/** What an address says that is none of the choices counts as nothing. */
export function readHistorySearch(params: URLSearchParams): HistorySearch {
  const of = (name: string) => params.get(name)?.trim() ?? ''
  const [scope, outcome, within] = [of('scope'), of('outcome'), of('within')]
  return {
    scope: SCOPES.includes(scope) ? (scope as HistoryScope) : 'MINE',
    search: of('search'),
    on: of('on'),
    outcome: OUTCOMES.includes(outcome) ? (outcome as PromptOutcome) : '',
    within: Object.hasOwn(WITHIN_DAYS, within) ? (within as Within) : '',
    favourites: params.has('favourites'),
    after: of('after'),
  }
}

export function historyPath({ scope, favourites, ...rest }: Partial<HistorySearch>): string {
  const entries = [
    ...(scope === undefined || scope === 'MINE' ? [] : [['scope', scope]]),
    ...Object.entries(rest).filter(([, value]) => value !== ''),
    ...(favourites ? [['favourites', 'on']] : []),
  ]
  return entries.length === 0 ? '/history' : `/history?${new URLSearchParams(entries)}`
}

export function isFiltered({ search, on, outcome, within, favourites }: HistorySearch): boolean {
  return favourites || [search, on, outcome, within].some(value => value !== '')
}

/** The earliest instant that `within` reaches back to; null: all time. */
export function sinceOf(within: HistorySearch['within'], nowMs: number): string | null {
  return within === '' ? null : new Date(nowMs - WITHIN_DAYS[within] * 86_400_000).toISOString()
}
