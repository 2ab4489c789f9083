import type { Cell } from '../domain.ts'

/** Nothing in a text without these can lose digits in a double: cheap, and right for nearly every document. */
const MAYBE_LONG_NUMBER = /\d[\d.]{14}|\d[eE]/
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Database JSON as JSON. Databases keep numbers of any length (PostgreSQL's jsonb does) and JavaScript does not: a number that would
 * be rounded becomes a string with its exact digits, as for columns of type numeric. All others stay numbers.
 */
export function readJsonCell(text: string): Cell {
  return JSON.parse(keepDigits(text)) as Cell
}

/** The same as text that is JSON for certain, to be put between other JSON. Throws when it is none. */
export function readJsonText(text: string): string {
  const exact = keepDigits(text)
  JSON.parse(exact)
  return exact
}

function keepDigits(text: string): string {
  if (!MAYBE_LONG_NUMBER.test(text)) return text
  return text.replace(STRING_OR_NUMBER, token =>
    token[0] === '"' || survivesAsDouble(token) ? token : `"${token}"`,
  )
}

function survivesAsDouble(literal: string): boolean {
  const value = Number(literal)
  return Number.isFinite(value) && significantDigits(literal) === significantDigits(String(value))
}

/** `-1.50e3` and `-1500` are both `-15e3`: sign, digits without outer zeros, power of the first digit. */
function significantDigits(literal: string): string {
  const unsigned = literal.startsWith('-') ? literal.slice(1) : literal
  const [mantissa = '', exponent = '0'] = unsigned.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return '0'
  const power = Number(exponent) + digits.length - fraction.length
  return `${literal.startsWith('-') ? '-' : ''}${digits.replace(/0+$/, '')}e${power}`
}
