/** A cell in a form that two engines and two ways to write a query agree on. Dates are text that begins with `@`. */
export type Comparable = string | number | null

const ABSOLUTE_TOLERANCE = 0.01
const RELATIVE_TOLERANCE = 1e-6

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/iu
const DAY = /^\d{4}-\d{2}-\d{2}$/u
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/u
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/u

export function comparable(cell: unknown): Comparable {
  if (cell === null || cell === undefined) return null
  if (typeof cell === 'boolean') return cell ? 1 : 0
  if (typeof cell === 'number') return cell
  if (typeof cell !== 'string') return JSON.stringify(cell)
  const text = cell.normalize('NFC').trim()
  if (NUMBER.test(text) && !/^[+-]?0\d/u.test(text)) return Number(text)
  if (DAY.test(text)) return `@${text}`
  if (MONTH.test(text)) return `@${text}-01`
  const moment = MOMENT.exec(text)
  return moment ? asMoment(moment) : text
}

/** In UTC, without fractions of a second; midnight is the day itself. */
function asMoment([, day = '', minute = '', second = '00', zone = 'Z']: RegExpExecArray): string {
  const offset = /^[+-]\d{2}$/u.test(zone) ? `${zone}:00` : zone.replace(/^([+-]\d{2})(\d{2})$/u, '$1:$2')
  const at = new Date(`${day}T${minute}:${second}${offset}`)
  if (Number.isNaN(at.getTime())) return `${day} ${minute}:${second}`
  const iso = at.toISOString()
  return iso.slice(11, 19) === '00:00:00' ? `@${iso.slice(0, 10)}` : `@${iso.slice(0, 19)}`
}

export function sameCell(a: Comparable, b: Comparable): boolean {
  if (a === b) return true
  if (typeof a !== 'number' || typeof b !== 'number') return false
  if (Number.isInteger(a) && Number.isInteger(b)) return false
  return (
    Math.abs(a - b) <= Math.max(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)))
  )
}

/** Unknown first, then numbers, then texts. */
export function sortCells(cells: readonly Comparable[]): Comparable[] {
  const rank = (cell: Comparable) => (cell === null ? 0 : typeof cell === 'number' ? 1 : 2)
  return [...cells].sort((a, b) => {
    if (rank(a) !== rank(b)) return rank(a) - rank(b)
    if (a === null || b === null || a === b) return 0
    return a < b ? -1 : 1
  })
}
