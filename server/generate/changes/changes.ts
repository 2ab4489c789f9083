/** A change of structure asked for in words becomes migration SQL, by rules and the catalog alone. Pure. */
import type { Dialect, QualifiedName } from '../../databases/database.ts'
import type { TableDetails } from '../../databases/ddl.ts'
import type { Catalog, CatalogTable } from '../../domain.ts'
import type { Change } from './change.ts'
import { Doubt } from './doubt.ts'
import { evolve, fold, placeOf } from './evolve.ts'
import { sayChanges } from './say-changes.ts'
import { readRequestText } from './request-text.ts'
import type { RequestText } from './request-text.ts'
import type { Reader } from './reader.ts'
import { addColumn } from './readers/add-column.ts'
import { alterColumn } from './readers/alter-column.ts'
import { createTable } from './readers/create-table.ts'
import { drop } from './readers/drop.ts'
import { keys } from './readers/keys.ts'
import { rename, withoutLeadingTable } from './readers/rename.ts'
import { comment, createView } from './readers/views-and-comments.ts'
import type { Scene } from './scene.ts'
import { asksForChange, asksForStructure, isQuestion } from './structural-words.ts'
import { writeSql } from './write-sql.ts'

export interface ChangeRequest {
  text: string
  catalog: Catalog
  dialect: Dialect
  /** Whether the words stand where changes are asked for, or where anything is. */
  asked: 'CHANGE' | 'ANYTHING'
  /** Of the tables that an answer before has asked for. */
  details: readonly TableDetails[]
  /** The SQL of a question, where the built-in translator reads it for certain; what a new view shows. */
  answer: (question: string) => string | null
}

export type DraftedChange =
  | { kind: 'SQL'; sql: string; title: string }
  /** To be asked again with the details of these tables beside those that were there. */
  | { kind: 'DETAILS'; tables: readonly QualifiedName[] }
  /** The choices are requests that would be understood; empty where there are none to offer. */
  | { kind: 'UNCLEAR'; message: string; choices: readonly string[] }
  /** Nothing here asks for a change of structure: it may be a question, or ask for a change of rows. */
  | { kind: 'NO_CHANGE'; message: string }

export type DraftChange = (request: ChangeRequest) => DraftedChange

/** The order decides where words fit two forms: what says more of what it wants comes first. */
const READERS: readonly Reader[] = [
  createTable,
  createView,
  comment,
  keys,
  drop,
  rename,
  alterColumn,
  addColumn,
]

const MOST_CHARACTERS = 2000
const MOST_CHOICES = 3
const EXAMPLES =
  'Say it like "add a phone column to customers", "rename … to …", "make … required" or "index … by …".'

export const draftChange: DraftChange = request => {
  const text = readRequestText(request.text)
  const [first = ''] = text.clauses
  if (request.text.length > MOST_CHARACTERS || first === '' || isQuestion(first)) return noChange(first)
  const scene = sceneOf(request, text)
  const changes: Change[] = []
  let at = 0
  try {
    for (; at < text.clauses.length; at++) {
      const read = readClause(text.clauses[at] ?? '', scene)
      if (read === null) {
        if (changes.length > 0 || asksForStructure(first))
          return {
            kind: 'UNCLEAR',
            message: `I could not read "${text.plain(text.clauses[at] ?? '')}" as a change of the structure. ${EXAMPLES}`,
            choices: [],
          }
        return noChange(first)
      }
      for (const change of read) {
        changes.push(change)
        scene.catalog = evolve(scene.catalog, change)
        const { lastTable, lastColumn } = placeOf(change)
        const { schema, name } = lastTable ?? { schema: '', name: '' }
        scene.lastTable =
          scene.catalog.tables.find(table => table.schema === schema && table.name === name) ?? null
        scene.lastColumn = lastColumn
      }
    }
    if (changes.length === 0) return noChange(first)
    const folded = fold(changes)
    const statements = writeSql(folded, scene)
    const notes = [...new Set(scene.notes)].map(note => `-- ${note.replaceAll('\n', ' ')}\n`)
    return {
      kind: 'SQL',
      sql: `${notes.join('')}${statements.map(sql => `${sql};`).join('\n')}`,
      title: sayChanges(folded),
    }
  } catch (error) {
    if (error instanceof DetailsNeeded) return { kind: 'DETAILS', tables: [error.table] }
    if (error instanceof Doubt) return unclear(error, text, at)
    throw error
  }
}

class DetailsNeeded extends Error {
  readonly table: QualifiedName

  constructor({ schema, name }: QualifiedName) {
    super(`details of ${name} are needed`)
    this.table = { schema, name }
  }
}

function sceneOf({ catalog, dialect, details, answer, asked }: ChangeRequest, text: RequestText): Scene {
  return {
    ...{ catalog, dialect, text, answer, asked, lastTable: null, lastColumn: null, notes: [] },
    details: (table: CatalogTable) => {
      const found = details.find(({ schema, name }) => schema === table.schema && name === table.name)
      if (found !== undefined) return found
      const isThere = catalog.tables.some(
        ({ schema, name }) => schema === table.schema && name === table.name,
      )
      // One that this request makes or renames has no details yet.
      if (!isThere) return { schema: table.schema, name: table.name, columns: [], keys: [] }
      throw new DetailsNeeded(table)
    },
  }
}

function readClause(clause: string, scene: Scene): readonly Change[] | null {
  const said = withoutLeadingTable(clause, scene)
  // Only says which table the next clause is about.
  if (said === '') return []
  for (const read of READERS) {
    const changes = read(said, scene)
    if (changes !== null) return changes
  }
  return null
}

function unclear(
  { message, instead }: Pick<Doubt, 'message' | 'instead'>,
  text: RequestText,
  at: number,
): DraftedChange {
  // What is only found when the SQL is written is about all clauses; other words stand for one.
  if (at >= text.clauses.length)
    return at === 1 ? unclear({ message, instead }, text, 0) : { kind: 'UNCLEAR', message, choices: [] }
  const clause = text.clauses[at] ?? ''
  const choices = instead.map(({ words, by }) => {
    const other = words === null ? by : clause.replace(words, () => by)
    return text.written([...text.clauses.slice(0, at), other, ...text.clauses.slice(at + 1)].join('; '))
  })
  const capital = choices.map(choice => choice.charAt(0).toUpperCase() + choice.slice(1))
  return { kind: 'UNCLEAR', message, choices: [...new Set(capital)].slice(0, MOST_CHOICES) }
}

function noChange(clause: string): DraftedChange {
  return {
    kind: 'NO_CHANGE',
    message: asksForChange(clause)
      ? `Only the structure is changed here, no rows. ${EXAMPLES}`
      : `This does not ask for a change of the structure. ${EXAMPLES}`,
  }
}
