import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from './registry.ts'

/** What any process can say of itself, under the names that dashboards know. @returns ends the measuring */
export function measureProcess(metrics: Metrics): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const startedAt = Date.now() / 1000 - process.uptime()
  metrics.gauge('process_start_time_seconds', 'When it started, since 1970.', () => startedAt)
  metrics.gauge('process_cpu_seconds_total', 'Processor time, user and system.', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  metrics.gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss())
  metrics.gauge('nodejs_heap_size_used_bytes', 'Used heap.', () => process.memoryUsage().heapUsed)
  metrics.gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since it was last read.', () => {
    const seconds = delay.percentile(99) / 1e9
    delay.reset()
    return Number.isFinite(seconds) ? seconds : 0
  })
  return () => void delay.disable()
}
