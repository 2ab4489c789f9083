/**
 * Fills one PostgreSQL database with Northwind at a given size, for benchmarks:
 * npx tsx scripts/load-northwind.ts --url postgres://user:password@127.0.0.1:5432/northwind_100 --factor 100
 * Factor 1 has 830 orders; the database is made where it is missing and must have no tables.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fillDatabase } from '../server/samples/samples.ts'

const { values } = parseArgs({
  options: { url: { type: 'string' }, factor: { type: 'string', default: '1' } },
})
const factor = Number(values.factor)

if (values.url === undefined || !URL.canParse(values.url) || !Number.isSafeInteger(factor) || factor < 1) {
  console.error('Usage: npx tsx scripts/load-northwind.ts --url postgres://… --factor <whole number from 1>')
  process.exitCode = 2
} else {
  const startedAt = performance.now()
  const filled = await fillDatabase({ url: values.url, factor, root: resolve(import.meta.dirname, '..') })
  if (filled) {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    console.log(`Loaded ${(830 * factor).toLocaleString('en')} orders in ${seconds} s.`)
  } else {
    console.error('The database has tables already: name an empty or a new one.')
    process.exitCode = 1
  }
}
