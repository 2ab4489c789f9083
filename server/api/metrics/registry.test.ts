import { describe, expect, it } from 'vitest'
import { createMetrics } from './registry.ts'

describe('the text of metrics', () => {
  it('has counters by their labels, gauges as they are now, and cumulative buckets', () => {
    const metrics = createMetrics()
    const requests = metrics.counter('requests_total', 'Requests.')
    let open = 1
    metrics.gauge('open', 'Open now.', () => open)
    const seconds = metrics.histogram('seconds', 'Time.', [0.1, 1])
    requests.add({ route: '/', status: '200' })
    requests.add({ route: '/', status: '200' })
    requests.add({ route: 'a"b\\c\nd' })
    for (const value of [0.05, 0.1, 0.5, 7]) seconds.observe(value, { route: '/' })
    open = 3
    expect(metrics.text()).toBe(
      [
        '# HELP requests_total Requests.',
        '# TYPE requests_total counter',
        'requests_total{route="/",status="200"} 2',
        'requests_total{route="a\\"b\\\\c\\nd"} 1',
        '# HELP open Open now.',
        '# TYPE open gauge',
        'open 3',
        '# HELP seconds Time.',
        '# TYPE seconds histogram',
        'seconds_bucket{route="/",le="0.1"} 2',
        'seconds_bucket{route="/",le="1"} 3',
        'seconds_bucket{route="/",le="+Inf"} 4',
        'seconds_sum{route="/"} 7.65',
        'seconds_count{route="/"} 4',
        '',
      ].join('\n'),
    )
  })
})
