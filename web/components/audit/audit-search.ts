/** The filters of the audit as they stand in the address. Pure. */
import type { AuditEventsQueryVariables, AuditResult } from '../../graphql/generated/graphql.ts'

export const AUDIT_PATH = '/audit'

export interface AuditSearch {
  words: string
  who: string
  what: string
  on: string
  result: string
  /** Days in the reader's words, `2026-03-01`; both are included, in UTC as the server tells time. */
  from: string
  to: string
}

const NAMES = ['words', 'who', 'what', 'on', 'result', 'from', 'to'] as const
const RESULTS: readonly AuditResult[] = ['INTENT', 'DONE', 'REFUSED', 'CANCELLED', 'FAILED']
const DAY = /^\d{4}-\d{2}-\d{2}$/

export const RESULT_WORDS: Record<AuditResult, string> = {
  INTENT: 'Begun',
  DONE: 'Done',
  REFUSED: 'Refused',
  CANCELLED: 'Cancelled',
  FAILED: 'Failed',
}

export function readAuditSearch(params: URLSearchParams): AuditSearch {
  const text = (name: string) => params.get(name)?.trim() ?? ''
  const day = (name: string) => (DAY.test(text(name)) ? text(name) : '')
  return {
    ...{ words: text('words'), who: text('who'), what: text('what'), on: text('on') },
    ...{ result: resultIn(text('result')) ?? '', from: day('from'), to: day('to') },
  }
}

/** What the server is asked with. */
export function filterOf(search: AuditSearch): Omit<AuditEventsQueryVariables, 'first' | 'after'> {
  return {
    actorId: search.who || null,
    connectionId: search.on || null,
    action: search.what || null,
    result: resultIn(search.result),
    since: search.from === '' ? null : `${search.from}T00:00:00.000Z`,
    until: search.to === '' ? null : `${search.to}T23:59:59.999Z`,
    search: search.words || null,
  }
}

export function isFiltered(search: AuditSearch): boolean {
  return NAMES.some(name => search[name] !== '')
}

export function auditPath(search: Partial<AuditSearch>, after: string | null = null): string {
  const entries = [...NAMES.map(name => [name, search[name] ?? '']), ['after', after ?? '']]
  const params = new URLSearchParams(entries.filter(([, value]) => value !== ''))
  return params.size === 0 ? AUDIT_PATH : `${AUDIT_PATH}?${params}`
}

/** Where the events that the filter lets through are a file. */
export function exportPath(search: AuditSearch, format: 'csv' | 'jsonl'): string {
  const given = Object.entries(filterOf(search)).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const params = new URLSearchParams(given)
  return `/exports/audit/events.${format}${params.size === 0 ? '' : `?${params}`}`
}

/** The parts of actions before their dots, each once, and the actions themselves: what one can look for. */
export function groupsOf(actions: readonly string[]): { group: string; actions: readonly string[] }[] {
  const groups = new Map<string, string[]>()
  for (const action of actions) {
    const group = action.split('.')[0] ?? action
    groups.set(group, [...(groups.get(group) ?? []), action])
  }
  return [...groups].map(([group, members]) => ({ group, actions: members }))
}

function resultIn(text: string): AuditResult | null {
  return RESULTS.find(result => result === text) ?? null
}
