import type { CatalogTable, MentionTarget } from '../../domain.ts'
import { either, filler, many, map, maybe, only, phrase, remembered, sequence } from './reader.ts'
import type { Reading, Rule } from './reader.ts'
import type { ColumnNoun, NameNoun, TableNoun, ValueNoun } from './sketch.ts'
import { determiner } from './phrases.ts'

/** Every noun costs one, so that of two readings the one that needs fewer, longer names is preferred. */
const NOUN_COST = 1

function noun<T extends MentionTarget, N>(
  keep: (target: MentionTarget) => target is T,
  build: (targets: T[], from: number, to: number) => N,
): Rule<N> {
  return (reader, at): Reading<N>[] =>
    reader.mentionsFrom(at).flatMap(mention => {
      const targets = mention.targets.filter(keep)
      return targets.length === 0
        ? []
        : [{ value: build(targets, mention.from, mention.to), at: mention.to, cost: NOUN_COST }]
    })
}

const plainTable: Rule<TableNoun> = noun(
  target => target.kind === 'table',
  (targets, from, to) => ({ kind: 'table', targets, from, to }),
)

/** `product categories`, `customer orders`: the first noun says nothing new when a foreign key links the two. */
const compoundTable: Rule<TableNoun> = only(
  sequence([plainTable, plainTable], (first, second) => ({
    ...second,
    from: first.from,
    targets: second.targets.filter(({ table }) => first.targets.some(other => areLinked(other.table, table))),
  })),
  ({ targets }) => targets.length > 0,
)

function areLinked(a: CatalogTable, b: CatalogTable): boolean {
  const pointsTo = (from: CatalogTable, to: CatalogTable) =>
    from.foreignKeys.some(key => key.referencesTable === to.name && key.referencesSchema === to.schema)
  return pointsTo(a, b) || pointsTo(b, a)
}

export const tableNoun: Rule<TableNoun> = remembered(either(plainTable, compoundTable))

export const columnNoun: Rule<ColumnNoun> = noun(
  target => target.kind === 'column',
  (targets, from, to) => ({ kind: 'column', targets, from, to }),
)

const foundValue: Rule<ValueNoun> = (reader, at) =>
  noun(
    target => target.kind === 'value',
    (targets, from, to) => ({ targets, text: spoken(reader, from, to), from, to }),
  )(reader, at)

function spoken(reader: Parameters<Rule<unknown>>[0], from: number, to: number): string {
  return reader.words
    .slice(from, to)
    .map(word => word.text)
    .join(' ')
}

/** Quoted text that the samples do not hold: a value all the same, for a column that the question names. */
const quotedText: Rule<ValueNoun> = ({ words, mentionsFrom }, at) => {
  const word = words[at]
  if (word?.kind !== 'quoted') return []
  const found = mentionsFrom(at).some(({ targets }) => targets.some(({ kind }) => kind === 'value'))
  return found
    ? []
    : [{ value: { targets: [], text: word.text, from: at, to: at + 1 }, at: at + 1, cost: NOUN_COST }]
}

export const valueNoun: Rule<ValueNoun> = sequence(
  [determiner, either(foundValue, quotedText)],
  (_, value) => value,
)

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]

const writtenNumber: Rule<number> = ({ words }, at) => {
  const word = words[at]
  if (!word || word.kind === 'quoted') return []
  const spelled = NUMBER_WORDS.indexOf(word.normal)
  const value = word.kind === 'number' ? Number(word.text.replace(/[$€£,]/gu, '')) : spelled
  return (word.kind === 'number' || spelled >= 0) && Number.isFinite(value)
    ? [{ value, at: at + 1, cost: 0 }]
    : []
}

const MAGNITUDES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
}

export const numberNoun: Rule<number> = sequence(
  [writtenNumber, maybe(phrase(Object.keys(MAGNITUDES).join('|')))],
  (value, magnitude) => value * (magnitude === null ? 1 : (MAGNITUDES[magnitude] ?? 1)),
)

export const wholeNumber: Rule<number> = only(numberNoun, value => Number.isInteger(value) && value > 0)

/** `name`, `customer names`, `ids` … where no column has that very name. */
export const nameNoun: Rule<NameNoun> = (reader, at) =>
  sequence([maybe(tableNoun), filler("'s"), phrase('name|names|id|ids')], (table, _, word) => ({
    table,
    part: word.startsWith('name') ? ('name' as const) : ('key' as const),
  }))(reader, at).map(({ value, ...rest }) => ({
    ...rest,
    cost: rest.cost + 1,
    value: { kind: 'name', ...value, from: at, to: rest.at },
  }))

/** A column as people say it: with an article, with the thing it belongs to: `the supplier's city`, `type of pet`. */
const columnPhrase: Rule<ColumnNoun> = either(
  sequence(
    [determiner, maybe(sequence([tableNoun, filler("'s")], owner => owner)), columnNoun],
    (_, owner, column) => (owner ? columnOf(owner, column) : column),
  ),
  sequence([determiner, columnNoun, phrase('of'), determiner, tableNoun], (_, column, __, ___, owner) => ({
    ...columnOf(owner, column),
    from: column.from,
    to: owner.to,
  })),
)

/** Keeps the columns that belong to the table that was said before it; none means that it does not read this way. */
function columnOf(owner: TableNoun, column: ColumnNoun): ColumnNoun {
  const tables = new Set(owner.targets.map(({ table }) => table))
  return { ...column, from: owner.from, targets: column.targets.filter(({ table }) => tables.has(table)) }
}

export const ownedColumn: Rule<ColumnNoun> = remembered(
  only(columnPhrase, ({ targets }) => targets.length > 0),
)

/** `or` and `and` between values of one column both mean any of them. */
export const valueList: Rule<{ values: ValueNoun[]; joinedBy: 'and' | 'or' }> = remembered(
  map(
    sequence(
      [
        valueNoun,
        many(sequence([phrase('or|and|,|, or|, and'), valueNoun], (link, value) => ({ link, value }))),
      ],
      (first, rest) => ({ first, rest }),
    ),
    ({ first, rest }) => ({
      values: [first, ...rest.map(({ value }) => value)],
      joinedBy: rest.some(({ link }) => link.includes('and')) ? 'and' : 'or',
    }),
  ),
)
