import type { Problem } from '../../graphql/problem.ts'

export type ExportChoice = 'csv' | 'spreadsheet' | 'json' | 'ndjson'

/** What there is to choose from, with what one should know before. */
export const EXPORT_CHOICES: readonly { choice: ExportChoice; words: string; note: string }[] = [
  { choice: 'csv', words: 'CSV', note: 'every text as it is' },
  {
    choice: 'spreadsheet',
    words: 'CSV for spreadsheets',
    note: 'changes texts that would run as formulas: an apostrophe before = + - @',
  },
  { choice: 'json', words: 'JSON', note: 'one list of objects' },
  { choice: 'ndjson', words: 'NDJSON', note: 'one object a line' },
]

export interface ExportedQuery {
  id: string
  sqlHash: string
}

export function exportHref({ id, sqlHash }: ExportedQuery, choice: ExportChoice, confirmed: boolean): string {
  const format = choice === 'spreadsheet' ? 'csv' : choice
  const parameters = new URLSearchParams({ sqlHash })
  if (choice === 'spreadsheet') parameters.set('formulas', 'guard')
  if (confirmed) parameters.set('confirmed', 'true')
  return `/exports/${encodeURIComponent(id)}.${format}?${parameters.toString()}`
}

/** Of the page that the server answers with instead of a file: the message, a hint a line, at last the code. */
export function readRefusal(page: string): Problem {
  const [message = '', ...rest] = page.trim().split('\n')
  return { code: rest.pop() ?? 'INTERNAL', message, hints: rest, retryable: true, fields: [] }
}
