import type { Row } from '../../domain.ts'
import { listOf, textOf, textOrNull } from '../cell-text.ts'
import type { QualifiedName } from '../database.ts'
import type { TableDetails, TableKey } from '../ddl.ts'
import type { Session } from './driver.ts'
import { quoteText } from './quote.ts'

const KINDS: Readonly<Record<string, TableKey['kind']>> = {
  p: 'PRIMARY',
  u: 'UNIQUE',
  f: 'FOREIGN',
  c: 'CHECK',
}

/** In three statements, whatever the number of tables. */
export async function readTableDetails(
  session: Session,
  tables: readonly QualifiedName[],
): Promise<readonly TableDetails[]> {
  if (tables.length === 0) return []
  const places = tables.map(({ schema, name }) => `(${quoteText(schema)}, ${quoteText(name)})`).join(', ')
  const among = `
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f') and (n.nspname, c.relname) in (values ${places})`
  const columns = await session.query(`
    select c.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
           pg_catalog.pg_get_expr(d.adbin, d.adrelid)
    from (select c.oid, n.nspname, c.relname ${among}) c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated = ''
    order by a.attrelid, a.attnum`)
  const constraints = await session.query(`
    select c.nspname, c.relname, k.conname, k.contype, pg_catalog.pg_get_constraintdef(k.oid),
           array_to_json(array(select a.attname::text from pg_catalog.unnest(k.conkey) with ordinality x (number, place)
                 join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.number order by x.place))
    from (select c.oid, n.nspname, c.relname ${among}) c
    join pg_catalog.pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')
    order by k.conname`)
  const indexes = await session.query(`
    select c.nspname, c.relname, r.relname, i.indisunique, pg_catalog.pg_get_indexdef(i.indexrelid),
           array_to_json(array(select a.attname::text from pg_catalog.generate_series(0, i.indnkeyatts - 1) x (place)
                 left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[x.place] and a.attnum > 0
                 order by x.place))
    from (select c.oid, n.nspname, c.relname ${among}) c
    join pg_catalog.pg_index i on i.indrelid = c.oid
    join pg_catalog.pg_class r on r.oid = i.indexrelid
    where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.conrelid = c.oid)
    order by r.relname`)
  return tables.flatMap(table => {
    const of = (rows: readonly Row[]) =>
      rows.filter(([schema, name]) => schema === table.schema && name === table.name)
    const own = of(columns)
    if (own.length === 0) return []
    return [
      {
        ...table,
        columns: own.map(([, , name, type, expression]) => ({
          name: textOf(name),
          definition: textOf(type),
          default: textOrNull(expression),
        })),
        keys: [
          ...of(constraints).map(([, , name, kind, definition, names]) => ({
            name: textOf(name),
            kind: KINDS[textOf(kind)] ?? 'CHECK',
            constraint: true,
            columns: listOf(names).map(textOrNull),
            definition: textOf(definition),
          })),
          ...of(indexes).map(([, , name, unique, definition, names]): TableKey => ({
            name: textOf(name),
            kind: unique === true ? 'UNIQUE' : 'INDEX',
            constraint: false,
            columns: listOf(names).map(textOrNull),
            definition: textOf(definition),
          })),
        ],
      },
    ]
  })
}
