import type { StructureObject } from '../schema-changes.ts'

/** Takes something away by itself; none where it goes with what it is a part of. Pure. */
export function dropOf({ kind, name, parts }: StructureObject): string[] {
  const on = String(parts.on)
  switch (kind) {
    case 'COLUMN':
      // A partition loses it with its parent.
      return parts.local === true
        ? [`ALTER TABLE ${String(parts.table)} DROP COLUMN ${String(parts.column)}`]
        : []
    case 'CONSTRAINT':
      return [`ALTER ${parts.ofDomain === true ? '' : 'TABLE '}${on} DROP CONSTRAINT ${String(parts.sql)}`]
    case 'TRIGGER':
    case 'POLICY':
      return [`DROP ${String(parts.word)} ${String(parts.sql)} ON ${on}`]
    case 'GRANT':
    case 'COMMENT':
      return String(parts.undo) === '' ? [] : String(parts.undo).split(';\n')
    case 'SEQUENCE':
    case 'SCHEMA':
    case 'EXTENSION':
    case 'TYPE':
    case 'FUNCTION':
    case 'TABLE':
    case 'INDEX':
    case 'VIEW':
    case 'MATERIALIZED_VIEW':
    case 'EVENT':
      return [
        `DROP ${String(parts.word)} ${kind === 'FUNCTION' || kind === 'INDEX' ? String(parts.sql) : name}`,
      ]
  }
}
