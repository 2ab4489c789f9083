import type { LintRule } from '../lint.ts'
import { at } from '../altered-tables.ts'
import { edited } from '../text-edits.ts'
import type { TextEdit } from '../text-edits.ts'
import { writtenColumns } from '../written-columns.ts'

const OLD = /^(utf8|utf8mb3|latin\d|ucs2|cp\d+|ascii|swe7|dec8|hp8|macroman)$/

/** New texts in a character set that does not hold all characters. */
export const warnOldCharset: LintRule = {
  id: 'warn-old-charset',
  check: input => {
    const finding = (
      name: string,
      what: string,
      place: { start: number; end: number },
      edits: readonly TextEdit[],
    ) => ({
      severity: 'WARNING' as const,
      message: `${name} does not hold all characters: ${what} refuses names, signs and emoji that people write.`,
      hint: 'utf8mb4 holds all of them.',
      ...at(place),
      fix: edited(input.text, ...edits),
    })
    const ofTables = input.statements.flatMap(({ written }) => {
      if (written?.verb !== 'CREATE_TABLE') return []
      const sets = written.actions.flatMap(action => (action.kind === 'DEFAULT_CHARSET' ? [action] : []))
      const old = sets.find(({ charset }) => OLD.test(charset))
      if (old === undefined) return []
      // A collation belongs to its set: one of another set would be refused.
      const edits = sets.map(({ value }) => ({
        ...value,
        to: toNew(input.text.slice(value.start, value.end)),
      }))
      return [finding(old.charset, written.table.name, old, edits)]
    })
    const ofColumns = writtenColumns(input).flatMap(({ column, isNew }) => {
      const { charset } = column.type
      if (charset === null || !isNew || !OLD.test(charset.name)) return []
      return [finding(charset.name, column.name, charset, [{ ...charset, to: 'utf8mb4' }])]
    })
    return [...ofTables, ...ofColumns]
  },
}

/** `utf8_bin` becomes `utf8mb4_bin`; what a collation is called otherwise is not in every set. */
function toNew(written: string): string {
  const name = written.replace(/[`'"]/g, '').toLowerCase()
  if (!name.includes('_')) return 'utf8mb4'
  return name.endsWith('_bin') ? 'utf8mb4_bin' : 'utf8mb4_unicode_ci'
}
