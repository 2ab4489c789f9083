import { inWords, sentence } from './wording.ts'

const MAX_CONDITIONS = 3

/** Nothing was found: says so, and which words of the question may have narrowed it too far. */
export function tellNoRows(question: string, reading: string): string[] {
  const conditions = conditionsIn(reading, question)
  if (conditions.length === 0) return ['No rows match this question.']
  const quoted = conditions.map(condition => `“${condition}”`)
  return [
    'No rows match this question.',
    sentence(
      conditions.length === 1
        ? `The condition on ${inWords(quoted)} may be the cause: it may be spelt differently in the data, or not occur at all`
        : `The conditions on ${inWords(quoted)} may be the cause: one may be spelt differently in the data, or they may not occur together`,
    ),
  ]
}

/** What stands in quotes in the reading; else capitalised words, numbers and dates of the question. */
function conditionsIn(reading: string, question: string): readonly string[] {
  // An apostrophe inside a word ("the customer's") opens nothing.
  const quoted = [
    ...reading.matchAll(/(?<![\p{L}\p{N}])["“'‘«]([^"“”'‘’«»]{1,60})["”'’»](?![\p{L}\p{N}])/gu),
  ].map(match => match[1] ?? '')
  const found = quoted.length > 0 ? quoted : valuesIn(question)
  return [...new Set(found.map(text => text.trim()).filter(text => text !== ''))].slice(0, MAX_CONDITIONS)
}

function valuesIn(question: string): readonly string[] {
  // The first word is capitalised anyway, and "I" is nobody's condition.
  const rest = question.trim().replace(/^\S+/u, '')
  return rest.match(/\d{4}-\d{2}-\d{2}|\d+(?:[.,]\d+)*|\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*/gu) ?? []
}
