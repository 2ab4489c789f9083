import type { StructureObject } from '../../databases/schema-changes.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { alteredTables, at, partsOf } from '../altered-tables.ts'

/** Below this a window is short. */
const LARGE_BYTES = 1_000_000_000

/** A large table that is written anew, where a tool that does it beside the table would work. */
export const warnOnlineTool: LintRule = {
  id: 'warn-online-tool',
  check: input =>
    alteredTables(input)
      .filter(({ step }) => step?.cost === 'COPY' || step?.cost === 'REWRITE')
      .filter(({ step }) => (step?.tableBytes ?? 0) >= LARGE_BYTES)
      .flatMap(({ statement, table, step }) => {
        const tools = toolsFor(input, table)
        if (tools.length === 0) return []
        return [
          {
            severity: 'INFO' as const,
            message: `${table.name} has ${Math.round((step?.tableBytes ?? 0) / 1_000_000_000)} GB; ${tools.join(' and ')} can do this in small parts beside the table, and has what it needs here.`,
            hint: 'Such a tool runs on a machine of yours with a login of its own; propose what it does not do as a change of its own.',
            ...at(statement),
          },
        ]
      }),
}

/** By what each asks for: a key that tells rows apart; for gh-ost no foreign keys and triggers, and whole rows in the binary log. */
function toolsFor(input: LintInput, table: StructureObject): readonly string[] {
  const parts = partsOf(input, table)
  const hasKey = parts.some(({ parts: { type } }) => type === 'PRIMARY' || type === 'UNIQUE')
  const hasTrigger = parts.some(({ kind }) => kind === 'TRIGGER')
  const hasForeignKey = input.before.objects.some(
    ({ partOf, needs, parts: { type } }) =>
      type === 'FOREIGN' && (partOf === table.id || needs.includes(table.id)),
  )
  const traits = input.before.traits ?? []
  const logsRows = traits.includes('BINARY_LOG') && traits.includes('ROW_IMAGES')
  if (!hasKey || hasTrigger) return []
  return [
    ...(logsRows && !hasForeignKey ? ['gh-ost'] : []),
    ...(hasForeignKey ? [] : ['pt-online-schema-change']),
  ]
}
