import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect } from 'react'
import type { RefObject } from 'react'

const COLUMNS_BEYOND = 3

export interface ColumnsInSight {
  /** In their order. */
  columns: readonly number[]
  /** Room for the columns to the left of them, and to the right. */
  beforePx: number
  afterPx: number
}

/** A result may have 1,600 columns: only those in sight exist in the page. */
export function useColumnsInSight(
  scroller: RefObject<HTMLElement | null>,
  widths: readonly number[],
  /** What stands to the left of the first column. */
  marginPx: number,
): ColumnsInSight {
  const virtual = useVirtualizer({
    horizontal: true,
    count: widths.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => widths[index] ?? 0,
    overscan: COLUMNS_BEYOND,
    scrollMargin: marginPx,
  })
  useLayoutEffect(() => virtual.measure(), [virtual, widths])
  const items = virtual.getVirtualItems()
  const beforePx = (items[0]?.start ?? marginPx) - marginPx
  const shownPx = items.reduce((sum, { size }) => sum + size, 0)
  return {
    columns: items.map(({ index }) => index),
    beforePx,
    afterPx: widths.reduce((sum, width) => sum + width, 0) - beforePx - shownPx,
  }
}
