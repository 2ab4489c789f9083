import type { PrivacyLevel, SqlCheck } from '../domain.ts'

/** Warnings of SQL that can be planned and yet is likely a mistake; by the codes of docs/rules. */
const TELLS_OF_A_MISTAKE: ReadonlySet<string> = new Set([
  'warn-empty-result',
  'warn-row-explosion',
  'warn-cross-join',
  'warn-null-comparison',
  'warn-not-in-nullable',
  'warn-integer-division',
  'warn-number-for-text',
])
/** What it says is what values a column has. */
const TELLS_VALUES = 'warn-unknown-value'

/** What a model is told of SQL that it has written, so that it can mend it. No value goes out below the level VALUES. */
export function doubtsOf({ warnings }: SqlCheck, privacy: PrivacyLevel): readonly string[] {
  return warnings
    .filter(({ code }) => TELLS_OF_A_MISTAKE.has(code) || (code === TELLS_VALUES && privacy !== 'CATALOG'))
    .map(({ message, hint }) => [message, hint].filter(part => part !== null).join(' '))
}
