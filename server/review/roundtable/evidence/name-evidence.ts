import type { Facts } from '../facts.ts'
import type { Found } from '../found.ts'
import { lastPart, tableOf } from '../names-of.ts'
import { listed, named } from '../one-line.ts'

const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

/** New names beside those that are there already. */
export function nameEvidence({ proposal: { changes }, structure }: Facts): readonly Found[] {
  const found: Found[] = []
  const fresh = changes.filter(({ kind }) => /^(ADDED|RENAMED) (TABLE|COLUMN|VIEW)/.test(kind))
  const nameOf = ({ kind, object, after }: (typeof fresh)[number]) =>
    kind.startsWith('RENAMED') ? (after ?? object) : object
  const unseen = changes.filter(change =>
    UNSEEN.test(`${change.object} ${change.after ?? ''}`.replace(/[\n\r\t]/g, ' ')),
  )
  if (unseen.length > 0)
    found.push({
      topic: 'NAMES',
      text: `Names or texts of the change hold characters that nobody sees: ${listed(unseen.map(({ object }) => object))}`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Write them without control characters and direction marks.',
    })
  const mixed = fresh.filter(change => /[A-Z\s]/.test(lastPart(nameOf(change))))
  const others = (structure?.objects ?? []).filter(({ kind }) => kind === 'COLUMN' || kind === 'TABLE')
  const plain = others.filter(({ name }) => !/[A-Z\s]/.test(lastPart(name)))
  if (mixed.length > 0 && plain.length > others.length / 2)
    found.push({
      topic: 'NAMES',
      text: `${listed(mixed.map(nameOf))} ${mixed.length === 1 ? 'is' : 'are'} not written as ${plain.length} of the ${others.length} names that are there`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Write it in small letters with underscores, so that nobody has to quote it.',
    })
  if (structure !== null) found.push(...uncommented(fresh.map(nameOf), changes, structure))
  return found
}

/** Where neighbours say what they are, a new column should as well: people and translators read it. */
function uncommented(
  names: readonly string[],
  changes: Facts['proposal']['changes'],
  structure: NonNullable<Facts['structure']>,
): Found[] {
  const comments = new Set(
    structure.objects.filter(({ kind }) => kind === 'COMMENT').map(({ partOf }) => partOf),
  )
  return names.flatMap((name): Found[] => {
    const table = tableOf(name, structure)
    if (table === null || table.name === name) return []
    const siblings = structure.objects.filter(({ kind, partOf }) => kind === 'COLUMN' && partOf === table.id)
    const described = siblings.filter(({ id }) => comments.has(id)).length
    const says = changes.some(
      ({ kind, object, after }) =>
        kind.includes('COMMENT') && (object.includes(name) || after?.includes(name)),
    )
    if (says || described === 0 || described * 2 < siblings.length) return []
    return [
      {
        topic: 'NAMES',
        text: `${named(name)} says nothing of what it holds, while ${described} of ${siblings.length} columns of ${named(table.name)} have a comment`,
        floor: 'APPROVE',
        hint: 'Add a comment, which people and both translators read.',
      },
    ]
  })
}
