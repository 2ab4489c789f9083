import { useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { gridMove } from '../components/result/grid-move.ts'
import type { GridPosition, GridSize } from '../components/result/grid-move.ts'
import { withCommand } from './use-shortcut.ts'

interface GridFocusOptions {
  size: GridSize
  onMove: (to: GridPosition) => void
  onCopy: (at: GridPosition) => void
  onOpen: (at: GridPosition) => void
}

/** One focused cell in a grid that itself keeps the keyboard focus, so that cells may scroll out of existence. */
export function useGridFocus({ size, onMove, onCopy, onOpen }: GridFocusOptions) {
  const [focused, setFocused] = useState<GridPosition | null>(null)
  const move = (to: GridPosition) => {
    setFocused(to)
    onMove(to)
  }
  return {
    focused,
    onFocus: () => {
      if (focused === null && size.rows > 0) setFocused({ row: 0, column: 0 })
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (focused === null) return
      const to = gridMove(focused, event, size)
      if (to !== null) move(to)
      else if (withCommand(event) && event.key.toLowerCase() === 'c') {
        // Text that the reader marked with the mouse is what they want copied.
        if (window.getSelection()?.isCollapsed === false) return
        onCopy(focused)
      } else if (event.key === 'Enter' && !withCommand(event)) onOpen(focused)
      else return
      event.preventDefault()
    },
    onClick: (event: MouseEvent) => {
      const at = cellAt(event.target)
      if (at !== null) setFocused(at)
    },
    onDoubleClick: (event: MouseEvent) => {
      const at = cellAt(event.target)
      if (at !== null) onOpen(at)
    },
  }
}

function cellAt(target: EventTarget): GridPosition | null {
  if (!(target instanceof Element)) return null
  const cell = target.closest<HTMLElement>('[role=gridcell]')
  const row = cell?.closest<HTMLElement>('[role=row]')
  if (cell === null || row == null) return null
  return { row: Number(row.dataset.row), column: Number(cell.dataset.column) }
}
