export interface GridPosition {
  row: number
  column: number
}

export interface GridSize {
  rows: number
  columns: number
  /** Rows that fit on the screen, for Page Up and Page Down. */
  pageRows: number
}

interface Key {
  key: string
  ctrlKey: boolean
  metaKey: boolean
}

/** Where a key moves the focused cell to, after the ARIA grid pattern; null for keys that do not move. */
export function gridMove(
  from: GridPosition,
  { key, ctrlKey, metaKey }: Key,
  size: GridSize,
): GridPosition | null {
  const far = ctrlKey || metaKey
  const { row, column } = from
  switch (key) {
    case 'ArrowUp':
      return within({ row: far ? 0 : row - 1, column }, size)
    case 'ArrowDown':
      return within({ row: far ? size.rows - 1 : row + 1, column }, size)
    case 'ArrowLeft':
      return within({ row, column: far ? 0 : column - 1 }, size)
    case 'ArrowRight':
      return within({ row, column: far ? size.columns - 1 : column + 1 }, size)
    case 'Home':
      return within({ row: far ? 0 : row, column: 0 }, size)
    case 'End':
      return within({ row: far ? size.rows - 1 : row, column: size.columns - 1 }, size)
    case 'PageUp':
      return within({ row: row - size.pageRows, column }, size)
    case 'PageDown':
      return within({ row: row + size.pageRows, column }, size)
    default:
      return null
  }
}

function within({ row, column }: GridPosition, size: GridSize): GridPosition {
  return {
    row: Math.max(0, Math.min(size.rows - 1, row)),
    column: Math.max(0, Math.min(size.columns - 1, column)),
  }
}
