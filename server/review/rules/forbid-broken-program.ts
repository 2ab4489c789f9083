import type { StructureObject } from '../../databases/schema-changes.ts'
import type { LintInput, LintRule } from '../lint.ts'

/** A trigger, routine or event that uses what the change takes away, which the server says only when it runs. */
export const forbidBrokenProgram: LintRule = {
  id: 'forbid-broken-program',
  check: input =>
    goneNames(input).flatMap(({ table, column, start, end }) =>
      programsOf(input, table.id)
        // A trigger goes and moves with its own table.
        .filter(({ partOf }) => column !== null || partOf !== table.id)
        .filter(({ definition }) => names(definition, column ?? String(table.parts.table)))
        .filter(program => staysAsItIs(input, program))
        .map(program => ({
          severity: 'BLOCKING' as const,
          message: `${program.name} uses ${column === null ? table.name : `${table.name}.${column}`}, which is gone or has another name after this: it fails whenever it runs from then on.`,
          hint: 'Make it anew in the same change, for what is there then.',
          ...{ start, end },
        })),
    ),
}

interface Gone {
  table: StructureObject
  /** Null: the table itself. */
  column: string | null
  start: number
  end: number
}

function goneNames(input: LintInput): readonly Gone[] {
  return input.statements.flatMap(({ written, start, end }): Gone[] => {
    const tables = input.before.objects.filter(({ kind }) => kind === 'TABLE')
    const find = (name: string) =>
      tables.find(({ parts }) => String(parts.table).toLowerCase() === name.toLowerCase())
    const whole = (name: string): Gone[] => {
      const table = find(name)
      return table === undefined ? [] : [{ table, column: null, start, end }]
    }
    if (written?.verb === 'DROP_TABLE') return written.tables.flatMap(({ name }) => whole(name))
    if (written?.verb === 'RENAME_TABLE') return written.pairs.flatMap(({ from }) => whole(from.name))
    if (written?.verb !== 'ALTER_TABLE') return []
    const table = find(written.table.name)
    if (table === undefined) return []
    return written.actions.flatMap((action): Gone[] => {
      const place = { start: action.start, end: action.end }
      if (action.kind === 'RENAME_TABLE') return [{ table, column: null, ...place }]
      if (action.kind === 'DROP_COLUMN') return [{ table, column: action.name, ...place }]
      if (action.kind === 'RENAME_COLUMN') return [{ table, column: action.from, ...place }]
      const isRenamed =
        action.kind === 'MODIFY_COLUMN' && action.from.toLowerCase() !== action.column.name.toLowerCase()
      return isRenamed ? [{ table, column: action.from, ...place }] : []
    })
  })
}

/** Those that name the table. */
function programsOf({ before }: LintInput, id: string): readonly StructureObject[] {
  return before.objects.filter(
    ({ kind, needs }) =>
      (kind === 'TRIGGER' || kind === 'FUNCTION' || kind === 'EVENT') && needs.includes(id),
  )
}

/** As a word outside of texts, in any letters. */
function names(definition: string, name: string): boolean {
  const bare = definition.replace(/'(?:[^'\\]|''|\\.)*'/gs, "''").toLowerCase()
  return new RegExp(
    `(?<![\\p{L}\\p{N}_$])${name.toLowerCase().replace(/[^\p{L}\p{N}_]/gu, '\\$&')}(?![\\p{L}\\p{N}_$])`,
    'u',
  ).test(bare)
}

/** What the change itself makes anew or drops is no longer the one that would break. */
function staysAsItIs({ after }: LintInput, { id, definition }: StructureObject): boolean {
  return after === null || after.objects.some(object => object.id === id && object.definition === definition)
}
