/**
 * What may go out to a model, by the privacy level of a connection: the one place where that is enforced. Prompts are
 * written from an `Outgoing`, never from what is known.
 *
 * CATALOG: names, types, keys, comments, labels of enum types, glossary; no value that the person has not said.
 * VALUES: sample values too, without those that look personal. ROWS: also results, for their summary (see `explain/`).
 */
import type { ColumnValues } from '../domain.ts'
import { maskLiterals } from './mask-literals.ts'
import { maskPersonal, looksPersonal } from './personal-text.ts'
import type { PromptInput } from './prompt-input.ts'
import { similarQuestions } from './similar-questions.ts'

export type Outgoing = Omit<PromptInput, 'allowedPersonal'>

export function outgoing(input: PromptInput): Outgoing {
  const { allowedPersonal, privacy, dialect } = input
  const said = [input.text, ...input.conversation.map(({ text }) => text)].join('\n')
  const ofSql = (sql: string) => (privacy === 'CATALOG' ? maskLiterals(sql, said, dialect) : sql)
  // What the person has written themselves is theirs to send; what others have is not.
  const ofOthers = (text: string) => (said.includes(text) ? text : maskPersonal(text))
  const allowed = new Set(allowedPersonal.map(keyOf))
  return {
    ...input,
    conversation: input.conversation.map(({ text, sql }) => ({
      text,
      sql: sql === null ? null : ofSql(sql),
    })),
    values: privacy === 'CATALOG' ? [] : input.values.map(known => withoutPersonal(known, allowed)),
    catalog: withoutPersonalComments(input.catalog),
    glossary: input.glossary.map(({ term, meaning, sql }) => ({
      term: ofOthers(term),
      meaning: ofOthers(meaning),
      sql: sql === null ? null : ofOthers(sql),
    })),
    approved: similarQuestions(input.text, input.approved).map(({ text, sql }) => ({
      // Another person's question may name a value as well as its SQL does.
      text: ofOthers(text),
      sql: ofOthers(ofSql(sql)),
    })),
  }
}

function keyOf({ schema, table, column }: { schema: string; table: string; column: string }): string {
  return JSON.stringify([schema, table, column])
}

function withoutPersonal(known: ColumnValues, allowed: ReadonlySet<string>): ColumnValues {
  if (allowed.has(keyOf(known))) return known
  const values = known.values.filter(value => !looksPersonal(value))
  return values.length === known.values.length ? known : { ...known, values, complete: false }
}

const cleaned = new WeakMap<PromptInput['catalog'], PromptInput['catalog']>()

/** Comments are written by whoever made the table, now and then with an address to write to. Kept, for the cache by identity. */
function withoutPersonalComments(catalog: PromptInput['catalog']): PromptInput['catalog'] {
  const known = cleaned.get(catalog)
  if (known) return known
  const of = (comment: string | null) => (comment === null ? null : maskPersonal(comment))
  const tables = catalog.tables.map(table => ({
    ...table,
    comment: of(table.comment),
    columns: table.columns.map(column => ({ ...column, comment: of(column.comment) })),
  }))
  const clean = { ...catalog, tables }
  cleaned.set(catalog, clean)
  return clean
}
