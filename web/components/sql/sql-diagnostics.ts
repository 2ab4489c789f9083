import type { Diagnostic } from '@codemirror/lint'
import type { FindingPartsFragment } from '../../graphql/generated/graphql.ts'

/** What to mend, underlined where it is. Mere information, and what has no place, is in the card beside the editor only. */
export function sqlDiagnostics(findings: readonly FindingPartsFragment[], length: number): Diagnostic[] {
  return findings.flatMap(({ start, end, severity, message, hint }) => {
    if (severity === 'INFO' || start === null || start >= length) return []
    return {
      from: start,
      to: Math.min(length, Math.max(start + 1, end ?? length)),
      severity: severity === 'BLOCKING' ? ('error' as const) : ('warning' as const),
      message: hint === null ? message : `${message}\n${hint}`,
    }
  })
}
