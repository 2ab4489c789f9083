/** What an answer was made from, so that an earlier one is taken again only where that is still the same. Pure but for hashing. */
import { createHash } from 'node:crypto'
import type { Catalog, CatalogTable, GroundedQuestion } from '../domain.ts'
import type { Generation } from '../generate/generation.ts'

/** Below it the built-in reading has guessed: two questions may then be read alike and mean different things. */
const SURE = 0.9
/** At the end of a question they say nothing. */
const END_MARKS = new Set(['?', '.', '!', ','])

/** The question as words that are equal for equal words: case, courtesy and marks at the end do not count. */
export function askedWordsOf({ words }: GroundedQuestion): string {
  let end = words.length
  while (end > 0 && END_MARKS.has(words[end - 1]?.normal ?? '')) end--
  return words
    .slice(0, end)
    .map(({ kind, normal, text }) => (kind === 'quoted' ? `"${text}"` : normal))
    .join(' ')
}

/** Equal for questions that the built-in reading surely makes the same of; null where it is not sure, or makes nothing. */
export function meaningOf(reading: Generation): string | null {
  const sure = reading.kind === 'query' && (reading.confidence ?? 0) >= SURE
  return sure ? sha256(reading.sql) : null
}

/**
 * A hash over the tables that some SQL reads, as the catalog has them, and over the terms of the glossary that the
 * question speaks of. What has nothing to do with the question may change. Null where a table is not known.
 * @param tables as the guard names them: with a schema where the SQL has one
 */
export function basisOf(
  tables: readonly string[],
  catalog: Catalog,
  question: GroundedQuestion,
): string | null {
  const known = tables.map(name => findTable(name, catalog))
  if (known.some(table => table === null)) return null
  const shapes = known.map(table => JSON.stringify({ ...table, rowEstimate: null, indexes: undefined }))
  const terms = question.mentions
    .flatMap(({ targets }) => targets)
    .flatMap(target => (target.kind === 'term' ? [JSON.stringify(target.term)] : []))
  return sha256(JSON.stringify([[...new Set(shapes)].sort(), [...new Set(terms)].sort()]))
}

function findTable(written: string, { tables, searchPath }: Catalog): CatalogTable | null {
  const named = tables.filter(({ schema, name }) => written === name || written === `${schema}.${name}`)
  const inPath = searchPath.flatMap(schema => named.find(table => table.schema === schema) ?? [])
  return inPath[0] ?? named[0] ?? null
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
