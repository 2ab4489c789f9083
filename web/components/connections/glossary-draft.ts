import type { ConnectionDetailsFragment, GlossaryTermInput } from '../../graphql/generated/graphql.ts'

/** A term as it stands in the editor; `key` stays when others come and go. */
export interface DraftTerm {
  key: number
  term: string
  meaning: string
  sql: string
}

type SavedTerms = ConnectionDetailsFragment['glossary']
export type TermField = 'term' | 'meaning' | 'sql'
/** By the term's key and field. */
export type TermMessages = ReadonlyMap<string, string>

export function draftTerms(saved: SavedTerms): DraftTerm[] {
  return saved.map(({ term, meaning, sql }, key) => ({ key, term, meaning, sql: sql ?? '' }))
}

export function emptyTerm(terms: readonly DraftTerm[]): DraftTerm {
  return { key: Math.max(-1, ...terms.map(({ key }) => key)) + 1, term: '', meaning: '', sql: '' }
}

/** Lines in which nothing stands are left out: they were added and forgotten. */
function filledIn(terms: readonly DraftTerm[]): readonly DraftTerm[] {
  return terms.filter(({ term, meaning, sql }) => `${term}${meaning}${sql}`.trim() !== '')
}

export function termInputs(terms: readonly DraftTerm[]): GlossaryTermInput[] {
  return filledIn(terms).map(({ term, meaning, sql }) => ({
    term,
    meaning,
    sql: sql.trim() === '' ? null : sql,
  }))
}

export function isGlossaryChanged(terms: readonly DraftTerm[], saved: SavedTerms): boolean {
  return JSON.stringify(termInputs(terms)) !== JSON.stringify(termInputs(draftTerms(saved)))
}

export function messageKey(key: number, field: TermField): string {
  return `${key} ${field}`
}

/** The server counts what it was sent, e.g. `terms.3.meaning`. */
export function termMessages(
  terms: readonly DraftTerm[],
  fields: readonly { field: string; message: string }[],
): TermMessages {
  const sent = filledIn(terms)
  return new Map(
    fields.flatMap(({ field, message }) => {
      const [, index = '', name = ''] = /^terms\.(\d+)\.(term|meaning|sql)$/.exec(field) ?? []
      const key = sent[Number(index)]?.key
      return index === '' || key === undefined ? [] : [[messageKey(key, name as TermField), message] as const]
    }),
  )
}
