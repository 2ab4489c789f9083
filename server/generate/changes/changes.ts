/** A change of structure asked for in words becomes migration SQL, by rules and the catalog alone. Pure. */
import type { Dialect } from '../../databases/database.ts'
import type { Catalog } from '../../domain.ts'

export interface ChangeRequest {
  text: string
  catalog: Catalog
  dialect: Dialect
}

export type DraftedChange =
  | { kind: 'SQL'; sql: string; title: string }
  /** The choices are requests that would be understood; empty where there are none to offer. */
  | { kind: 'UNCLEAR'; message: string; choices: readonly string[] }

export type DraftChange = (request: ChangeRequest) => DraftedChange

export const draftChange: DraftChange = () => ({
  kind: 'UNCLEAR',
  message: 'This change is not understood in words yet',
  choices: [],
})
