/**
 * The words of a question as what they may be: things, values, numbers, dates, little words. One file, because which words belong
 * together is decided by weighing all of these against each other.
 */
import type {
  CatalogColumn,
  CatalogTable,
  GroundedQuestion,
  Mention,
  MentionTarget,
} from '../../../domain.ts'
import { dateAt, yearRange } from './dates.ts'
import type { DateRange } from './dates.ts'
import { adjective, entriesAt, isKnownWord, knownWords } from './lexicon.ts'
import type { Op } from './lexicon.ts'
import { nameWords } from './names.ts'
import { unitOf } from './units.ts'
import type { Unit } from './units.ts'

type TableTarget = Extract<MentionTarget, { kind: 'table' }>
type ColumnTarget = Extract<MentionTarget, { kind: 'column' }>
type ValueTarget = Extract<MentionTarget, { kind: 'value' }>

interface Span {
  from: number
  to: number
  cost: number
}

/** What a question is made of, in order: names with all that they may mean, numbers, times, texts and words of grammar. */
export type Item =
  | (Span & {
      t: 'noun'
      tables: readonly TableTarget[]
      columns: readonly ColumnTarget[]
      values: readonly ValueTarget[]
      said: string
      text: string
    })
  | (Span & { t: 'num'; n: number; year: boolean; unit?: Unit })
  | (Span & { t: 'date'; range: DateRange })
  | (Span & {
      t: 'text'
      text: string
      quoted: boolean
      /** The columns that are known not to hold it. */
      known: ReadonlySet<CatalogColumn>
      /** Some of it is found in the data. */
      held: boolean
    })
  /** A word that the values of a column have in them. */
  | (Span & { t: 'fragment'; table: CatalogTable; column: CatalogColumn; text: string })
  | (Span & { t: 'kw'; op: Op; arg: string; said: string })

export interface Segmented {
  readings: Item[][]
  /** The words that have no part in any reading. */
  unknown: string[]
  /** `read "x" as "y"`. */
  repairs: string[]
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
  dozen: 12,
}
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
  billion: 1_000_000_000,
  k: 1000,
  m: 1_000_000,
}

const MOST_READINGS = 6
const MATCH_COST = { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.5, LOOSE: 0.6, STEM: 0.65 } as const

export function numberOf(word: string): number | null {
  if (/^-?\d[\d,]*(\.\d+)?$/u.test(word)) return Number(word.replaceAll(',', ''))
  return NUMBER_WORDS[word] ?? null
}

/** The best ways to take the question apart; names are kept together where they can be. */
export function segment(question: GroundedQuestion): Segmented {
  const words = question.words
  const repairs: string[] = []
  const normals = words.map(({ normal, kind }) => {
    if (
      kind !== 'word' ||
      isKnownWord(normal) ||
      numberOf(normal) !== null ||
      question.mentions.some(
        m =>
          m.from <= words.findIndex(w => w.normal === normal) &&
          words.findIndex(w => w.normal === normal) < m.to,
      )
    )
      return kind === 'quoted' ? '\u0000' : normal
    return normal
  })
  const byStart = new Map<number, Mention[]>()
  for (const mention of question.mentions)
    byStart.set(mention.from, [...(byStart.get(mention.from) ?? []), mention])
  const covered = (at: number) => question.mentions.some(({ from, to }) => from <= at && at < to)
  words.forEach((word, at) => {
    if (
      word.kind !== 'word' ||
      covered(at) ||
      isKnownWord(word.normal) ||
      numberOf(word.normal) !== null ||
      /\d/u.test(word.normal)
    )
      return
    const meant = closest(word.normal, knownWords())
    if (
      meant !== null &&
      !/^\p{Lu}/u.test(
        word.text.slice(0, 1) === word.text.slice(0, 1).toLowerCase() ? 'x' : at === 0 ? 'x' : word.text,
      )
    ) {
      normals[at] = meant
      repairs.push(`read "${word.text}" as "${meant}"`)
    }
  })
  for (const { from, targets } of question.mentions)
    for (const target of targets.slice(0, 1))
      if (
        (target.kind === 'value' || target.kind === 'table' || target.kind === 'column') &&
        target.misspelled
      )
        repairs.push(`read "${words[from]?.text ?? ''}" as "${calledAs(target)}"`)
  const clean = normals.map(word =>
    (/^[$€£]/u.test(word) ? word.slice(1) : word).replace(/^(-?\d{1,3}(?:,\d{3})+)(\.\d+)?$/u, all =>
      all.replaceAll(',', ''),
    ),
  )
  const options = words.map((word, at) =>
    itemsAt(question, clean, at, byStart.get(at) ?? [], word.kind === 'quoted'),
  )
  // "Unit price" is that column, not a unit and a price.
  const whole = options
    .flat()
    .filter(
      item =>
        item.t === 'noun' &&
        item.to - item.from > 1 &&
        [...item.tables, ...item.columns].some(({ match }) => match === 'EXACT'),
    )
  const split = (item: Item) =>
    item.t === 'noun' &&
    item.values.length === 0 &&
    [...item.tables, ...item.columns].every(({ match }) => match !== 'EXACT') &&
    whole.some(
      name => name.from <= item.from && item.to <= name.to && item.to - item.from < name.to - name.from,
    )
  for (const at of explained(options)) {
    const said = clean[at] ?? ''
    options[at]?.push({ t: 'kw', from: at, to: at + 1, cost: 0.5, op: 'filler', arg: '', said })
    // It stands for them, in the singular or the plural as they do.
    if (options[at + 1]?.some(item => item.t === 'kw' && item.op === 'open'))
      options[at + 2] = (options[at + 2] ?? []).map(item => (item.t === 'noun' ? { ...item, said } : item))
  }
  const best: { cost: number; items: Item[] }[][] = Array.from({ length: words.length + 1 }, () => [])
  best[0] = [{ cost: 0, items: [] }]
  for (let at = 0; at < words.length; at++)
    for (const so of best[at] ?? [])
      for (const item of options[at] ?? []) {
        if (split(item)) continue
        const list = best[item.to]
        if (!list) continue
        list.push({ cost: so.cost + item.cost, items: [...so.items, item] })
        list.sort((a, b) => a.cost - b.cost)
        if (list.length > MOST_READINGS) list.pop()
      }
  const readings = (best[words.length] ?? []).map(({ items }) => items.flatMap(withOwnAggregate))
  const unknown = words.flatMap((word, at) => {
    const reachable = options.some(list => list.some(item => item.from <= at && at < item.to))
    return reachable ? [] : [word.text]
  })
  return { readings, unknown, repairs }
}

/** A glossary term that is a total says so by itself. */
function withOwnAggregate(item: Item, at: number, items: readonly Item[]): Item[] {
  const before = items[at - 1]
  const name =
    item.t === 'noun' && item.tables.length === 0 ? item.columns[0]?.column.formula?.aggregate : null
  if (!name || (before?.t === 'kw' && before.op === 'agg')) return [item]
  const { from } = item
  return [{ t: 'kw', from, to: from, cost: 0, op: 'agg', arg: name, said: name.toLowerCase() }, item]
}

/** "Package sizes (quantity per unit)": words that nothing is called, said again in brackets by a name. */
function explained(options: readonly Item[][]): number[] {
  return options.flatMap((list, open) => {
    const named = options[open + 1]?.some(
      item =>
        item.t === 'noun' &&
        item.columns.some(({ match }) => match === 'EXACT') &&
        options[item.to]?.some(each => each.t === 'kw' && each.op === 'close'),
    )
    if (!named || !list.some(item => item.t === 'kw' && item.op === 'open')) return []
    const unread: number[] = []
    for (let at = open - 1; options[at]?.every(({ t }) => t === 'fragment'); at--) unread.push(at)
    return unread
  })
}

function itemsAt(
  question: GroundedQuestion,
  normals: readonly string[],
  at: number,
  mentions: readonly Mention[],
  quoted: boolean,
): Item[] {
  const items: Item[] = []
  const word = question.words[at]
  if (!word) return items
  const width = 0.3
  for (const { from, to, targets } of mentions) {
    const tables = targets.filter(target => target.kind === 'table')
    const columns = targets.filter(target => target.kind === 'column')
    const values = targets.filter(target => target.kind === 'value')
    for (const target of targets)
      if (target.kind === 'fragment')
        items.push({
          t: 'fragment',
          from,
          to,
          cost: width + 0.6,
          table: target.table,
          column: target.column,
          text: target.text,
        })
    if (tables.length + columns.length + values.length === 0) continue
    const match = Math.min(
      ...tables.map(t => MATCH_COST[t.match]),
      ...columns.map(c => MATCH_COST[c.match]),
      ...(values.length > 0 ? [0.15] : []),
    )
    const said = normals.slice(from, to).join(' ')
    // A word of grammar that is also a name is a name only where nothing else fits.
    const grammar = to === from + 1 && isKnownWord(said) ? 0.12 : 0
    items.push({
      t: 'noun',
      from,
      to,
      cost: width + match * 0.6 + grammar,
      tables,
      columns,
      values,
      said,
      text: writtenText(question, from, to),
    })
  }
  if (quoted) {
    const known = question.knownColumns
    items.push({
      t: 'text',
      from: at,
      to: at + 1,
      cost: width + 0.3,
      text: word.text,
      quoted: true,
      known,
      held: false,
    })
    return items
  }
  // "Shipped late" tells when it was.
  const timely = /^(late|too late|on time|in time)/u.test(normals.slice(at + 1, at + 3).join(' '))
  const says = items.some(
    item =>
      item.t === 'noun' &&
      item.to === at + 1 &&
      item.values.some(({ table, misspelled }) => !misspelled && isSpokenOf(question, table)),
  )
  const named = items.some(
    item =>
      item.cost <= 0.3 + 0.06 + 0.12 ||
      (item.t === 'noun' && item.values.length > 0 && at > 0 && /^\p{Lu}/u.test(word.text)),
  )
  for (const entry of entriesAt(normals, at)) {
    const to = at + entry.phrase.length
    // "at least" and "at most" are one.
    if (at > 0 && normals[at - 1] === 'at' && /^(least|most)$/u.test(normals[at] ?? '')) continue
    // "Contains 'Love'" speaks of a text, not of a thing that it has.
    if (
      entry.op === 'has' &&
      /^(contain|includ)/u.test(entry.phrase[0] ?? '') &&
      question.words[to]?.kind === 'quoted'
    )
      continue
    // "Have made a purchase" speaks of a thing, whatever it is called here.
    if (entry.op === 'verb' && entry.phrase.length === 1 && /^an?$/u.test(normals[at - 1] ?? '')) continue
    // "Cancelled" orders, where that is what they may be: it says which.
    if (entry.op === 'verb' && entry.phrase.length === 1 && says && !timely) continue
    // Nothing is done before somebody is named, nor is what "their" or "many" stands before.
    // "Who teaches" asks for teachers.
    const doer =
      at === 1 &&
      /^who$/u.test(normals[0] ?? '') &&
      items.some(
        item => item.t === 'noun' && item.to === at + 1 && item.tables.some(({ match }) => match === 'STEM'),
      )
    if (entry.op === 'verb' && doer) continue
    const determined = at === 0 || DETERMINERS.test(normals[at - 1] ?? '')
    if (entry.op === 'verb' && determined && named && entry.phrase.length === 1) continue
    // "First and last name" are names.
    if (entry.op === 'top' && /^(and|or)$/u.test(normals[to] ?? '')) continue
    // "Type of pet" may be a column; else types are told apart.
    if (entry.op === 'distinct' && entry.phrase.length > 1 && items.length > 0) continue
    // "The most money" is what was earned; money alone may be anything.
    if (
      entry.op === 'revenue' &&
      entry.phrase[0] === 'money' &&
      !/^(most|least|highest|lowest)$/u.test(normals[at - 1] ?? '')
    )
      continue
    if (entry.op === 'revenue' && /^(counts?|number)$/u.test(normals[to] ?? '')) continue
    if (entry.op === 'revenue' && entry.phrase.length <= 2 && isAmount(question, to)) continue
    const filler = entry.op === 'filler' || entry.op === 'verb'
    // "States that border …": a verb that a column is called by is said of that column.
    if (entry.op === 'verb' && entry.phrase.length === 1 && isColumnOnly(items)) continue
    items.push({
      t: 'kw',
      from: at,
      to,
      cost:
        (filler ? 0.28 : 0.2) -
        0.02 * (entry.phrase.length - 1) +
        (named &&
        (filler ||
          entry.op === 'percent' ||
          entry.op === 'null' ||
          entry.op === 'contains' ||
          ((entry.op === 'name' || entry.op === 'key') && entry.phrase.length > 1) ||
          items.some(item => item.to > to && item.cost <= 0.48))
          ? 0.4
          : 0),
      op: entry.op,
      arg: entry.arg,
      said: entry.phrase.join(' '),
    })
  }
  const date = dateAt(normals, at, numberOf)
  if (date) items.push({ t: 'date', from: at, to: at + date.length, cost: 0.1, range: date })
  const n = numberOf(normals[at] ?? '')
  if (n !== null) {
    const scale = SCALES[normals[at + 1] ?? '']
    items.push({
      t: 'num',
      from: at,
      to: scale ? at + 2 : at + 1,
      cost: scale ? 0.1 : normals[at] === 'one' ? 0.35 : 0.15,
      n: n * (scale ?? 1),
      year: !scale && Number.isInteger(n) && n >= 1500 && n < 2200 && !/[,.]/u.test(word.text),
    })
  }
  const scaled = n === null ? undefined : SCALES[normals[at + 1] ?? '']
  const end = scaled ? at + 2 : at + 1
  const unit = n === null ? null : unitOf(normals[end])
  // "120 minutes"
  if (n !== null && unit) {
    const cost = normals[at] === 'one' ? 0.35 : 0.15
    items.push({ t: 'num', from: at, to: end + 1, cost, n: n * (scaled ?? 1), year: false, unit })
  }
  // "New members per year": as they come.
  if (normals[at] === 'new' && items.length === 0 && normals.some(word => SPANS.test(word)))
    items.push({ t: 'kw', from: at, to: at + 1, cost: 0.4, op: 'filler', arg: '', said: 'new' })
  // "Staff members" are staff.
  if (/^members?$/u.test(normals[at] ?? '') && items.length === 0 && isNamed(question, at))
    items.push({ t: 'kw', from: at, to: at + 1, cost: 0.4, op: 'filler', arg: '', said: 'member' })
  if ((normals[at] === 'a' || normals[at] === 'an') && SCALES[normals[at + 1] ?? '']) {
    const tail = SCALES[normals[at + 2] ?? '']
    items.push({
      t: 'num',
      from: at,
      to: tail ? at + 3 : at + 2,
      cost: 0.1,
      n: (SCALES[normals[at + 1] ?? ''] ?? 1) * (tail ?? 1),
      year: false,
    })
  }
  // Names that the samples do not hold: capitalised words in a row.
  if (word.kind === 'word' && at > 0 && /^\p{Lu}/u.test(word.text) && !isKnownWord(word.normal)) {
    for (let to = at + 1; to <= Math.min(question.words.length, at + 5); to++) {
      const last = question.words[to - 1]
      if (!last || (last.kind !== 'word' && last.kind !== 'number') || !/^[\p{Lu}\d]/u.test(last.text)) break
      const text = question.text.slice(word.start, last.end)
      const held = question.mentions.some(
        ({ from, to: end, targets }) => from < to && at < end && targets.some(({ kind }) => kind === 'value'),
      )
      const known = question.knownColumns
      items.push({ t: 'text', from: at, to, cost: 0.9 + 0.25 * (to - at), text, quoted: false, known, held })
    }
  }
  return items
}

/** "Total sales" where a number is called sales. */
function isAmount({ mentions }: GroundedQuestion, end: number): boolean {
  return mentions.some(
    ({ from, to, targets }) =>
      from === end - 1 &&
      to === end &&
      targets.some(
        target =>
          target.kind === 'column' &&
          target.match === 'EXACT' &&
          (target.column.kind === 'INTEGER' || target.column.kind === 'DECIMAL'),
      ),
  )
}

function calledAs(target: TableTarget | ColumnTarget | ValueTarget): string {
  if (target.kind === 'value') return target.value
  return nameWords(target.kind === 'table' ? target.table.name : target.column.name).join(' ')
}

/** A table is named by the word before. */
function isNamed({ mentions }: GroundedQuestion, end: number): boolean {
  return mentions.some(
    ({ to, targets }) =>
      to === end && targets.some(target => target.kind === 'table' && target.match === 'EXACT'),
  )
}

/** What tells a span of time. */
const SPANS = /^(day|week|month|quarter|year|daily|weekly|monthly|quarterly|yearly|(19|20)\d\d)$/u

const DETERMINERS = /^(their|its|his|her|our|my|your|the|all|many|any|each|every|of|per|an?|no|most|fewest)$/u

function isSpokenOf({ mentions }: GroundedQuestion, table: CatalogTable): boolean {
  return mentions.some(({ targets }) =>
    targets.some(target => target.kind === 'table' && target.table === table && target.match !== 'STEM'),
  )
}

function isColumnOnly(items: readonly Item[]): boolean {
  return items.some(
    item =>
      item.t === 'noun' &&
      item.to === item.from + 1 &&
      item.tables.length === 0 &&
      item.columns.some(({ match, column }) => match === 'EXACT' && column.kind === 'TEXT'),
  )
}

function writtenText(question: GroundedQuestion, from: number, to: number): string {
  const first = question.words[from]
  if (first?.kind === 'quoted') return first.text
  return question.text.slice(first?.start ?? 0, question.words[to - 1]?.end ?? 0)
}

/** The one known word that is a slip of the pen away; null when none or several are. */
export function closest(word: string, among: ReadonlySet<string>): string | null {
  if (word.length < 4) return null
  const limit = 1
  let best: string | null = null
  let bestDistance = limit + 1
  for (const other of among) {
    if (Math.abs(other.length - word.length) > limit || other.length < 4) continue
    if (other[0] !== word[0]) continue
    const d = distance(word, other, limit)
    if (d < bestDistance) {
      best = other
      bestDistance = d
    } else if (d === bestDistance && d <= limit && best !== other) best = best === null ? other : best
  }
  return bestDistance <= limit ? best : null
}

/** Insertions, deletions, replacements and swaps of neighbours; gives up beyond the limit. */
export function distance(a: string, b: string, limit: number): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let d = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        d = Math.min(d, (before[j - 2] ?? 0) + 1)
      next.push(d)
    }
    if (Math.min(...next) > limit) return limit + 1
    before = row
    row = next
  }
  return row[b.length] ?? limit + 1
}

export { adjective, yearRange }
