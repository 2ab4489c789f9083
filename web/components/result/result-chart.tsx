import { useEffect, useRef } from 'react'
import { barX, lineY, plot, ruleX, ruleY } from '@observablehq/plot'
import type { Row } from '../../graphql/cell.ts'
import { cellText } from './cell-text.ts'
import type { Chart } from './read-chart.ts'

interface ResultChartProps {
  chart: Chart
  columnNames: readonly string[]
  rows: readonly Row[]
}

const ROW_HEIGHT = 24

/** Drawn from the rows that are on the page already; its library comes with the first chart. */
export default function ResultChart({ chart, columnNames, rows }: ResultChartProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const figure = draw(chart, pointsOf(chart, columnNames, rows), place.current?.clientWidth ?? 640)
    place.current?.replaceChildren(figure)
    return () => figure.remove()
  }, [chart, columnNames, rows])
  return <div ref={place} className="w-full overflow-x-auto text-ink-soft" />
}

interface Point {
  x: string | Date
  y: number
}

function pointsOf({ x, y }: Chart, names: readonly string[], rows: readonly Row[]): Point[] {
  const [xAt, yAt] = [names.indexOf(x.field), names.indexOf(y.field)]
  return rows.flatMap(row => {
    const value = row[yAt]
    const text = cellText(row[xAt])
    // Exact decimals travel as text; a screen has room for fewer digits anyway.
    const number = value === null || value === undefined || value === '' ? NaN : Number(value)
    return Number.isFinite(number) ? [{ x: x.temporal ? new Date(text) : text, y: number }] : []
  })
}

function draw({ mark, x, y }: Chart, points: readonly Point[], width: number): Element {
  const common = {
    width,
    style: { background: 'transparent', fontSize: '12px' },
    ariaLabel: `${y.title} by ${x.title}`,
  }
  if (mark === 'line')
    return plot({
      ...common,
      height: 280,
      marginLeft: 64,
      x: { label: x.title, type: x.temporal ? 'utc' : 'point' },
      y: { label: y.title, grid: true },
      marks: [
        ruleY([0]),
        lineY(points, { x: 'x', y: 'y', stroke: 'var(--color-accent)', marker: true, tip: true }),
      ],
    })
  return plot({
    ...common,
    height: points.length * ROW_HEIGHT + 60,
    marginLeft: Math.min(200, 24 + 7 * Math.max(...points.map(point => String(point.x).length))),
    x: { label: y.title, grid: true },
    y: { label: x.title, domain: points.map(point => point.x) },
    marks: [ruleX([0]), barX(points, { x: 'y', y: 'x', fill: 'var(--color-accent)', tip: true })],
  })
}
