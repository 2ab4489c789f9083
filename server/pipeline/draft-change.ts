import type { Connection } from '../domain.ts'
import type { TableDetails } from '../databases/ddl.ts'
import { AppError } from '../errors.ts'
import type { DraftedChange } from '../generate/changes/changes.ts'
import type { Dependencies } from './dependencies.ts'

export interface DraftedSql {
  sql: string
  /** What to call it. */
  title: string | null
}

export type DraftChange = ReturnType<typeof createDraftChange>

/** A change speaks of a few tables; each round reads one that the words have led to. */
const MOST_TABLES = 20

export function createDraftChange({ databases, draftChange, ground, grammar }: Dependencies) {
  /** What the words ask for; reads nothing of the database but what it takes to change it. */
  async function read(
    connection: Connection,
    text: string,
    { asked }: { asked: 'CHANGE' | 'ANYTHING' },
  ): Promise<Exclude<DraftedChange, { kind: 'DETAILS' }>> {
    const opened = await databases.get(connection)
    const catalog = await (asked === 'CHANGE' ? opened.refresh() : opened.catalog())
    const { dialect } = opened
    const answer = (question: string): string | null => {
      const grounded = ground({
        text: question,
        previous: [],
        catalog,
        values: opened.samples(),
        glossary: [],
      })
      const read = grammar.translate({ question: grounded, dialect })
      return read.kind === 'query' ? read.sql : null
    }
    const details: TableDetails[] = []
    for (let round = 0; round <= MOST_TABLES; round++) {
      const drafted = draftChange({ text, catalog, dialect, asked, details, answer })
      if (drafted.kind !== 'DETAILS') return drafted
      const found = await opened.database.readTableDetails(drafted.tables)
      if (found.length === 0) break
      details.push(...found)
    }
    return { kind: 'UNCLEAR', message: 'This speaks of tables that could not be read', choices: [] }
  }

  /** Words of a change become SQL of the engine. PROPOSAL_UNCLEAR when they can be read in more than one way, or in none. */
  async function draft(connection: Connection, text: string): Promise<DraftedSql> {
    const drafted = await read(connection, text, { asked: 'CHANGE' })
    if (drafted.kind === 'SQL') return drafted
    throw new AppError('PROPOSAL_UNCLEAR', drafted.message, {
      hints: drafted.kind === 'UNCLEAR' ? drafted.choices : [],
    })
  }

  return { read, draft }
}
