import type { RollbackClass } from '../../../domain.ts'
import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine } from '../one-line.ts'

/** What can be undone, and whether that was proved. */
export function rollbackEvidence({
  proposal: { dryRun, rollbackSql },
  environment,
}: Facts): readonly Found[] {
  if (dryRun?.ok !== true) return []
  const { rollbackVerified, rollbackClass, notes } = dryRun
  if (rollbackSql === null)
    return [
      {
        topic: 'ROLLBACK',
        text: 'There is no SQL that leads back',
        floor: environment === 'PRODUCTION' ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
        hint: 'Write the way back, or say why there is none.',
      },
    ]
  const found: Found[] = []
  if (rollbackVerified === false)
    found.push({
      topic: 'ROLLBACK',
      text: 'The way back was run on the copy and did not lead to the same structure',
      floor: environment === 'PRODUCTION' ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
      hint: 'Mend the way back before it is needed.',
    })
  else if (rollbackVerified === true)
    found.push(fact('ROLLBACK', 'The way back was run on the copy and led to the same structure'))
  if (rollbackClass !== null && LOSSES[rollbackClass] !== undefined)
    found.push({
      topic: 'ROLLBACK',
      text: `The way back ${LOSSES[rollbackClass]}`,
      floor: rollbackClass === 'LOSES_NEW_DATA' ? 'APPROVE' : 'APPROVE_WITH_CONDITIONS',
      hint: rollbackClass === 'LOSES_NEW_DATA' ? null : 'Take a copy of what goes before it is applied.',
    })
  found.push(...notes.slice(0, 3).map(note => fact('ROLLBACK', asOneLine(note, 300))))
  return found
}

const LOSSES: Readonly<Partial<Record<RollbackClass, string>>> = {
  LOSES_NEW_DATA: 'loses what is written after the change',
  STRUCTURE_ONLY: 'brings the structure back, not the data that was dropped',
  IRREVERSIBLE: 'does not lead all the way back',
}
