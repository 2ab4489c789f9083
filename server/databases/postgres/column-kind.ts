import type { ColumnKind } from '../../domain.ts'

/** By the OID of the (base) type; built-in types have the same OIDs on every server. */
const KINDS: ReadonlyMap<number, ColumnKind> = new Map<number, ColumnKind>([
  [16, 'BOOLEAN'],
  [17, 'BINARY'],
  [20, 'INTEGER'],
  [21, 'INTEGER'],
  [23, 'INTEGER'],
  [114, 'JSON'],
  [700, 'DECIMAL'],
  [701, 'DECIMAL'],
  [790, 'DECIMAL'],
  [1082, 'DATE'],
  [1083, 'TIME'],
  [1114, 'TIMESTAMP'],
  [1184, 'TIMESTAMP'],
  [1266, 'TIME'],
  [1700, 'DECIMAL'],
  [3802, 'JSON'],
])

/** `S` are strings, also those of extensions (citext), `E` enums. */
export function columnKind(baseTypeOid: number, category: string): ColumnKind {
  return KINDS.get(baseTypeOid) ?? (category === 'S' || category === 'E' ? 'TEXT' : 'OTHER')
}
