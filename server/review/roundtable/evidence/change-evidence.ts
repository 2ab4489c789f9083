import type { CatalogChange } from '../../../domain.ts'
import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, counted, named } from '../one-line.ts'

/** The difference of the catalog, as the people who use it will meet it. */
export function changeEvidence({ proposal: { changes, dryRun } }: Facts): readonly Found[] {
  if (dryRun?.ok === true && changes.length === 0)
    return [
      {
        topic: 'CHANGE',
        text: 'No object of the catalog is different after the change',
        floor: 'APPROVE_WITH_CONDITIONS',
        hint: 'Say what it is for, or withdraw it.',
      },
    ]
  return changes.map(toEvidence)
}

function toEvidence(change: CatalogChange): Found {
  const { kind, object, before, after } = change
  if (kind.startsWith('REMOVED'))
    return {
      topic: 'CHANGE',
      text: `${named(object)} goes (${kind.toLowerCase()})`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Tell whoever uses it before it goes, or rename it first and drop it later.',
    }
  if (kind.startsWith('RENAMED'))
    return {
      topic: 'CHANGE',
      text: `${named(before ?? object)} is called ${named(after ?? object)} from then on (${kind.toLowerCase()})`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Whatever names it has to change at the same moment: keep the old name in a view for a while.',
    }
  if (becomesRequired(change))
    return {
      topic: 'CHANGE',
      text: `${named(object)} has to be given from then on: what writes rows without it fails`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Give it a default, or change what writes first.',
    }
  const definition = after === null ? '' : `: ${asOneLine(after.split('\n')[0] ?? '', 140)}`
  const parts = (after?.split('\n').length ?? 1) - 1
  const with_ = parts > 0 ? `, with ${counted(parts, 'part')}` : ''
  return fact(
    'CHANGE',
    `${named(object)} is ${VERBS[kind.split(' ')[0] ?? ''] ?? 'changed'} (${kind.toLowerCase()})${definition}${with_}`,
  )
}

/** A column that must be given and that nothing fills by itself. */
export function becomesRequired({ kind, before, after }: CatalogChange): boolean {
  if (!kind.endsWith(' COLUMN') || after === null || !/\bNOT NULL\b/.test(after)) return false
  if (/\b(DEFAULT|GENERATED|IDENTITY|AUTO_INCREMENT)\b/.test(after)) return false
  return before === null || !/\bNOT NULL\b/.test(before)
}

const VERBS: Readonly<Record<string, string>> = { ADDED: 'new', CHANGED: 'changed' }
