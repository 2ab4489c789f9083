/** Loaded into a server that is measured (`--import`): answers each message of its parent with what it has used so far. */
let peakMb = 0
const look = () => {
  peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20)
}
setInterval(look, 50).unref()
process.on('message', message => {
  if (message !== 'usage' && message !== 'peak from now') return
  if (message === 'peak from now') peakMb = 0
  look()
  const { user, system } = process.cpuUsage()
  process.send({ cpuMs: (user + system) / 1000, peakMb, residentMb: process.memoryUsage.rss() / 2 ** 20 })
})
process.channel.unref()
// Whoever measures is gone: nobody else would end it.
process.once('disconnect', () => process.kill(process.pid))
