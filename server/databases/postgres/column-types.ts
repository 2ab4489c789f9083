import type { Cell, ResultColumn } from '../../domain.ts'
import { readArrayLiteral } from './array-literal.ts'
import { textOf } from '../cell-text.ts'
import { putString } from '../json-bytes.ts'
import { BUILT_IN_CELLS, writtenAsRead } from './cells.ts'
import type { CellRule, CellWriter } from './cells.ts'
import type { DescribedColumn, Session } from './driver.ts'

interface ColumnType {
  /** As format_type prints it without a length, e.g. `numeric` or `text[]`. */
  name: string
  /** Null: the server's text is the cell. */
  rule: CellRule | null
}

export interface TypedColumns {
  columns: readonly ResultColumn[]
  writers: readonly CellWriter[]
}

/** Knows the types of one database by OID; asks the server once for each that it meets. */
export function createColumnTypes() {
  const known = new Map<number, ColumnType>()

  async function learn(session: Session, oids: readonly number[]): Promise<void> {
    for (const [oid, name, elementOid, delimiter] of await session.query(typesQuery(oids))) {
      const readElement = BUILT_IN_CELLS.get(Number(elementOid))?.read ?? asText
      const readArray = (text: string) => readArrayLiteral(text, readElement, textOf(delimiter))
      const isArray = elementOid !== null
      known.set(Number(oid), {
        name: textOf(name),
        rule: isArray ? writtenAsRead(readArray) : (BUILT_IN_CELLS.get(Number(oid)) ?? null),
      })
    }
  }

  return {
    /** The columns as a result shows them, and how their cells are written. */
    async describe(session: Session, columns: readonly DescribedColumn[]): Promise<TypedColumns> {
      const unknown = [...new Set(columns.map(column => column.typeOid))].filter(oid => !known.has(oid))
      if (unknown.length > 0) await learn(session, unknown)
      // PostgreSQL does not say whether a column of a result can be null: an outer join makes any nullable.
      return {
        columns: columns.map(({ name, typeOid }) => ({
          name,
          type: known.get(typeOid)?.name ?? 'unknown',
          nullable: null,
        })),
        writers: columns.map(({ typeOid }) => known.get(typeOid)?.rule?.write ?? putString),
      }
    },
  }
}

function asText(text: string): Cell {
  return text
}

/** An array is told from other types that can be subscripted (point, jsonb) by its length and its category. */
function typesQuery(oids: readonly number[]): string {
  return `
    select t.oid, pg_catalog.format_type(t.oid, null),
           case when t.typcategory = 'A' and t.typlen = -1 and t.typelem <> 0
                then coalesce(nullif(e.typbasetype, 0), e.oid) end,
           e.typdelim
    from pg_catalog.pg_type t
    left join pg_catalog.pg_type e on e.oid = t.typelem
    where t.oid in (${oids.join(', ')})`
}
