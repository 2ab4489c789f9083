import { aggregateName, determiner, distinctWord, separator } from './phrases.ts'
import { nameNoun, ownedColumn, tableNoun } from './nouns.ts'
import { either, filler, listOf, map, maybe, phrase, remembered, sequence } from './reader.ts'
import type { Rule } from './reader.ts'
import type { Measure, SketchOutput } from './sketch.ts'

const countWords = phrase(
  'how many|number of|total number of|count of|total count of|count|the number of|the total number of|counts of|numbers of',
)

export const countMeasure: Rule<Measure> = either(
  sequence([determiner, countWords, determiner, tableNoun], (_, __, ___, of): Measure => ({
    kind: 'count',
    of,
  })),
  sequence(
    [determiner, countWords, determiner, distinctWord, ownedColumn],
    (_, __, ___, ____, of): Measure => ({ kind: 'count-distinct', of }),
  ),
)

/** `average age`, `minimum and maximum age`, `average price and average weight`. */
const aggregateMeasures: Rule<Measure[]> = sequence(
  [
    determiner,
    listOf(
      sequence([determiner, aggregateName], (_, name) => name),
      separator,
    ),
    ownedColumn,
  ],
  (_, names, column) => names.map((name): Measure => ({ kind: 'aggregate', name, column })),
)

export const aggregateMeasure: Rule<Measure> = sequence(
  [determiner, aggregateName, ownedColumn],
  (_, name, column): Measure => ({ kind: 'aggregate', name, column }),
)

export const measure: Rule<Measure> = remembered(either(countMeasure, aggregateMeasure))

const one: Rule<SketchOutput[]> = either<SketchOutput[]>(
  map(countMeasure, value => [value]),
  aggregateMeasures,
  map(ownedColumn, value => [value]),
  sequence([determiner, nameNoun], (_, value) => [value]),
)

/** What a question wants to see, e.g. `name and city`, `the number of orders`, `minimum and maximum age`. */
export const outputList: Rule<{ distinct: boolean; outputs: SketchOutput[] }> = sequence(
  [
    determiner,
    maybe(distinctWord),
    filler('values of'),
    listOf(
      one,
      sequence([separator, filler('the|their|its|also')], () => null),
    ),
  ],
  (_, distinct, __, outputs) => ({ distinct: distinct !== null, outputs: outputs.flat() }),
)

/** Whole rows: `all details of`, `everything about`. */
export const wholeRows = filler(
  `all columns of|all fields of|all details of|all the details of|details of|the details of|all information about|
  all information on|information about|information on|everything about|all records of|records of|all data of|data of|
  all about|everything on|details about|all details about`,
)
