import type { Cell } from '../../graphql/cell.ts'

/** A cell as one line, exactly as it came: nothing is rounded or localised. NULL is empty. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

/** A cell as a person wants to read it at leisure: JSON is indented, also JSON that came as text. */
export function cellDetail(cell: Cell | undefined): string {
  if (typeof cell === 'object' && cell !== null) return JSON.stringify(cell, null, 2)
  if (typeof cell !== 'string' || !/^\s*[[{]/.test(cell)) return cellText(cell)
  try {
    return JSON.stringify(JSON.parse(cell), null, 2)
  } catch {
    return cell
  }
}

const NUMERIC =
  /^(small|big|tiny|medium)?(int|integer|serial)|^(numeric|decimal|real|float|double|money|oid)/i

/** Whether a column holds numbers, by the engine's name of its type: both engines' names are told apart by shape. */
export function isNumeric(type: string): boolean {
  return NUMERIC.test(type) && !/interval|\[\]/i.test(type)
}
