import { comparison, determiner, direction, superlative } from './phrases.ts'
import { columnNoun, nameNoun, numberNoun, ownedColumn, tableNoun, valueList } from './nouns.ts'
import { aggregateMeasure, measure } from './outputs.ts'
import { either, filler, listOf, map, maybe, only, phrase, remembered, sequence } from './reader.ts'
import type { Rule } from './reader.ts'
import type { ColumnNoun, Modifier, OrderKey, TableNoun } from './sketch.ts'

/** Words that only tie a condition to its noun. Verbs that could choose between two columns are not among them. */
const link = filler(
  `that|which|who|whose|where|and|,|with|having|has|have|had|are|is|was|were|be|being|in|from|of|at|on|for|by|to|within|
  located|based|living|live|lives|come|comes|coming|named|called|placed|made|belonging|belong|belongs|works|work|a|an|the|
  it|its|there|we|do|does|:`,
)

const NUMERIC = new Set(['INTEGER', 'DECIMAL'])

/** The same noun with only its numeric columns; comparisons and extremes need numbers. */
function numeric(rule: Rule<ColumnNoun>): Rule<ColumnNoun> {
  return only(
    map(rule, noun => ({ ...noun, targets: noun.targets.filter(({ column }) => NUMERIC.has(column.kind)) })),
    ({ targets }) => targets.length > 0,
  )
}

const numericColumn = numeric(ownedColumn)
const isWords = filler('is|are|was|were|that is|which is|being|of')

/** `in Germany`, `from Germany or France`, `named "Chai"`. */
const plainValue: Rule<Modifier> = sequence([link, valueList], (_, list): Modifier => ({
  kind: 'value',
  noun: null,
  ...list,
}))

/** `in the Beverages category`: the noun after the value says which column or table holds it. */
const valueThenNoun: Rule<Modifier> = sequence(
  [link, valueList, either<ColumnNoun | TableNoun>(columnNoun, tableNoun)],
  (_, list, noun): Modifier => ({ kind: 'value', noun, ...list }),
)

/** `whose country is Germany`, `with status open`, `category Beverages`. */
const nounThenValue: Rule<Modifier> = sequence(
  [
    link,
    determiner,
    either<ColumnNoun | TableNoun>(ownedColumn, tableNoun),
    filler('is|are|was|were|=|:|equal to|equals|named|called|of|being|with|the|name|code|value'),
    valueList,
  ],
  (_, __, noun, ___, list): Modifier => ({ kind: 'value', noun, ...list }),
)

/** `with unit price over 50`, `whose age is at least 20`. */
const columnCompared: Rule<Modifier> = sequence(
  [link, numericColumn, isWords, comparison, numberNoun],
  (_, column, __, sign, number): Modifier => ({ kind: 'compare', column, comparison: sign, number }),
)

/** `with more than 4 cylinders`, `above age 20`. */
const comparedColumn: Rule<Modifier> = either(
  sequence([link, comparison, numberNoun, numericColumn], (_, sign, number, column): Modifier => ({
    kind: 'compare',
    column,
    comparison: sign,
    number,
  })),
  sequence(
    [link, comparison, numericColumn, isWords, numberNoun],
    (_, sign, column, __, number): Modifier => ({ kind: 'compare', column, comparison: sign, number }),
  ),
)

/** `in year 2014`, `whose level is 1`. */
const columnIsNumber: Rule<Modifier> = sequence(
  [link, numericColumn, filler('is|are|was|of|=|:'), numberNoun],
  (_, column, __, number): Modifier => ({ kind: 'compare', column, comparison: '=', number }),
)

const columnBetween: Rule<Modifier> = sequence(
  [
    link,
    numericColumn,
    isWords,
    phrase('between|from|ranging from'),
    numberNoun,
    phrase('and|to'),
    numberNoun,
  ],
  (_, column, __, ___, low, ____, high): Modifier => ({ kind: 'between', column, low, high }),
)

/** `that are active`, `active` in front of the noun. */
export const yesNoColumn: Rule<Modifier> = map(
  only(
    map(
      sequence([link, columnNoun], (_, noun) => noun),
      noun => ({
        ...noun,
        targets: noun.targets.filter(({ column }) => column.kind === 'BOOLEAN'),
      }),
    ),
    ({ targets }) => targets.length > 0,
  ),
  (column): Modifier => ({ kind: 'true', column }),
)

/** `of customers`, `by suppliers`: conditions that follow are about these. */
const related: Rule<Modifier> = sequence(
  [
    phrase(
      `of|for|from|by|in|with|on|at|to|placed by|made by|that belong to|belonging to|have|has|having|that have|who have|
      which have|that has|who has|which has`,
    ),
    determiner,
    tableNoun,
  ],
  (link, _, table): Modifier => ({ kind: 'related', table, link }),
)

const groupNoun: Rule<ColumnNoun | TableNoun> = either<ColumnNoun | TableNoun>(ownedColumn, tableNoun)

/** `per country`, `for each category`, `does each customer have`. */
const group: Rule<Modifier> = sequence(
  [
    filler(', |and|are|from|do|we|have|are there|are in|do we have|come'),
    phrase(
      `per|by|for each|in each|of each|from each|to each|at each|by each|with each|on each|within each|each|for every|in every|
      of every|per each|grouped by|group by|broken down by|split by|is in each|are in each|does each|do each|did each`,
    ),
    filler('of the|the|different'),
    listOf(groupNoun, phrase('and|,|, and|and each|and by')),
    filler('have|has|had'),
  ],
  (_, __, ___, by): Modifier => ({ kind: 'group', by }),
)

const sortWords = phrase(
  `sorted by|sort by|sort them by|order by|ordered by|order them by|sorted|ordered|ranked by|arranged by|in order of|sort the results by|
  order the results by|order the result by|sort the result by|sorted in|ordered in`,
)

/** `sorted by count`: the count that is already there. */
const plainCount: Rule<OrderKey> = map(phrase('count|the count|number'), () => ({ kind: 'count', of: null }))

const orderKey: Rule<OrderKey> = sequence(
  [filler('the|their|its'), either<OrderKey>(measure, ownedColumn, nameNoun, plainCount)],
  (_, key) => key,
)

const order: Rule<Modifier> = either(
  sequence(
    [filler(', |and|and then|then'), sortWords, orderKey, filler(',|in|the'), maybe(direction)],
    (_, __, key, ___, descending): Modifier => ({ kind: 'order', key, descending, said: true }),
  ),
  sequence(
    [filler(', |and|sorted|ordered|sort|order'), direction, phrase('of|by|for'), orderKey],
    (_, descending, __, key): Modifier => ({ kind: 'order', key, descending, said: true }),
  ),
  sequence(
    [
      filler(', |and|listed'),
      maybe(phrase('sorted|ordered|sorted by|ordered by|sort them|order them')),
      phrase('alphabetically|in alphabetical order|alphabetical order|from a to z'),
      maybe(sequence([phrase('by|of'), orderKey], (_, key) => key)),
    ],
    (_, __, ___, key): Modifier => ({ kind: 'order', key, descending: false, said: true }),
  ),
  sequence(
    [filler(','), phrase('by'), orderKey, filler(','), maybe(direction)],
    (_, __, key, ___, descending): Modifier => ({ kind: 'order', key, descending, said: false }),
  ),
)

/** `with the highest unit price`, `that has the most orders`, `by highest rating`. */
export const extreme: Rule<Modifier> = sequence(
  [
    filler('with|that|which|who|has|have|had|having|by|the'),
    superlative,
    filler('number of|amount of|value of|total number of'),
    either<OrderKey>(
      numericColumn,
      map(tableNoun, of => ({ kind: 'count', of })),
      aggregateMeasure,
    ),
  ],
  (_, descending, __, key): Modifier => ({ kind: 'extreme', key, descending }),
)

export const modifier: Rule<Modifier> = remembered(
  either(
    plainValue,
    valueThenNoun,
    nounThenValue,
    columnCompared,
    comparedColumn,
    columnIsNumber,
    columnBetween,
    related,
    yesNoColumn,
    group,
    order,
    extreme,
  ),
)
