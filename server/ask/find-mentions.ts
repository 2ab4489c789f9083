import type {
  Catalog,
  CatalogColumn,
  CatalogTable,
  ColumnValues,
  GlossaryTerm,
  Mention,
  MentionTarget,
  QuestionWord,
} from '../domain.ts'
import { placeOf } from './demonyms.ts'
import { genderWords } from './gender-words.ts'
import { editDistance } from './edit-distance.ts'
import { isFunctionWord } from './function-words.ts'
import { datesOfDeed, misspelledNames, nameIndexOf, roughNames, sameElement } from './name-index.ts'
import { nameKey, nameWords, singular } from './name-words.ts'
import { tablesByName } from './tables-by-name.ts'
import { termColumn } from './term-column.ts'
import { looseKey } from './word-stem.ts'

export interface FindMentionsInput {
  text: string
  words: readonly QuestionWord[]
  catalog: Catalog
  values: readonly ColumnValues[]
  glossary: readonly GlossaryTerm[]
}

const LONGEST_NAME_WORDS = 6
const LONGEST_VALUE_WORDS = 12

interface Span {
  from: number
  to: number
}

/** Every table, column, value and term that some words of the question may speak of. */
export function findMentions(input: FindMentionsInput): Mention[] {
  const found = new Map<string, { span: Span; targets: MentionTarget[] }>()
  const add = (span: Span, target: MentionTarget) => {
    const key = `${span.from}:${span.to}`
    const entry = found.get(key)
    if (entry) entry.targets.push(target)
    else found.set(key, { span, targets: [target] })
  }
  for (const [span, target] of findNames(input)) add(span, target)
  for (const [span, target] of findSharedHeads(input)) add(span, target)
  for (const [span, target] of findYes(input, [...found.values()])) add(span, target)
  for (const [span, target] of findValues(input)) add(span, target)
  for (const [span, target] of findTerms(input)) add(span, target)
  for (const [span, target] of findRoughly(input, at =>
    [...found.values()].some(({ span }) => span.from <= at && at < span.to),
  ))
    add(span, target)
  return [...found.values()]
    .map(({ span, targets }) => ({ ...span, targets }))
    .sort((a, b) => a.from - b.from || b.to - a.to)
}

function* findNames({ words, catalog }: FindMentionsInput): Generator<[Span, MentionTarget]> {
  const index = nameIndexOf(catalog)
  for (const span of spans(words.length, LONGEST_NAME_WORDS)) {
    const part = words.slice(span.from, span.to)
    if (part.some(word => word.kind === 'mark' || word.kind === 'quoted')) continue
    const normals = part.map(word => word.normal)
    const named = index.get(nameKey(normals)) ?? []
    for (const target of named) yield [span, target]
    for (const target of withKindWord(normals, named, index)) yield [span, target]
    if (
      named.some(target => (target.kind === 'table' || target.kind === 'column') && target.match !== 'PART')
    )
      continue
    if (isFunctionWord(normals[0] ?? '') || isFunctionWord(normals.at(-1) ?? '')) continue
    for (const target of index.get(looseKey(normals)) ?? [])
      if (!named.some(other => sameElement(other, target))) yield [span, target]
  }
}

/** Words that say only that something has a number or a value. */
const KIND_WORDS = new Set(['address', 'number', 'value', 'level', 'amount', 'figure', 'no'])

/** The "phone number" is the phone, the "order number" the key of orders. */
function* withKindWord(
  normals: readonly string[],
  named: readonly MentionTarget[],
  index: ReturnType<typeof nameIndexOf>,
): Generator<MentionTarget> {
  const last = singular(normals.at(-1) ?? '')
  if (normals.length < 2 || named.length > 0 || !KIND_WORDS.has(last)) return
  // The "staff number" is the number of staff.
  if (last === 'number')
    for (const target of index.get(nameKey(['number', 'of', ...normals.slice(0, -1)])) ?? [])
      if (target.kind === 'column' && target.match !== 'STEM') yield { ...target, match: 'SHORT' }
  for (const target of index.get(nameKey(normals.slice(0, -1))) ?? []) {
    if (target.kind === 'column' && (target.match === 'EXACT' || target.match === 'SHORT'))
      yield { ...target, match: 'SHORT' }
    const key =
      target.kind === 'table' && target.table.primaryKey.length === 1 ? target.table.primaryKey[0] : null
    if (target.kind !== 'table' || (last !== 'number' && last !== 'no') || target.match !== 'EXACT') continue
    const column = target.table.columns.find(({ name }) => name === key)
    if (column) yield { kind: 'column', table: target.table, column, match: 'SHORT' }
  }
}

/** "First and last name" are the first name and the last name. */
function* findSharedHeads({ words, catalog }: FindMentionsInput): Generator<[Span, MentionTarget]> {
  const index = nameIndexOf(catalog)
  for (let at = 0; at + 3 < words.length; at++) {
    const [first, and, second, head] = words.slice(at, at + 4)
    if (first?.kind !== 'word' || second?.kind !== 'word' || head?.kind !== 'word') continue
    if (and?.normal !== 'and' && and?.normal !== 'or') continue
    const others = index.get(nameKey([second.normal, head.normal])) ?? []
    for (const target of index.get(nameKey([first.normal, head.normal])) ?? [])
      if (
        target.kind === 'column' &&
        others.some(
          other => other.kind === 'column' && other.table === target.table && other.column !== target.column,
        )
      )
        yield [{ from: at, to: at + 1 }, target]
  }
}

/** For words that nothing is called: joined names that have them, `mpg` for miles per gallon, and slips of the pen. */
function* findRoughly(
  input: FindMentionsInput,
  isKnown: (at: number) => boolean,
): Generator<[Span, MentionTarget]> {
  const { words, catalog } = input
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (!word || word.kind !== 'word' || isKnown(at)) continue
    for (const length of [4, 3]) {
      const part = words.slice(at, at + length)
      if (part.length < length || part.some(({ kind }) => kind !== 'word')) continue
      for (const target of roughNames(
        catalog,
        part.map(({ normal }) => normal),
      ))
        yield [{ from: at, to: at + length }, target]
    }
    // "Logged in" is a login, "signed up" a signup.
    const particle = words[at + 1]
    if (particle && /^(in|up|out|off)$/u.test(particle.normal))
      for (const target of datesOfDeed(catalog, word.normal, particle.normal))
        yield [{ from: at, to: at + 2 }, target]
    if (isFunctionWord(word.normal)) continue
    if (word.normal.length < 4) {
      // "When did it air?": short words are only looked up as they are.
      for (const target of word.normal.length < 3 ? [] : datesOfDeed(catalog, word.normal))
        yield [{ from: at, to: at + 1 }, target]
      continue
    }
    const rough = roughNames(catalog, [singular(word.normal)])
    const meant =
      rough.length > 0 || word.normal.length < 6 ? rough : misspelledNames(catalog, singular(word.normal))
    const deeds = meant.length > 0 ? [] : datesOfDeed(catalog, word.normal)
    for (const target of [...meant, ...deeds]) yield [{ from: at, to: at + 1 }, target]
    const isName = at > 0 && /^\p{Lu}/u.test(word.text)
    const fragment =
      isName || meant.length + deeds.length > 0 ? null : fragmentOf(input, singular(word.normal))
    if (fragment) yield [{ from: at, to: at + 1 }, fragment]
    const known = meant.length + deeds.length > 0 || fragment !== null
    for (const target of known ? [] : misspelledValues(input, word.normal))
      yield [{ from: at, to: at + 1 }, target]
  }
}

const SHORTEST_MISSPELLED = 5
const TWO_SLIPS_FROM = 9

/** The one value that is a slip of the pen away from a word, in each column that has it. */
function misspelledValues(input: FindMentionsInput, word: string): MentionTarget[] {
  if (word.length < SHORTEST_MISSPELLED || /\d/u.test(word)) return []
  let limit = word.length >= TWO_SLIPS_FROM ? 2 : 1
  let found: { text: string; target: MentionTarget }[] = []
  for (const { table, column, values } of [...enumColumns(input.catalog), ...sampledColumns(input)])
    normalised(values).forEach((text, at) => {
      if (text[0] !== word[0] || Math.abs(text.length - word.length) > limit) return
      const away = editDistance(word, text, limit)
      if (away === 0 || away > limit) return
      if (away < limit) found = []
      limit = away
      const target = {
        kind: 'value' as const,
        table,
        column,
        value: values[at] ?? '',
        misspelled: true as const,
      }
      found.push({ text, target })
    })
  return new Set(found.map(({ text }) => text)).size === 1 ? found.map(({ target }) => target) : []
}

/** The one column of several words a value that has values with that word. */
function fragmentOf(input: FindMentionsInput, word: string): MentionTarget | null {
  const holders = sampledColumns(input).filter(({ values }) => wordsWithin(values).has(word))
  // Names and titles have words of all sorts, which mean something else everywhere else.
  if (holders.some(({ column }) => /(name|title)$/iu.test(column.name))) return null
  const [only, ...more] = holders
  return only && more.length === 0
    ? { kind: 'fragment', table: only.table, column: only.column, text: word }
    : null
}

const wordsOfValues = new WeakMap<readonly string[], ReadonlySet<string>>()

/** The words of values that have more than one. */
function wordsWithin(values: readonly string[]): ReadonlySet<string> {
  const known = wordsOfValues.get(values)
  if (known) return known
  const found = new Set<string>()
  for (const value of values) {
    const words = value.toLowerCase().match(/\p{L}{4,}/gu) ?? []
    if (normalise(value) !== words[0]) for (const word of words) found.add(singular(word))
  }
  wordsOfValues.set(values, found)
  return found
}

/** The data is walked once and looked up in the question, which is much the smaller of the two. */
function* findValues(input: FindMentionsInput): Generator<[Span, MentionTarget]> {
  const spoken = spokenTexts(input)
  for (const { table, column, values } of [...enumColumns(input.catalog), ...sampledColumns(input)]) {
    const texts = normalised(values)
    for (let at = 0; at < values.length; at++)
      for (const span of spoken.get(texts[at] ?? '') ?? [])
        yield [span, { kind: 'value', table, column, value: values[at] ?? '' }]
    for (const { value, said } of genderWords(column, values))
      for (const span of spoken.get(said) ?? []) yield [span, { kind: 'value', table, column, value }]
  }
}

const YES = new Set(['t', 'y', 'true', 'yes', '1'])
const NO = new Set(['f', 'n', 'false', 'no', '0'])

/** "Official" languages: where a column of text says yes or no, by its values or by its name, its name means yes. */
function* findYes(
  input: FindMentionsInput,
  named: readonly { span: Span; targets: readonly MentionTarget[] }[],
): Generator<[Span, MentionTarget]> {
  const yes = new Map<CatalogColumn, string[]>()
  for (const { column, values } of [...enumColumns(input.catalog), ...sampledColumns(input)]) {
    const said = values.map(normalise)
    const asks = /^(is|has)_?\p{L}{3}/iu.test(column.name)
    if ((asks || said.every(value => YES.has(value) || NO.has(value))) && said.some(value => NO.has(value)))
      yes.set(column, values.filter(value => YES.has(normalise(value))).slice(0, 1))
  }
  for (const { span, targets } of named)
    for (const target of targets)
      if (target.kind === 'column')
        for (const value of yes.get(target.column) ?? [])
          yield [span, { kind: 'value', table: target.table, column: target.column, value }]
}

/** What the question says, span by span, as written and with its last word in the singular and the plural's place. */
function spokenTexts({ text, words }: FindMentionsInput): Map<string, Span[]> {
  const spoken = new Map<string, Span[]>()
  const add = (said: string, span: Span) => {
    const known = spoken.get(said)
    if (!known) spoken.set(said, [span])
    else if (!known.includes(span)) known.push(span)
  }
  for (const span of spans(words.length, LONGEST_VALUE_WORDS)) {
    const first = words[span.from]
    const last = words[span.to - 1]
    if (!first || !last) continue
    if (first === last && first.kind === 'quoted') add(normalise(first.text), span)
    if (first.kind !== 'word' && first.kind !== 'number') continue
    if (first === last && (isFunctionWord(first.normal) || first.kind === 'number')) continue
    if (words.slice(span.from, span.to).some(word => word.kind === 'quoted')) continue
    const said = normalise(text.slice(first.start, last.end))
    add(said, span)
    const place = placeOf(said)
    if (place !== null) add(place, span)
    if (last.kind === 'word' && last.normal.length > 3) {
      const before = said.slice(0, said.length - last.normal.length)
      add(before + singular(last.normal), span)
      if (singular(last.normal) === last.normal) add(`${said}s`, span)
    }
  }
  return spoken
}

/** Whether the data is known to hold just that word somewhere. */
export function isValue(input: Pick<FindMentionsInput, 'catalog' | 'values'>, word: string): boolean {
  return [...enumColumns(input.catalog), ...sampledColumns(input)].some(({ values }) =>
    normalised(values).includes(word),
  )
}

const normalisedValues = new WeakMap<readonly string[], readonly string[]>()

/** Samples are kept for hours and looked through for every question. */
function normalised(values: readonly string[]): readonly string[] {
  const known = normalisedValues.get(values)
  if (known) return known
  const texts = values.map(normalise)
  normalisedValues.set(values, texts)
  return texts
}

function normalise(value: string): string {
  return value.toLowerCase().replaceAll('’', "'").replace(/\s+/gu, ' ').trim()
}

interface NamedValues {
  table: CatalogTable
  column: CatalogColumn
  values: readonly string[]
}

const enumsOf = new WeakMap<Catalog, readonly NamedValues[]>()

function enumColumns(catalog: Catalog): readonly NamedValues[] {
  const known = enumsOf.get(catalog)
  if (known) return known
  const found = catalog.tables.flatMap(table =>
    table.columns.flatMap(column =>
      column.enumValues ? [{ table, column, values: column.enumValues }] : [],
    ),
  )
  enumsOf.set(catalog, found)
  return found
}

const samplesOf = new WeakMap<readonly ColumnValues[], { catalog: Catalog; found: readonly NamedValues[] }>()

function sampledColumns({
  catalog,
  values,
}: Pick<FindMentionsInput, 'catalog' | 'values'>): readonly NamedValues[] {
  const known = samplesOf.get(values)
  if (known?.catalog === catalog) return known.found
  const tables = tablesByName(catalog)
  const found = values.flatMap(sample => {
    const table = tables.get(`${sample.schema}\n${sample.table}`)
    const column = table?.columns.find(({ name }) => name === sample.column)
    return table && column && !column.enumValues ? [{ table, column, values: sample.values }] : []
  })
  samplesOf.set(values, { catalog, found })
  return found
}

/** A term whose meaning is itself the name of a table or column, or a formula, stands for it; others are told as terms. */
function* findTerms({ words, catalog, glossary }: FindMentionsInput): Generator<[Span, MentionTarget]> {
  const terms = new Map(glossary.map(term => [nameKey(nameWords(term.term)), term]))
  const index = nameIndexOf(catalog)
  for (const span of spans(words.length, LONGEST_NAME_WORDS)) {
    const part = words.slice(span.from, span.to)
    const term = terms.get(nameKey(part.map(word => word.normal)))
    if (!term || part.some(word => word.kind === 'mark')) continue
    const meant = index.get(nameKey(nameWords(term.sql ?? term.meaning)))
    const formula = meant ? null : termColumn(catalog, term)
    if (formula?.column.kind === 'BOOLEAN')
      yield [withoutTable(span, part, formula.table), { kind: 'value', ...formula, value: term.term }]
    else if (formula) yield [span, { kind: 'column', ...formula, match: 'EXACT' }]
    else for (const target of meant ?? [{ kind: 'term', term } as const]) yield [span, target]
  }
}

/** "Active customer", as a condition of customers, is said by its first words: the others name the rows by themselves. */
function withoutTable({ from, to }: Span, words: readonly { normal: string }[], table: CatalogTable): Span {
  const called = nameKey(nameWords(table.name))
  const rest = words.findIndex(
    (_, at) => at > 0 && nameKey(words.slice(at).map(({ normal }) => normal)) === called,
  )
  return { from, to: rest < 0 ? to : from + rest }
}

function* spans(length: number, longest: number): Generator<Span> {
  for (let from = 0; from < length; from++)
    for (let to = from + 1; to <= Math.min(length, from + longest); to++) yield { from, to }
}
