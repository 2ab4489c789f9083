import type { LintRule } from '../lint.ts'
import { alteredTables, at, partsOf } from '../altered-tables.ts'
import { typeOf } from '../column-types.ts'

const BITS: Readonly<Record<string, number>> = { TINYINT: 8, SMALLINT: 16, MEDIUMINT: 24, INT: 32 }
/** Of all numbers that there are. */
const NEAR = 0.8

/** A table in the change whose numbers are nearly used up. */
export const warnKeyRunsOut: LintRule = {
  id: 'warn-key-runs-out',
  check: input => {
    const told = new Set<string>()
    return alteredTables(input).flatMap(({ table, statement }) => {
      const counting = partsOf(input, table).find(({ parts }) => parts.autoIncrement === true)
      const next = input.sizes.find(({ id }) => id === table.id)?.nextNumber ?? null
      if (counting === undefined || next === null || told.has(table.id)) return []
      const { name, unsigned } = typeOf(counting)
      const bits = BITS[name]
      if (bits === undefined || next < 2 ** (unsigned ? bits : bits - 1) * NEAR) return []
      told.add(table.id)
      return [
        {
          severity: 'WARNING' as const,
          message: `${counting.name} has come to ${next.toLocaleString('en')} of ${(2 ** (unsigned ? bits : bits - 1) - 1).toLocaleString('en')}: nothing can be inserted when these are used up.`,
          hint: 'Plan a wider type soon: it copies the table, so it takes a window or a tool.',
          ...at(statement),
        },
      ]
    })
  },
}
