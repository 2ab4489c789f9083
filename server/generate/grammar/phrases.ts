import { filler, map, phrase } from './reader.ts'
import type { AggregateName, Comparison } from './sketch.ts'

/** The English that the grammar knows, apart from names and values. No word of any particular business. */

export const opener = filler(
  `please|can you|could you|would you|i want|i want to see|i want to know|i would like|i would like to see|i'd like|
  i'd like to see|i need|let me see|tell me|show me|show|list|list me|list out|display|give me|give|find|find me|get|
  get me|return|return me|fetch|print|view|retrieve|select|provide|report|report on|compute|calculate|output|see|
  what is|what are|what was|what were|what 's|whats|which is|which are|who are|who is|which|what|who|
  the list of|a list of|list of|the|all|every|each of the|of|me`,
)

export const determiner = filler(
  'the|a|an|all|every|any|all of|our|my|your|this|that|of the|each of the|all the',
)

/** Where what follows is not a noun with its own sense, e.g. `how many customers are there`. */
export const closing = filler(
  `are there|is there|there are|are|is|do we have|we have|do you have|have we got|exist|exists|are listed|listed|
  in total|in all|altogether|overall|in the database|in our database|in the data|please|thanks|thank you|
  were there|was there|do|does|?|.|!|,`,
)

export const separator = phrase(
  ', and|,|and|& |, as well as|as well as|along with|together with|plus|and also|, and also',
)

export const distinctWord = phrase('distinct|different|unique')

const AGGREGATES: readonly (readonly [AggregateName, string])[] = [
  ['AVG', 'average|mean|avg|average value of|average of|mean of|the average|the average of'],
  ['SUM', 'total|sum|sum of|total of|combined|overall|total sum of|sum total of'],
  [
    'MIN',
    'minimum|min|lowest|smallest|least|minimum of|minimum value of|smallest value of|lowest value of|minimal',
  ],
  [
    'MAX',
    'maximum|max|highest|largest|greatest|biggest|maximum of|maximum value of|largest value of|highest value of|maximal',
  ],
]

const aggregateByPhrase = new Map(
  AGGREGATES.flatMap(([name, phrases]) => phrases.split('|').map(text => [text.trim(), name] as const)),
)

export const aggregateName = map(
  phrase(AGGREGATES.map(([, phrases]) => phrases).join('|')),
  text => aggregateByPhrase.get(text) ?? 'AVG',
)

const COMPARISONS: readonly (readonly [Comparison, string])[] = [
  [
    '>',
    `over|above|more than|greater than|larger than|bigger than|higher than|exceeding|exceeds|exceed|>|
    is over|is above|that exceeds|in excess of|heavier than|taller than|longer than`,
  ],
  [
    '>=',
    '>=|at least|no less than|not less than|a minimum of|greater than or equal to|more than or equal to',
  ],
  ['<', 'under|below|less than|fewer than|lower than|smaller than|lighter than|shorter than|<'],
  [
    '<=',
    '<=|at most|no more than|not more than|up to|a maximum of|less than or equal to|fewer than or equal to',
  ],
  ['=', '=|equal to|equals|exactly|equaling|equalling'],
]

const comparisonByPhrase = new Map(
  COMPARISONS.flatMap(([sign, phrases]) => phrases.split('|').map(text => [text.trim(), sign] as const)),
)

export const comparison = map(
  phrase(COMPARISONS.map(([, phrases]) => phrases).join('|')),
  text => comparisonByPhrase.get(text) ?? '=',
)

/** True for descending. */
export const superlative = map(
  phrase('highest|largest|greatest|biggest|most|maximum|max|lowest|smallest|least|fewest|minimum|min'),
  text => !/^(lowest|smallest|least|fewest|min)/u.test(text),
)

const DESCENDING =
  `descending|desc|in descending order|in decreasing order|descending order|from highest to lowest|
  from the highest to the lowest|highest to lowest|from largest to smallest|from the largest to the smallest|
  largest to smallest|from high to low|from most to least|from the most to the least|most to least|highest first|
  largest first|biggest first|most first|in reverse order|in reverse alphabetical order|from z to a`.replace(
    /\s+/gu,
    ' ',
  )

const ASCENDING =
  `ascending|asc|in ascending order|in increasing order|ascending order|from lowest to highest|
  from the lowest to the highest|lowest to highest|from smallest to largest|from the smallest to the largest|
  smallest to largest|from low to high|from least to most|from the least to the most|least to most|lowest first|
  smallest first|least first|alphabetically|in alphabetical order|from a to z`.replace(/\s+/gu, ' ')

const descendingPhrases = new Set(DESCENDING.split('|').map(text => text.trim()))

/** True for descending. */
export const direction = map(phrase(`${DESCENDING}|${ASCENDING}`), text => descendingPhrases.has(text))
