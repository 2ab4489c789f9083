import type { Connection } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

export interface DraftedSql {
  sql: string
  /** What to call it. */
  title: string | null
}

/** Words of a change become SQL of the engine. PROPOSAL_UNCLEAR when they can be read in more than one way, or in none. */
export function createDraftChange({ databases, draftChange }: Dependencies) {
  return async function draft(connection: Connection, text: string): Promise<DraftedSql> {
    const opened = await databases.get(connection)
    const drafted = draftChange({ text, catalog: await opened.refresh(), dialect: opened.dialect })
    if (drafted.kind === 'SQL') return drafted
    throw new AppError('PROPOSAL_UNCLEAR', drafted.message, { hints: drafted.choices })
  }
}
