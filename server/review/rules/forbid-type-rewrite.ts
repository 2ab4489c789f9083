import { actionsInUse, clausePlace, costsAtLeast, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'
import { columnOf } from '../named-object.ts'

/** Another type of a column, for which all rows and indexes are written anew. */
export const forbidTypeRewrite: LintRule = {
  id: 'forbid-type-rewrite',
  cost: 'BY_WORDS',
  check: input =>
    actionsInUse(input, 'SET TYPE').flatMap(found => {
      const { column, typeSql, hasUsing } = found.action
      const old = String(columnOf(input.before, found.table, column)?.parts.type ?? '')
      if (!costsAtLeast(found.step, 'REWRITE') || (!hasUsing && isSafe(old, typeSql))) return []
      return [
        {
          severity: severityOn(found),
          message: `${column} of ${found.on} becomes ${typeSql}${old === '' ? '' : ` instead of ${old}`}: all rows and their indexes are written anew while everybody is kept out (${measured(found.step)}).`,
          hint: 'Add a column of the new type, write to both, fill it in parts, and put it in the place of the old one.',
          ...clausePlace(found),
        },
      ]
    }),
}

/** What changes the catalog only: text and varchar that grow, numeric that grows before its point. */
function isSafe(from: string, to: string): boolean {
  const old = sizeOf(from)
  const now = sizeOf(to)
  if (old.name === 'text' || old.name === 'varchar')
    return (
      now.name === 'text' || (now.name === 'varchar' && (now.length ?? Infinity) >= (old.length ?? Infinity))
    )
  if (old.name !== 'numeric' || now.name !== 'numeric') return false
  return now.length === null || (old.length !== null && now.length >= old.length && now.scale === old.scale)
}

function sizeOf(type: string): { name: string; length: number | null; scale: number } {
  const [, word = '', length, scale] =
    /^\s*([a-z ]+?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$/i.exec(type) ?? []
  const name = word
    .toLowerCase()
    .replace('character varying', 'varchar')
    .replace(/^decimal$/, 'numeric')
  return { name, length: length === undefined ? null : Number(length), scale: Number(scale ?? 0) }
}
