/** Loaded into a server that is measured (`--import`): answers each message of its parent with how late its loop was since, and what it has used. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
process.on('message', () => {
  const p99Ms = delay.percentile(99) / 1e6
  const { user, system } = process.cpuUsage()
  const cpuMs = (user + system) / 1000
  process.send({ p99Ms, maxMs: delay.max / 1e6, residentMb: process.memoryUsage.rss() / 1e6, cpuMs })
  delay.reset()
})
process.channel.unref()
