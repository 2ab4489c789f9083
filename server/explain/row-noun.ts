import pluralize from 'pluralize'
import type { ResultColumn } from '../domain.ts'
import { columnWords, isPluralNoun } from './column-role.ts'
import type { ResultDigest } from './result-digest.ts'

/** Last words of columns of which every row of a noun has its own. */
const NAMING_WORDS = new Set('id uuid name number no nr code key title email'.split(' '))
/** Words before the noun that a request for a list is about. */
const OPENING_WORDS = new Set(
  'please list show find get give display print see want need can you which what are were there who me us i to all the our my of every'.split(
    ' ',
  ),
)

/**
 * What the rows of a list are, e.g. `customer`, else `row`. Said only where the question names it and a column has
 * another value in every row: one that is called after it, or, when the question asks for a list of it and names
 * nothing else in the plural, one with names (`company_name` for customers).
 */
export function nounOf(question: string, columns: readonly ResultColumn[], digest: ResultDigest): string {
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? []
  const plurals = [...new Set(words.filter(isPluralNoun))]
  const own = columns
    .filter((_, at) => {
      const facts = digest.columns[at]
      return facts?.distinct === digest.rowCount && facts.role !== 'measure'
    })
    .map(column => columnWords(column.name))

  const named = plurals
    .map(plural => pluralize.singular(plural))
    .find(noun => own.some(name => isNameOf(noun, name)))
  if (named !== undefined) return named

  const [listed, ...others] = plurals
  const subject = words.find(word => !OPENING_WORDS.has(word))
  const hasNames = own.some(name => name.length > 1 && name.at(-1) === 'name' && !isSpokenOf(name[0], words))
  return listed !== undefined && others.length === 0 && subject === listed && hasNames
    ? pluralize.singular(listed)
    : 'row'
}

/** `customer`, `customers` and `customer_id` tell one customer from another. */
function isNameOf(noun: string, [first, last, ...more]: readonly string[]): boolean {
  if (first === undefined || pluralize.singular(first) !== noun || more.length > 0) return false
  return last === undefined || NAMING_WORDS.has(last)
}

/** "Show customers by product": a column of product names then has the names of something else. */
function isSpokenOf(word: string | undefined, words: readonly string[]): boolean {
  return word === undefined || words.some(other => pluralize.singular(other) === pluralize.singular(word))
}
