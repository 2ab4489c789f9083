import type { Diagnostic } from '@codemirror/lint'
import type { FindingPartsFragment, Severity } from '../../graphql/generated/graphql.ts'

const SEVERITIES: Record<Severity, Diagnostic['severity']> = {
  INFO: 'info',
  WARNING: 'warning',
  BLOCKING: 'error',
}

/** Findings that have a place, as underlines; the others are in the card beside the editor only. */
export function sqlDiagnostics(findings: readonly FindingPartsFragment[], length: number): Diagnostic[] {
  return findings.flatMap(({ start, end, severity, message, hint }) => {
    if (start === null || start >= length) return []
    return {
      from: start,
      to: Math.min(length, Math.max(start + 1, end ?? length)),
      severity: SEVERITIES[severity],
      message: hint === null ? message : `${message}\n${hint}`,
    }
  })
}
