// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GridPosition } from './grid-move.ts'
import { ResultGrid } from './result-grid.tsx'
import { RowStore } from './row-store.ts'

const COLUMNS = [
  { name: 'company_name', type: 'text', nullable: true },
  { name: 'credit_limit', type: 'numeric(10,2)', nullable: true },
]

/** jsdom lays nothing out; the grid needs to be told how much of it is in sight. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(300)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

function renderGrid(rowCount: number, columns = COLUMNS) {
  const rows = new RowStore(announce => announce())
  rows.append(
    0,
    Array.from({ length: rowCount }, (_, index) => [`Company ${index}`, index === 0 ? null : '12.50']),
  )
  const copied: GridPosition[] = []
  const opened: GridPosition[] = []
  render(
    <ResultGrid
      columns={columns}
      rows={rows}
      onCopy={at => copied.push(at)}
      onOpen={at => opened.push(at)}
    />,
  )
  const grid = screen.getByRole('grid', { name: 'Rows' })
  const focusedText = () =>
    document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent
  return { grid, copied, opened, focusedText }
}

describe('ResultGrid', () => {
  it('says how many rows there are and draws only those in sight', () => {
    const { grid } = renderGrid(200_000)
    expect(grid.getAttribute('aria-rowcount')).toBe('200001')
    const drawn = screen.getAllByRole('row').length
    expect(drawn).toBeGreaterThan(10)
    expect(drawn).toBeLessThan(60)
  })

  it('draws of 1,600 columns those in sight', () => {
    const wide = Array.from({ length: 1600 }, (_, index) => ({
      name: `c${index}`,
      type: 'text',
      nullable: true,
    }))
    const { grid } = renderGrid(50, wide)
    expect(grid.getAttribute('aria-colcount')).toBe('1601')
    expect(screen.getByText('c0')).toBeDefined()
    const drawn = screen.getAllByRole('columnheader').length
    expect(drawn).toBeGreaterThan(5)
    expect(drawn).toBeLessThan(40)
  })

  it('tells NULL apart from an empty text', () => {
    renderGrid(1)
    expect(screen.getByText('NULL')).toBeDefined()
  })

  it('moves the focused cell with the arrows', () => {
    const { grid, focusedText } = renderGrid(5)
    fireEvent.focus(grid)
    expect(focusedText()).toBe('Company 0')
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: 'ArrowRight' })
    expect(focusedText()).toBe('12.50')
  })

  it('copies the focused cell', () => {
    const { grid, copied } = renderGrid(5)
    fireEvent.focus(grid)
    fireEvent.keyDown(grid, { key: 'ArrowDown' })
    fireEvent.keyDown(grid, { key: 'c', ctrlKey: true })
    expect(copied).toEqual([{ row: 1, column: 0 }])
  })

  it('opens the focused cell with Enter, and a cell with two clicks', () => {
    const { grid, opened } = renderGrid(5)
    fireEvent.focus(grid)
    fireEvent.keyDown(grid, { key: 'Enter' })
    fireEvent.doubleClick(screen.getByText('Company 3'))
    expect(opened).toEqual([
      { row: 0, column: 0 },
      { row: 3, column: 0 },
    ])
  })
})
