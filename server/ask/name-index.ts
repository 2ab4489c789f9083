import type { Catalog, CatalogColumn, CatalogTable, MentionTarget, NameMatch } from '../domain.ts'
import { abbreviationSteps, withoutAbbreviations } from './abbreviations.ts'
import { deniedBy } from './denied-word.ts'
import { editDistance } from './edit-distance.ts'
import { joinedWords, vocabularySteps } from './joined-words.ts'
import type { Vocabulary } from './joined-words.ts'
import { nameKey, nameWords, singular, withSynonyms, writtenOut } from './name-words.ts'
import { looseKey } from './word-stem.ts'

/** What each name key may mean. */
export type NameIndex = ReadonlyMap<string, readonly MentionTarget[]>

/** The keys by how they begin and end, and by their length, for words that are not quite one of them. */
interface Shapes {
  starts: Map<string, string[]>
  ends: Map<string, string[]>
  lengths: Map<string, string[]>
}

interface Building {
  index: Map<string, MentionTarget[]>
  shapes: Shapes
  steps: Iterator<undefined>
}

// A catalog never changes once it is read, so its index is built once; it goes when the catalog goes.
const buildings = new WeakMap<Catalog, Building>()

function buildingOf(catalog: Catalog): Building {
  const known = buildings.get(catalog)
  if (known) return known
  const index = new Map<string, MentionTarget[]>()
  const shapes: Shapes = { starts: new Map(), ends: new Map(), lengths: new Map() }
  const made = { index, shapes, steps: buildNameIndex(catalog, index, shapes) }
  buildings.set(catalog, made)
  return made
}

/** Builds the index of a catalog step by step, about a table at a time, so that others can do something in between. */
export function* nameIndexSteps(catalog: Catalog): Generator<undefined> {
  const { steps } = buildingOf(catalog)
  while (!steps.next().done) yield
}

function finished(catalog: Catalog): Building {
  const building = buildingOf(catalog)
  while (!building.steps.next().done);
  return building
}

const SHAPE = 4

/** Names that are a slip of the pen away from a word: one letter, two in long words. */
export function misspelledNames(catalog: Catalog, said: string): readonly MentionTarget[] {
  const limit = said.length >= 8 ? 2 : 1
  const { index, shapes } = finished(catalog)
  let best: readonly MentionTarget[] = []
  let nearest = limit + 1
  const denied = deniedBy(said)
  for (let length = Math.max(5, said.length - limit); length <= said.length + limit; length++)
    for (const key of shapes.lengths.get(`${said[0] ?? ''}${length}`) ?? []) {
      // What a word denies is no slip of the pen.
      if (denied !== null && key.endsWith(denied) && !key.startsWith(said.slice(0, -denied.length))) continue
      const away = editDistance(said, key, limit)
      if (away >= nearest) continue
      nearest = away
      best = index.get(key) ?? []
    }
  return best.map(target =>
    target.kind === 'table' || target.kind === 'column'
      ? { ...target, match: 'STEM' as const, misspelled: true as const }
      : target,
  )
}

/** Columns whose names begin or end with a word, or have its first letters, where nothing else is called so. */
export function roughNames(catalog: Catalog, said: readonly string[]): readonly MentionTarget[] {
  const { index, shapes } = finished(catalog)
  const found: MentionTarget[] = []
  const initials = said.map(word => word[0]).join('')
  const [only, ...more] = said
  if (more.length > 0 && initials.length < 3) return []
  const keys =
    more.length > 0
      ? [initials]
      : only === undefined || only.length < SHAPE
        ? []
        : [
            ...(shapes.starts.get(only.slice(0, SHAPE)) ?? []).filter(key => key.startsWith(only)),
            ...(shapes.ends.get(only.slice(-SHAPE)) ?? []).filter(key => key.endsWith(only)),
          ].filter(key => key.length >= only.length + 3)
  for (const key of keys) {
    for (const target of index.get(key) ?? [])
      if (
        target.kind === 'column' &&
        (target.match === 'EXACT' || target.match === 'SHORT') &&
        !found.some(each => sameElement(each, target))
      )
        found.push({ ...target, match: 'STEM' })
    if (found.length > 8) return []
  }
  return found
}

/** The dates that tell when something was done, by another form of the deed: `shipment` by `shipped_date`. */
export function datesOfDeed(catalog: Catalog, said: string, particle = ''): readonly MentionTarget[] {
  return finished(catalog).index.get(`^${deedOf(IRREGULAR[said] ?? said)}${particle}`) ?? []
}

const IRREGULAR: Readonly<Record<string, string>> = {
  left: 'leave',
  began: 'begin',
  begun: 'begin',
  sent: 'send',
  bought: 'buy',
  sold: 'sell',
  met: 'meet',
  taken: 'take',
  took: 'take',
}

/** A very rough stem: `shipped`, `shipping` and `shipment` are `ship`. */
function deedOf(word: string): string {
  const short = word.replace(/(ments?|ings?|ed|ations?|ions?|als?|y|e|s)$/u, '')
  return short.length < 3 ? word : short.replace(/([b-df-hj-np-tv-z])\1$/u, '$1')
}

export function nameIndexOf(catalog: Catalog): NameIndex {
  return finished(catalog).index
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
/** A name of so many words is known by all but the last: `pixel_aspect_ratio_par`. */
const LONG_NAME_WORDS = 4

function* buildNameIndex(
  catalog: Catalog,
  index: Map<string, MentionTarget[]>,
  { starts, ends, lengths }: Shapes,
): Generator<undefined> {
  const keep = (keys: Map<string, string[]>, shape: string, key: string) => {
    const list = keys.get(shape)
    if (list) list.push(key)
    else keys.set(shape, [key])
  }
  // Names such as `id` belong to every table, so what a key has is looked up, not searched for.
  const known = new Map<string, Set<unknown>>()
  const put = (key: string, target: MentionTarget) => {
    if (key === '') return
    const element = target.kind === 'column' ? target.column : target.kind === 'table' ? target.table : target
    const elements = known.get(key) ?? known.set(key, new Set()).get(key)
    if (!elements || elements.has(element)) return
    elements.add(element)
    const targets = index.get(key)
    if (targets) targets.push(target)
    else {
      index.set(key, [target])
      if (/^[~^]/u.test(key) || key.length < SHAPE) return
      keep(starts, key.slice(0, SHAPE), key)
      keep(ends, key.slice(-SHAPE), key)
      keep(lengths, `${key[0] ?? ''}${key.length}`, key)
    }
  }
  const add = (words: readonly string[], target: MentionTarget) => put(nameKey(words), target)
  const addLoosely = (words: readonly string[], target: MentionTarget) =>
    put(
      looseKey(words),
      target.kind === 'table' || target.kind === 'column' ? { ...target, match: 'STEM' } : target,
    )
  const vocabulary = yield* vocabularySteps(catalog)
  const short = yield* abbreviationSteps(catalog)
  for (const table of catalog.tables) {
    yield
    for (const [words, match] of tableNames(table, vocabulary)) {
      add(words, { kind: 'table', table, match })
      if (match === 'EXACT') addLoosely(words, { kind: 'table', table, match: 'STEM' })
    }
    const whole = withoutAbbreviations(nameWords(table.name), short)
    if (whole) add(whole, { kind: 'table', table, match: 'SHORT' })
    for (const column of table.columns) {
      if (column.kind === 'DATE' || column.kind === 'TIMESTAMP') {
        const [first = '', second = ''] = nameWords(column.name)
        const deed = /^(last|latest|first)$/u.test(first) ? second : first
        put(`^${deedOf(deed)}`, { kind: 'column', table, column, match: 'STEM' })
        if (deed !== first) put(`^${deedOf(first)}`, { kind: 'column', table, column, match: 'STEM' })
      }
      for (const [words, match] of columnNames(table, column, vocabulary)) {
        add(words, { kind: 'column', table, column, match })
        if (match === 'EXACT' || match === 'SHORT')
          addLoosely(words, { kind: 'column', table, column, match: 'STEM' })
      }
      const spelled = withoutAbbreviations(nameWords(column.name), short)
      if (spelled) {
        add(spelled, { kind: 'column', table, column, match: 'LOOSE' })
        const own = withoutTable(spelled, nameWords(table.name))
        if (own) add(writtenOut(own), { kind: 'column', table, column, match: 'SHORT' })
      }
    }
  }
}

type SpokenName = readonly [words: readonly string[], match: NameMatch]

function tableNames(table: CatalogTable, vocabulary: Vocabulary): SpokenName[] {
  const words = nameWords(table.name)
  return [
    [words, 'EXACT'],
    [writtenOut(words), 'EXACT'],
    [joinedWords(words, vocabulary), 'EXACT'],
    ...(table.kind === 'TABLE' ? withoutKind(words) : []),
    ...partsOfAWhole(words),
    ...withSynonyms(words).map((other): SpokenName => [other, 'LOOSE']),
    ...lastWords(joinedWords(words, vocabulary)).map((part): SpokenName => [part, 'PART']),
    ...commentName(table.comment),
  ]
}

/** Last words that say in which form a column has something. */
const FORMS = new Set([
  'name',
  'type',
  'kind',
  'form',
  'title',
  'label',
  'status',
  'value',
  'level',
  'millions',
  'usd',
  'eur',
  'pct',
  'percent',
  'flag',
  'amount',
  'count',
  // Units
  'kg',
  'km',
  'cm',
  'mm',
  'ms',
  'litres',
  'liters',
  'minutes',
  'hours',
  'days',
  'seconds',
  'dollars',
  'euros',
])

/** `country_name` tells the country, `net_worth_millions` the net worth, `is_official` what is official. */
function withoutForm(words: readonly string[]): SpokenName[] {
  const first = words[0] ?? ''
  const joined = /^(is|has)(\p{L}{4,})$/u.exec(first)
  if (words.length === 1 && joined?.[2]) return [[[joined[2]], 'PART']]
  if (words.length < 2) return []
  if (first === 'is' || first === 'has') return [[words.slice(1), 'SHORT']]
  return FORMS.has(words.at(-1) ?? '') ? [[words.slice(0, -1), 'PART']] : []
}

/** Last words that say only that it is a table. */
const KINDS_OF_TABLE = new Set([
  'data',
  'info',
  'information',
  'list',
  'table',
  'tbl',
  'master',
  'record',
  'catalog',
  'daily',
  'monthly',
  'log',
  'history',
])

/** `order_details` are order lines, order items and order positions. */
function partsOfAWhole(words: readonly string[]): SpokenName[] {
  const last = singular(words.at(-1) ?? '')
  if (words.length < 2 || !PARTS.includes(last)) return []
  return PARTS.filter(part => part !== last).map(part => [[...words.slice(0, -1), part], 'SHORT'] as const)
}

const PARTS = ['detail', 'line', 'item', 'position', 'entry']

/** `cars_data` holds cars. */
function withoutKind(words: readonly string[]): SpokenName[] {
  const last = words.at(-1)
  return last !== undefined && words.length > 1 && KINDS_OF_TABLE.has(last)
    ? [[words.slice(0, -1), 'SHORT']]
    : []
}

/** Surest names first, because the first one that is added for a key stays. */
function columnNames(table: CatalogTable, column: CatalogColumn, vocabulary: Vocabulary): SpokenName[] {
  const plain = nameWords(column.name)
  const words = writtenOut(joinedWords(plain, vocabulary))
  const tableWords = nameWords(table.name)
  const own = withoutTable(words, tableWords)
  return [
    [plain, 'EXACT'],
    ...(plain.join(' ') === words.join(' ') ? [] : [[words, 'EXACT'] as const]),
    ...(own ? [[own, 'SHORT'] as const] : []),
    [[...tableWords, ...words], 'LONG'],
    // The maintenance cost is the cost in `maintenance_jobs`.
    ...(tableWords.length === 2 && words.length <= 2
      ? [[[tableWords[0] ?? '', ...words], 'LOOSE'] as const]
      : []),
    ...withSynonyms(words).map((other): SpokenName => [other, 'LOOSE']),
    ...lastWords(own ?? words).map((part): SpokenName => [part, 'PART']),
    ...withoutForm(own ?? words),
    ...(words.length >= LONG_NAME_WORDS ? [[words.slice(0, -1), 'PART'] as const] : []),
    ...roleName(table, column, words),
    ...commentName(column.comment),
  ]
}

/** A key that is not called as its table is says in what role its row is meant: `manager_id` is the manager. */
function roleName(table: CatalogTable, column: CatalogColumn, words: readonly string[]): SpokenName[] {
  const key = table.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === column.name)
  if (!key || words.length < 2 || !/^(id|code|key|no)$/u.test(words.at(-1) ?? '')) return []
  const role = words.slice(0, -1)
  const called = nameKey(role)
  return nameKey(nameWords(key.referencesTable)).endsWith(called) ? [] : [[role, 'PART']]
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

/** Two targets that are the same table or column. */
export function sameElement(a: MentionTarget, b: MentionTarget): boolean {
  if (a.kind === 'table' && b.kind === 'table') return a.table === b.table
  return a.kind === 'column' && b.kind === 'column' && a.column === b.column
}
