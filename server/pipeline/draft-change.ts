import type { Connection, User } from '../domain.ts'
import type { TableDetails } from '../databases/ddl.ts'
import { AppError } from '../errors.ts'
import type { DraftedChange } from '../generate/changes/changes.ts'
import type { MigrationStatement } from '../sql/sql.ts'
import type { Dependencies } from './dependencies.ts'
import type { KeptRequest, ModelCalls } from './model-calls.ts'
import { readChange } from './read-change.ts'

export interface DraftedSql {
  sql: string
  /** What to call it. */
  title: string | null
}

/** Who wants a change, and what a model's part in it goes on record by. */
export interface DraftFor {
  user: User
  /** Of the proposal. */
  subjectId: string
  promptId: string | null
  onSent: (sent: KeptRequest) => void
}

export type DraftChange = ReturnType<typeof createDraftChange>

/** A change speaks of a few tables; each round reads one that the words have led to. */
const MOST_TABLES = 20

/** Rights are structure to a reader of statements, and nothing that a model hands out. */
function isStructure({ kind, command }: MigrationStatement): boolean {
  const isShape = /^(CREATE|ALTER|DROP|COMMENT|RENAME)\b/.test(command)
  return kind === 'STRUCTURE' && isShape && !/\b(PRIVILEGES|POLICY|OWNER)\b/.test(command)
}

export function createDraftChange(dependencies: Dependencies, modelCalls: ModelCalls) {
  const { databases, draftChange, ground, grammar, changeDrafter, now } = dependencies

  /** What the words ask for; reads nothing of the database but what it takes to change it. */
  async function read(
    connection: Connection,
    text: string,
    { asked }: { asked: 'CHANGE' | 'ANYTHING' },
  ): Promise<Exclude<DraftedChange, { kind: 'DETAILS' }>> {
    const opened = await databases.get(connection)
    const catalog = await (asked === 'CHANGE' ? opened.refresh() : opened.catalog())
    const { dialect } = opened
    let values = opened.samples()
    let lacksValues = false
    const answer = (question: string): string | null => {
      const grounded = ground({ text: question, previous: [], catalog, values, glossary: [] })
      const read = grammar.translate({ question: grounded, dialect })
      lacksValues ||= read.kind !== 'query'
      return read.kind === 'query' ? read.sql : null
    }
    const details: TableDetails[] = []
    for (let round = 0; round <= MOST_TABLES; round++) {
      let drafted = draftChange({ text, catalog, dialect, asked, details, answer })
      if (lacksValues) {
        // Only a view of some rows takes values, which a catalog that was read anew does not have yet.
        values = await opened.values(dependencies.valueColumns(catalog, connection.sampling))
        drafted = draftChange({ text, catalog, dialect, asked, details, answer })
        lacksValues = false
      }
      if (drafted.kind !== 'DETAILS') return drafted
      const found = await opened.database.readTableDetails(drafted.tables)
      if (found.length === 0) break
      details.push(...found)
    }
    return { kind: 'UNCLEAR', message: 'This speaks of tables that could not be read', choices: [] }
  }

  /** What a model makes of words that the built-in reading has no SQL for; null where none is configured. */
  async function askModel(
    connection: Connection,
    text: string,
    { user, subjectId, promptId, onSent }: DraftFor,
  ) {
    const opened = await databases.get(connection)
    return changeDrafter.draft(
      {
        ...{ text, catalog: await opened.catalog(), dialect: opened.dialect, role: user.role },
        ...{ serverVersion: connection.serverVersion, privacy: connection.privacy },
        today: now().toISOString().slice(0, 10),
        verify: sql => problemOf(connection, sql),
        signal: new AbortController().signal,
      },
      modelCalls.eventsOf({ user, connection, subjectId, keepFor: promptId, onSent }),
    )
  }

  /** What keeps it from being a change, in words: what is asked of SQL that a person wrote, and that it leaves rows alone. */
  function problemOf(connection: Connection, sql: string): string | null {
    try {
      const other = readChange(dependencies, connection, sql).find(statement => !isStructure(statement))
      return other === undefined
        ? null
        : `A draft changes the structure and nothing else, and ${other.command} does something else`
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [error.message, ...error.hints].join('. ')
    }
  }

  /**
   * Words of a change become SQL of the engine: by rules, or by a model where they leave it open. PROPOSAL_UNCLEAR when they
   * can be read in more than one way, or in none.
   */
  async function draft(connection: Connection, text: string, wanted: DraftFor): Promise<DraftedSql> {
    const drafted = await read(connection, text, { asked: 'CHANGE' })
    if (drafted.kind === 'SQL') return drafted
    const unclear = (message: string, hints: readonly string[]) =>
      new AppError('PROPOSAL_UNCLEAR', message, { hints })
    const own = unclear(drafted.message, drafted.kind === 'UNCLEAR' ? drafted.choices : [])
    // Where it is known what to choose between, a person chooses.
    if (own.hints.length > 0) throw own
    let byModel: Awaited<ReturnType<typeof askModel>>
    try {
      byModel = await askModel(connection, text, wanted)
    } catch (error) {
      if (!(error instanceof AppError && error.code.startsWith('LLM_'))) throw error
      throw unclear(`${drafted.message} ${error.message}`, [])
    }
    if (byModel === null) throw own
    if (byModel.kind === 'UNCLEAR') throw unclear(byModel.message, byModel.choices)
    return byModel
  }

  return { read, draft }
}
