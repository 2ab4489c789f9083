import type { FieldProblem, GlossaryTerm } from '../domain.ts'
import { inputInvalid } from './input-invalid.ts'
import { readText, readVisibleLine } from './input-text.ts'
import type { Read } from './input-text.ts'

const MAX_TERMS = 500
const MAX_TERM = 80
const MAX_MEANING = 500
const MAX_SQL = 2000

/** As they will be kept; INPUT_INVALID with one message for each wrong field, e.g. of `terms.3.meaning`, from 0. */
export function validateGlossary(terms: readonly GlossaryTerm[]): GlossaryTerm[] {
  if (terms.length > MAX_TERMS) {
    throw inputInvalid('The glossary', [
      { field: 'terms', message: `There can be ${MAX_TERMS} terms at most` },
    ])
  }
  const fields: FieldProblem[] = []
  const seen = new Set<string>()
  const valid = terms.map((given, index) => {
    const take = <T>(field: keyof GlossaryTerm, read: Read<T>, otherwise: T): T => {
      if ('value' in read) return read.value
      fields.push({ field: `terms.${index}.${field}`, message: read.problem })
      return otherwise
    }
    const term = take('term', unlessSeen(readVisibleLine(given.term, 'the term', MAX_TERM), seen), '')
    const meaning = take(
      'meaning',
      readVisibleLine(given.meaning.replace(/\s+/g, ' '), 'what it means', MAX_MEANING),
      '',
    )
    const sql = take('sql', readText(given.sql ?? '', 'the SQL', MAX_SQL), '')
    return { term, meaning, sql: sql === '' ? null : sql }
  })
  if (fields.length > 0) throw inputInvalid('The glossary', fields)
  return valid
}

function unlessSeen(read: Read<string>, seen: Set<string>): Read<string> {
  if (!('value' in read)) return read
  const key = read.value.toLowerCase()
  if (seen.has(key)) return { problem: 'This term is in the list already' }
  seen.add(key)
  return read
}
