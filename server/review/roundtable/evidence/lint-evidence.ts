import type { RoundtableVerdict, Severity } from '../../../domain.ts'
import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine } from '../one-line.ts'

const FLOOR_OF: Readonly<Record<Severity, RoundtableVerdict>> = {
  BLOCKING: 'BLOCK',
  WARNING: 'APPROVE_WITH_CONDITIONS',
  INFO: 'APPROVE',
}

/** What the rules found. A blocking finding blocks at the table, in development too: who decides may decide otherwise. */
export function lintEvidence({ proposal: { findings, steps } }: Facts): readonly Found[] {
  if (findings.length === 0)
    return [
      fact(
        'LINT',
        steps.length === 1
          ? 'No rule is against its only step'
          : `No rule is against any of the ${steps.length} steps`,
      ),
    ]
  return findings.map(({ code, severity, message, hint }) => ({
    topic: 'LINT',
    text: `${asOneLine(code, 60)}: ${asOneLine(message, 320).replace(/\.$/, '')}`,
    floor: FLOOR_OF[severity],
    hint,
  }))
}
