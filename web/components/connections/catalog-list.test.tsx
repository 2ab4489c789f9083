// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CatalogList } from './catalog-list.tsx'
import { catalogRows, tableKey } from './catalog-rows.ts'
import type { OpenedTable } from './catalog-rows.ts'

/** jsdom lays nothing out; the list needs to be told how much of it is in sight. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(36)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(360)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

const tables = Array.from({ length: 5_000 }, (_, index) => ({
  schema: 'public',
  name: `table_${index}`,
  kind: index === 1 ? 'MATERIALIZED_VIEW' : 'TABLE',
  comment: null,
  rowEstimate: null,
}))

function renderList(opened: ReadonlyMap<string, OpenedTable> = new Map()) {
  const toggled: string[] = []
  render(
    <CatalogList
      rows={catalogRows(tables, opened)}
      onToggle={({ name }) => toggled.push(name)}
      columnAside={(_, column) => <em>{`choose ${column.name}`}</em>}
    />,
  )
  return toggled
}

describe('CatalogList', () => {
  it('draws only those of 5,000 tables that are in sight', () => {
    renderList()
    const drawn = screen.getAllByRole('listitem')
    expect(drawn.length).toBeGreaterThan(5)
    expect(drawn.length).toBeLessThan(60)
    expect(drawn[0]?.getAttribute('aria-setsize')).toBe('5000')
  })

  it('opens a table that is pressed', () => {
    const toggled = renderList()
    fireEvent.click(screen.getByRole('button', { name: /table_2$/ }))
    expect(toggled).toEqual(['table_2'])
  })

  it('says what is not a plain table', () => {
    renderList()
    expect(screen.getByText('materialized view')).toBeDefined()
  })

  it('shows type, key, reference and comment of columns, and what can be chosen for them', () => {
    const column = {
      name: 'owner_id',
      type: 'integer',
      nullable: false,
      primaryKey: true,
      references: 'public.owners.id',
      comment: 'who has it',
    }
    renderList(new Map([[tableKey({ schema: 'public', name: 'table_0' }), { columns: [column] }]]))
    for (const words of ['owner_id', 'integer', 'public.owners.id', 'who has it', 'choose owner_id'])
      expect(screen.getByText(words)).toBeDefined()
    expect(screen.getByLabelText('primary key')).toBeDefined()
  })
})
