/** What of a suggested chart (a Vega-Lite specification without data) is drawn here. */
export interface Chart {
  mark: 'bar' | 'line'
  x: { field: string; title: string; temporal: boolean }
  y: { field: string; title: string }
}

/** Null for one that cannot be drawn here, or that names columns the result does not have. */
export function readChart(specification: string, columnNames: readonly string[]): Chart | null {
  try {
    const { mark, encoding } = JSON.parse(specification) as {
      mark?: unknown
      encoding?: Record<string, { field?: unknown; title?: unknown; type?: unknown } | undefined>
    }
    const channel = (name: string) => {
      const { field, title, type } = encoding?.[name] ?? {}
      const plain = typeof field === 'string' ? field.replace(/\\(.)/g, '$1') : ''
      return { field: plain, title: typeof title === 'string' ? title : plain, temporal: type === 'temporal' }
    }
    const [x, y] = [channel('x'), channel('y')]
    const drawable = mark === 'bar' || mark === 'line'
    return drawable && columnNames.includes(x.field) && columnNames.includes(y.field) ? { mark, x, y } : null
  } catch {
    return null
  }
}
