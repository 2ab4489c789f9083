import { closing, determiner, distinctWord, opener } from './phrases.ts'
import { ownedColumn, tableNoun, valueList, wholeNumber } from './nouns.ts'
import { modifier, yesNoColumn } from './modifiers.ts'
import { outputList, wholeRows } from './outputs.ts'
import { either, filler, many, map, maybe, phrase, sequence } from './reader.ts'
import type { Reader, Reading, Rule } from './reader.ts'
import type { Modifier, Rank, Sketch, Subject } from './sketch.ts'

type Head = Pick<Sketch, 'subject' | 'outputs' | 'distinct' | 'limit' | 'rank'> & { before: Modifier[] }

const head = (parts: Partial<Head>): Head => ({
  subject: { kind: 'unsaid' },
  outputs: [],
  distinct: false,
  limit: null,
  rank: null,
  before: [],
  ...parts,
})

/** A condition in front of its noun: `Italian`, `active`. */
const adjective: Rule<Modifier> = either(
  map(valueList, (list): Modifier => ({ kind: 'value', noun: null, ...list })),
  yesNoColumn,
)

/** `customers`, `all Italian restaurants`. */
const thing: Rule<{ subject: Subject; before: Modifier[] }> = sequence(
  [determiner, maybe(adjective), tableNoun],
  (_, condition, noun) => ({
    subject: { kind: 'table', noun },
    before: condition ? [condition] : [],
  }),
)

const pronoun: Rule<Subject> = (reader, at) =>
  reader.followsUp
    ? phrase('them|they|those|these|it|ones|those ones|of them|of those|of these|the ones')(reader, at).map(
        reading => ({
          ...reading,
          value: { kind: 'previous', from: at, to: reading.at },
        }),
      )
    : []

const RANK_WORDS: Readonly<Record<string, Rank['way']>> = {
  top: 'top',
  bottom: 'bottom',
  first: 'first',
  last: 'last',
  earliest: 'first',
  latest: 'last',
}

const rank: Rule<Rank> = (reader, at) =>
  phrase(Object.keys(RANK_WORDS).join('|'))(reader, at).map(({ value, ...rest }) => ({
    ...rest,
    value: { way: RANK_WORDS[value] ?? 'top', from: at, to: rest.at },
  }))

/** `the top 5 products`, `the 3 countries`, `top 3 cities`. */
const ranked: Rule<Head> = either(
  sequence([determiner, maybe(rank), wholeNumber, thing], (_, way, limit, { subject, before }) =>
    head({ subject, before, limit, rank: way }),
  ),
  sequence([determiner, maybe(rank), wholeNumber, ownedColumn], (_, way, limit, noun) =>
    head({ subject: { kind: 'group', noun }, limit, rank: way }),
  ),
)

/** `which country has the most customers`, `the country with the most customers`. */
const groupHead: Rule<Head> = map(ownedColumn, noun => head({ subject: { kind: 'group', noun } }))

const things: Rule<Head> = sequence(
  [wholeRows, maybe(distinctWord), thing],
  (_, distinct, { subject, before }) => head({ subject, before, distinct: distinct !== null }),
)

const ofWords = phrase('of|for|from|in|on|about|across|among')

/** `name and city of customers`, `customers' names`, `the number of orders`, `average freight`. */
const outputsHead: Rule<Head> = sequence(
  [
    outputList,
    maybe(
      sequence(
        [
          ofWords,
          maybe(distinctWord),
          either(
            thing,
            map(pronoun, subject => ({ subject, before: [] })),
          ),
        ],
        (_, __, owner) => owner,
      ),
    ),
  ],
  ({ distinct, outputs }, owner) => head({ outputs, distinct, ...(owner ?? {}) }),
)

/** `suppliers and their cities`, `each product with its name`. */
const thingThenOutputs: Rule<Head> = sequence(
  [thing, phrase("'s|and their|with their|with its|and its|along with their|, with their"), outputList],
  ({ subject, before }, _, { outputs, distinct }) => head({ subject, before, outputs, distinct }),
)

/** What only makes sense after another question: `how many are there`, `only those`, `sort them`. */
const followUpHead: Rule<Head> = (reader, at) => {
  if (!reader.followsUp) return []
  const subject: Subject = { kind: 'previous', from: at, to: at + 1 }
  return either<Head>(
    map(
      phrase(
        'how many|how many of them|how many of those|how many of these|how many of them are there|count them',
      ),
      () => head({ subject, outputs: [{ kind: 'count', of: null }] }),
    ),
    map(
      phrase(
        `only|just|only those|just those|only the ones|just the ones|only them|which of them|which of those|which of these|
        of them|of those|of these|those|them|these|they|which ones|which of them are|the ones|now only`,
      ),
      () => head({ subject }),
    ),
    sequence([phrase('their|its'), outputList], (_, { outputs, distinct }) =>
      head({ subject, outputs, distinct }),
    ),
    sequence([phrase('their|its|the'), tableNoun], (_, noun) =>
      head({ subject: { kind: 'table', noun }, before: [{ kind: 'of-previous' }] }),
    ),
    () => [{ value: head({ subject }), at, cost: 0 }],
  )(reader, at)
}

const sentenceRule: Rule<Sketch> = sequence(
  [
    opener,
    either(things, ranked, outputsHead, thingThenOutputs, groupHead, followUpHead),
    filler('are there|is there|there are|do we have|we have|exist|do you have|are listed|were there|there'),
    many(modifier),
    closing,
  ],
  (_, { before, ...rest }, __, modifiers) => ({ ...rest, modifiers: [...before, ...modifiers] }),
)

/** Every way to read the whole question; empty when there is none. */
export function readSentence(reader: Reader): Reading<Sketch>[] {
  return sentenceRule(reader, 0).filter(({ at }) => at === reader.words.length)
}
