/** Numbers about this process in Prometheus' text format 0.0.4. Labels have few values each, never something a caller made up. */
export interface Metrics {
  counter(name: string, help: string): Counter
  /** @param bounds upper bounds of the buckets, ascending */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram
  /** Asked for when somebody reads. */
  gauge(name: string, help: string, read: () => number): void
  text(): string
}

export type Labels = Readonly<Record<string, string>>

export interface Counter {
  add(labels?: Labels, by?: number): void
}

export interface Histogram {
  observe(value: number, labels?: Labels): void
}

interface Observed {
  buckets: number[]
  sum: number
  count: number
}

export function createMetrics(): Metrics {
  const sections: (() => readonly string[])[] = []
  const declare = (name: string, kind: string, help: string, lines: () => readonly string[]) =>
    void sections.push(() => [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines()])
  return {
    counter(name, help) {
      const values = new Map<string, number>()
      declare(name, 'counter', help, () =>
        [...values].map(([labels, value]) => `${name}${braced(labels)} ${value}`),
      )
      return {
        add: (labels = {}, by = 1) =>
          void values.set(written(labels), (values.get(written(labels)) ?? 0) + by),
      }
    },
    histogram(name, help, bounds) {
      const values = new Map<string, Observed>()
      declare(name, 'histogram', help, () =>
        [...values].flatMap(entry => histogramLines(name, bounds, ...entry)),
      )
      return {
        observe(value, labels = {}) {
          const key = written(labels)
          const seen = values.get(key) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 }
          values.set(key, seen)
          const bucket = bounds.findIndex(bound => value <= bound)
          if (bucket >= 0) seen.buckets[bucket] = (seen.buckets[bucket] ?? 0) + 1
          seen.sum += value
          seen.count += 1
        },
      }
    },
    gauge(name, help, read) {
      declare(name, 'gauge', help, () => [`${name} ${read()}`])
    },
    text: () => `${sections.flatMap(section => section()).join('\n')}\n`,
  }
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  labels: string,
  { buckets, sum, count }: Observed,
) {
  let upTo = 0
  const lines = bounds.map((bound, index) => {
    upTo += buckets[index] ?? 0
    return `${name}_bucket${braced(labels, `le="${bound}"`)} ${upTo}`
  })
  return [
    ...lines,
    `${name}_bucket${braced(labels, 'le="+Inf"')} ${count}`,
    `${name}_sum${braced(labels)} ${sum}`,
    `${name}_count${braced(labels)} ${count}`,
  ]
}

function braced(...labels: readonly string[]): string {
  const given = labels.filter(label => label !== '')
  return given.length === 0 ? '' : `{${given.join(',')}}`
}

function written(labels: Labels): string {
  const escape = (value: string) => value.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',')
}
