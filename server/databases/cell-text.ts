import type { Cell } from '../domain.ts'

/** A cell of our own statements that is text or null by its SQL. */
export function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : ''
}

export function textOrNull(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null
}

/** A cell that is a text or a number by its SQL, whichever the server makes of it. */
export function plainTextOf(cell: Cell | undefined): string {
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : textOf(cell)
}

export function listOf(cell: Cell | undefined): readonly Cell[] {
  return Array.isArray(cell) ? (cell as readonly Cell[]) : []
}
