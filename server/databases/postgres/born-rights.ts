import type { StructureObject } from '../schema-changes.ts'
import { splitName } from './structure-names.ts'
import { onWords } from './structure-rights.ts'

const BORN_AS: Readonly<Record<string, string>> = {
  TABLE: 'TABLES',
  VIEW: 'TABLES',
  MATERIALIZED_VIEW: 'TABLES',
  SEQUENCE: 'SEQUENCES',
  FUNCTION: 'FUNCTIONS',
  TYPE: 'TYPES',
  SCHEMA: 'SCHEMAS',
}

/**
 * What is made anew gets by ALTER DEFAULT PRIVILEGES what it did not have: these take it away again, before its own rights
 * are given. Taking what nobody has does nothing. Pure.
 */
export function takeBornRights(object: StructureObject, others: readonly StructureObject[]): string[] {
  const born = BORN_AS[object.kind]
  if (born === undefined) return []
  const { schema } = splitName(object.name)
  return others.flatMap(({ parts }) => {
    if (parts.word !== 'DEFAULT' || parts.bornKind !== born) return []
    if (parts.schema !== null && parts.schema !== schema) return []
    const rights = `${String(parts.privileges)} ON ${onWords(object)}`
    return [
      parts.given === true
        ? `REVOKE ${rights} FROM ${String(parts.grantee)}`
        : `GRANT ${rights} TO ${String(parts.grantee)}`,
    ]
  })
}
