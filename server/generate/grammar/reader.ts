import type { GroundedQuestion, Mention, QuestionWord } from '../../domain.ts'

/**
 * Small parsing rules that compose. A rule reads from a place in the question and answers with every way that it can
 * read from there; an empty answer means that it does not apply. Ambiguity is therefore never lost on the way: the
 * resolver sees all readings of the whole question. The cost counts the guesses of a reading; fewer is better.
 */
export interface Reading<T> {
  value: T
  /** Index of the first word that was not read. */
  at: number
  cost: number
}

export type Rule<T> = (reader: Reader, at: number) => readonly Reading<T>[]

export interface Reader {
  words: readonly QuestionWord[]
  mentionsFrom: (at: number) => readonly Mention[]
  /** True when the question follows up on another one, so that `they` can mean something. */
  followsUp: boolean
  /** What rules have read from where; see `remembered`. */
  memory: Map<Rule<unknown>, Map<number, readonly Reading<unknown>[]>>
  /** Notes that the words up to here made sense to some rule. */
  reach: (at: number) => void
  /** The furthest place that was reached: where a question that cannot be read stops making sense. */
  reached: () => number
}

export function createReader(question: GroundedQuestion): Reader {
  const byStart = new Map<number, Mention[]>()
  for (const mention of question.mentions) {
    const list = byStart.get(mention.from)
    if (list) list.push(mention)
    else byStart.set(mention.from, [mention])
  }
  let furthest = 0
  return {
    words: question.words,
    mentionsFrom: at => byStart.get(at) ?? [],
    followsUp: question.previous.length > 0,
    memory: new Map(),
    reach: at => {
      furthest = Math.max(furthest, at)
    },
    reached: () => furthest,
  }
}

/** One of some phrases, separated by `|`: `phrase('how many|number of')`. Longer ones are read first. */
export function phrase(phrases: string): Rule<string> {
  const byFirstWord = new Map<string, string[][]>()
  for (const text of phrases.split('|')) {
    const words = text.trim().split(/\s+/u)
    const first = words[0] ?? ''
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), words])
  }
  for (const list of byFirstWord.values()) list.sort((a, b) => b.length - a.length)
  return ({ words }, at) => {
    const word = words[at]
    if (!word || word.kind === 'quoted') return []
    return (byFirstWord.get(word.normal) ?? [])
      .filter(said => said.every((part, index) => words[at + index]?.normal === part))
      .map(said => ({ value: said.join(' '), at: at + said.length, cost: 0 }))
  }
}

export function map<A, B>(rule: Rule<A>, build: (value: A) => B): Rule<B> {
  return (reader, at) => rule(reader, at).map(reading => ({ ...reading, value: build(reading.value) }))
}

type Values<Rules extends readonly Rule<unknown>[]> = {
  [Key in keyof Rules]: Rules[Key] extends Rule<infer T> ? T : never
}

export function sequence<Rules extends readonly Rule<unknown>[], T>(
  rules: [...Rules],
  build: (...values: Values<Rules>) => T,
): Rule<T> {
  return (reader, at) => {
    let partial: Reading<unknown[]>[] = [{ value: [], at, cost: 0 }]
    for (const rule of rules) {
      for (const before of partial) reader.reach(before.at)
      partial = partial.flatMap(before =>
        rule(reader, before.at).map(next => ({
          value: [...before.value, next.value],
          at: next.at,
          cost: before.cost + next.cost,
        })),
      )
      if (partial.length === 0) return []
    }
    return partial.map(({ value, ...rest }) => ({ ...rest, value: build(...(value as Values<Rules>)) }))
  }
}

export function either<T>(...rules: Rule<T>[]): Rule<T> {
  return (reader, at) => rules.flatMap(rule => rule(reader, at))
}

export function maybe<T>(rule: Rule<T>): Rule<T | null> {
  return (reader, at) => [...rule(reader, at), { value: null, at, cost: 0 }]
}

/** Words that say nothing for the query. Read as many as there are, without alternatives. */
export function filler(phrases: string): Rule<null> {
  const one = phrase(phrases)
  return (reader, at) => {
    let end = at
    for (let next = one(reader, end)[0]; next; next = one(reader, end)[0]) end = next.at
    return [{ value: null, at: end, cost: 0 }]
  }
}

const MOST_READINGS = 400

/** None, one or several in a row. */
export function many<T>(rule: Rule<T>): Rule<T[]> {
  return (reader, at) => {
    const all: Reading<T[]>[] = [{ value: [], at, cost: 0 }]
    for (let index = 0; index < all.length && all.length < MOST_READINGS; index++) {
      const before = all[index]
      if (!before) break
      for (const next of rule(reader, before.at)) {
        if (next.at === before.at) continue
        all.push({ value: [...before.value, next.value], at: next.at, cost: before.cost + next.cost })
      }
    }
    return all
  }
}

/** One or several with a separator between them. */
export function listOf<T>(item: Rule<T>, separator: Rule<unknown>): Rule<T[]> {
  return sequence([item, many(sequence([separator, item], (_, next) => next))], (first, rest) => [
    first,
    ...rest,
  ])
}

/** Applies only where the condition holds for what was read. */
export function only<T>(rule: Rule<T>, holds: (value: T) => boolean): Rule<T> {
  return (reader, at) => rule(reader, at).filter(({ value }) => holds(value))
}

/** Reads each place once, however many other rules come by. For rules that many others are made of. */
export function remembered<T>(rule: Rule<T>): Rule<T> {
  // The memory holds what this very rule read, so its values are of this rule's type.
  return (reader, at) => {
    const places = reader.memory.get(rule) ?? new Map<number, readonly Reading<unknown>[]>()
    reader.memory.set(rule, places)
    const known = places.get(at)
    if (known) return known as readonly Reading<T>[]
    const readings = rule(reader, at)
    places.set(at, readings)
    return readings
  }
}
