import type { CatalogChange } from '../domain.ts'

/** A count that says what the way back of a change would lose. */
export interface WrittenSince {
  what: string
  sql: string
}

const MOST = 6

/** Of columns and tables that a change has added, in names as the server writes them. */
export function writtenSince(changes: readonly CatalogChange[]): readonly WrittenSince[] {
  return changes
    .flatMap(({ kind, object }): WrittenSince[] => {
      if (kind === 'ADDED TABLE')
        return [{ what: `rows of ${object}`, sql: `select count(*) as n from ${object}` }]
      if (kind !== 'ADDED COLUMN') return []
      const [, table = '', column = ''] = /^(.*)\.((?:"[^"]*"|`[^`]*`|[^."`]+))$/.exec(object) ?? []
      if (table === '') return []
      return [
        {
          what: `rows of ${table} with a value in ${column}`,
          sql: `select count(*) as n from ${table} where ${column} is not null`,
        },
      ]
    })
    .slice(0, MOST)
}
