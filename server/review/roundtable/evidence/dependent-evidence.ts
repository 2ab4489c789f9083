import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { counted, listed } from '../one-line.ts'
import { lastPart } from '../names-of.ts'

/** What hangs off what the change touches, by the catalog. */
export function dependentEvidence({ structure, roots, proposal: { changes } }: Facts): readonly Found[] {
  if (structure === null || roots === null) return []
  const views = roots.filter(id => /^(VIEW|MATERIALIZED_VIEW|FUNCTION) /.test(id))
  const found: Found[] = []
  const removed = changes.filter(({ kind }) =>
    /^REMOVED (VIEW|MATERIALIZED VIEW|FUNCTION|TRIGGER|POLICY|CONSTRAINT|INDEX)$/.test(kind),
  )
  const droppedTables = changes.filter(({ kind }) => /^REMOVED (TABLE|COLUMN)$/.test(kind))
  // Taken along by CASCADE: nobody has named them.
  if (removed.length > 0 && droppedTables.length > 0)
    found.push({
      topic: 'DEPENDENTS',
      text: `${listed(removed.map(({ object }) => object))} ${removed.length === 1 ? 'goes' : 'go'} along with ${listed(droppedTables.map(({ object }) => object))}`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Drop each of them in a step of its own, or keep them working.',
    })
  const still = views.filter(id => !removed.some(({ object }) => id.endsWith(` ${object}`)))
  if (still.length > 0)
    found.push(
      fact(
        'DEPENDENTS',
        `${counted(still.length, 'view or function hangs', 'views and functions hang')} off what it touches: ${listed(still.map(nameOf))}`,
      ),
    )
  const tables = new Set(roots.filter(id => id.startsWith('TABLE ')))
  const pointing = structure.objects.filter(
    ({ kind, partOf, definition, needs }) =>
      kind === 'CONSTRAINT' &&
      /\bFOREIGN KEY\b/.test(definition) &&
      !tables.has(partOf ?? '') &&
      needs.some(
        id => tables.has(id) || [...tables].some(table => id.startsWith(`COLUMN ${nameOf(table)}.`)),
      ),
  )
  if (pointing.length > 0)
    found.push(
      fact(
        'DEPENDENTS',
        `${counted(pointing.length, 'foreign key')} of other tables ${pointing.length === 1 ? 'leads' : 'lead'} here: ${listed(pointing.map(({ name }) => name))}`,
      ),
    )
  const leftOver = structure.objects.filter(
    ({ valid, partOf, id }) => !valid && (tables.has(partOf ?? '') || tables.has(id)),
  )
  if (leftOver.length > 0)
    found.push({
      topic: 'DEPENDENTS',
      text: `${listed(leftOver.map(({ name }) => name))} ${leftOver.length === 1 ? 'is' : 'are'} there and not in force already`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Validate or drop what is left over in a change of its own.',
    })
  const indexes = structure.objects.filter(({ kind, partOf }) => kind === 'INDEX' && tables.has(partOf ?? ''))
  if (indexes.length > 0)
    found.push(
      fact(
        'COST',
        `${counted(indexes.length, 'index is', 'indexes are')} on ${listed([...tables].map(nameOf))} before the change: ${listed(indexes.map(({ name }) => lastPart(name)))}`,
      ),
    )
  return found
}

const nameOf = (id: string) => id.replace(/^[A-Z_]+ /, '')
