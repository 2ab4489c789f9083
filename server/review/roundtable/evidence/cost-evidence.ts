import type { MigrationStep } from '../../../domain.ts'
import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { counted, named, sizeInWords } from '../one-line.ts'
import { heldTables, isSmall } from '../predict.ts'

const DOES: Readonly<Record<MigrationStep['cost'], string>> = {
  METADATA: 'changes the catalog only',
  SCAN: 'reads the whole table',
  INDEX_BUILD: 'builds an index',
  REWRITE: 'rewrites the table',
  COPY: 'copies the table',
  UNKNOWN: 'costs what nobody has measured',
}

/** What each step locks and costs, as measured on the copy, with the sizes of the target. */
export function costEvidence({ proposal: { steps }, structure }: Facts): readonly Found[] {
  return steps.map(step => {
    const held = heldTables(step, structure)
    const lock = step.locks.find(each => held.some(table => each.endsWith(` on ${table}`))) ?? step.locks[0]
    const text = [
      `Step ${step.position} ${DOES[step.cost]}`,
      sizeOf(step),
      lock === undefined ? 'locks nothing that was there' : `takes ${named(lock)}`,
    ].join(', ')
    if (held.length === 0) return fact('COST', text)
    // A short lock still waits for whoever reads, and has everybody behind it wait.
    const waits = isSmall(step) && step.cost === 'METADATA'
    return {
      topic: 'COST',
      text: `${text} and keeps others out of ${named(held[0] ?? '')}${held.length > 1 ? ` and ${counted(held.length - 1, 'more table')}` : ''}`,
      floor: waits ? 'APPROVE' : 'APPROVE_WITH_CONDITIONS',
      hint: waits ? null : 'Apply it when little is going on, and give up early on a lock that is not had.',
    }
  })
}

function sizeOf({ tableRows, tableBytes, locks }: MigrationStep): string {
  if (locks.length === 0 && tableRows === null) return 'on no table that was there'
  if (tableRows === null || tableBytes === null) return 'on a table whose size is not known'
  return `on about ${counted(Math.round(tableRows), 'row')}, ${sizeInWords(tableBytes)}`
}
