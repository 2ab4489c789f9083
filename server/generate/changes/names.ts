import pluralize from 'pluralize'
import type { CatalogTable } from '../../domain.ts'

/** The words of a name in lower case: `unit_price`, `UnitPrice` and `unit price` are all `unit`, `price`. */
export function nameWords(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}

export const singular = (word: string): string => (word.length < 3 ? word : pluralize.singular(word))

/** One key for all spellings of a name: `Order Details`, `order_detail` and `orderdetails` are `orderdetail`. */
export const nameKey = (name: string): string => nameWords(name).map(singular).join('')

type Style = 'snake' | 'camel' | 'pascal'

/** How names are written there, by the most of them that show it. */
export function styleOf(names: readonly string[]): Style {
  const pascal = names.filter(name => /^\p{Lu}\p{L}*\p{Ll}/u.test(name)).length
  const camel = names.filter(name => /^\p{Ll}+\p{Lu}/u.test(name)).length
  if (pascal > names.length / 2) return 'pascal'
  return camel > 0 && camel >= names.filter(name => name.includes('_')).length ? 'camel' : 'snake'
}

/** A new name from words, as the names beside it are. One that was written as a name stays as it is. */
export function newName(words: string, style: Style): string {
  const text = words.trim()
  if (/^\p{L}[\p{L}\p{N}]*(_|\p{Ll}\p{Lu})[\p{L}\p{N}_]*$/u.test(text) && !/\s/.test(text)) return text
  const parts = text
    .replace(/['’]s\b/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(part => part !== '')
  const capital = (part: string) => part.charAt(0).toUpperCase() + part.slice(1)
  if (style === 'pascal') return parts.map(capital).join('')
  const lower = parts.map(part => part.toLowerCase())
  if (style === 'camel') return lower.map((part, at) => (at === 0 ? part : capital(part))).join('')
  return lower.join('_')
}

export const columnStyle = (table: CatalogTable | null, tables: readonly CatalogTable[]): Style =>
  styleOf((table === null ? tables : [table]).flatMap(({ columns }) => columns.map(({ name }) => name)))

export const tableStyle = (tables: readonly CatalogTable[]): Style => styleOf(tables.map(({ name }) => name))

/** Insertions, deletions and replacements, and swaps of neighbours. */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const best = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + same,
      )
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(swap ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

/** Close enough to be a slip of the fingers. */
export const isSlip = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 4 && distance(a, b) <= (Math.min(a.length, b.length) >= 8 ? 2 : 1)
