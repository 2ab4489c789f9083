import type { Catalog, CatalogColumn, CatalogTable, MentionTarget, NameMatch } from '../domain.ts'
import { nameKey, nameWords, withSynonyms, writtenOut } from './name-words.ts'

/** What each name key may mean. */
export type NameIndex = ReadonlyMap<string, readonly MentionTarget[]>

// A catalog never changes once it is read, so its index is built once; it goes when the catalog goes.
const indexes = new WeakMap<Catalog, NameIndex>()

export function nameIndexOf(catalog: Catalog): NameIndex {
  const known = indexes.get(catalog)
  if (known) return known
  const index = buildNameIndex(catalog)
  indexes.set(catalog, index)
  return index
}

/** Last words that say too little about a column to stand for it, e.g. `name` for `contact_name`. */
const TOO_GENERAL = new Set([
  'id',
  'name',
  'code',
  'number',
  'date',
  'type',
  'at',
  'by',
  'to',
  'on',
  'in',
  'of',
  'from',
  'for',
  'with',
])

const LONGEST_COMMENT_NAME_WORDS = 3

function buildNameIndex(catalog: Catalog): NameIndex {
  const index = new Map<string, MentionTarget[]>()
  const add = (words: readonly string[], target: MentionTarget) => {
    const key = nameKey(words)
    if (key === '') return
    const targets = index.get(key)
    if (!targets) index.set(key, [target])
    else if (!targets.some(other => sameElement(other, target))) targets.push(target)
  }
  for (const table of catalog.tables) {
    for (const [words, match] of tableNames(table)) add(words, { kind: 'table', table, match })
    for (const column of table.columns)
      for (const [words, match] of columnNames(table, column))
        add(words, { kind: 'column', table, column, match })
  }
  return index
}

type SpokenName = readonly [words: readonly string[], match: NameMatch]

function tableNames(table: CatalogTable): SpokenName[] {
  const words = nameWords(table.name)
  return [
    [words, 'EXACT'],
    [writtenOut(words), 'EXACT'],
    ...withSynonyms(words).map((other): SpokenName => [other, 'LOOSE']),
    ...commentName(table.comment),
  ]
}

/** Surest names first, because the first one that is added for a key stays. */
function columnNames(table: CatalogTable, column: CatalogColumn): SpokenName[] {
  const words = writtenOut(nameWords(column.name))
  const tableWords = nameWords(table.name)
  const own = withoutTable(words, tableWords)
  return [
    [nameWords(column.name), 'EXACT'],
    [words, 'EXACT'],
    ...(own ? [[own, 'SHORT'] as const] : []),
    [[...tableWords, ...words], 'LONG'],
    ...withSynonyms(words).map((other): SpokenName => [other, 'LOOSE']),
    ...lastWords(own ?? words).map((part): SpokenName => [part, 'PART']),
    ...commentName(column.comment),
  ]
}

/** `category_name` of `categories` is `name`; also for names without separators, `countryname` of `countries`. */
function withoutTable(words: readonly string[], tableWords: readonly string[]): string[] | null {
  for (let length = 1; length < words.length; length++)
    if (nameKey(words.slice(0, length)) === nameKey(tableWords)) return words.slice(length)
  const [only] = words
  const prefix = nameKey(tableWords)
  if (words.length !== 1 || only === undefined || !only.startsWith(prefix) || only.length < prefix.length + 2)
    return null
  return [only.slice(prefix.length)]
}

function lastWords(words: readonly string[]): string[][] {
  return words
    .map((_, at) => words.slice(at))
    .slice(1)
    .filter(part => !(part.length === 1 && TOO_GENERAL.has(part[0] ?? '')))
}

/** A comment that is itself a name, e.g. `Job title`; longer ones describe rather than name. */
function commentName(comment: string | null): SpokenName[] {
  const words = nameWords(comment?.split(/[.,;:(]/u)[0] ?? '')
  return words.length > 0 && words.length <= LONGEST_COMMENT_NAME_WORDS ? [[words, 'LOOSE']] : []
}

function sameElement(a: MentionTarget, b: MentionTarget): boolean {
  if (a.kind === 'table' && b.kind === 'table') return a.table === b.table
  return a.kind === 'column' && b.kind === 'column' && a.column === b.column
}
