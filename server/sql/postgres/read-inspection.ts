import { commandOf } from './commands.ts'
import { asNode, isFields, listOf } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

/** EXPLAIN or SHOW around, or in place of, a query. */
export interface Inspection {
  inspects: 'EXPLAIN' | 'SHOW'
  command: string
  /** The tree of what is explained; null for SHOW. */
  query: unknown
  setting: string | null
  columns: readonly string[]
  /** Options that are not known to leave the query unexecuted. */
  unknown: readonly string[]
}

/** Options of EXPLAIN that say how the plan is written. ANALYZE executes the query. */
const HARMLESS_OPTIONS = new Set([
  'buffers',
  'costs',
  'format',
  'generic_plan',
  'memory',
  'settings',
  'summary',
  'timing',
  'verbose',
  'wal',
])
const OFF = new Set(['false', 'off', '0'])

export function readInspection(root: unknown): Inspection | null {
  const explain = asNode(root, 'ExplainStmt')
  if (explain !== null) return readExplain(explain)
  const name = asNode(root, 'VariableShowStmt')?.['name']
  if (typeof name !== 'string') return null
  const setting = name.toLowerCase()
  return { inspects: 'SHOW', command: 'SHOW', query: null, setting, columns: [setting], unknown: [] }
}

function readExplain(explain: Fields): Inspection {
  const query = explain['query']
  const tag = isFields(query) ? (Object.keys(query)[0] ?? '') : ''
  const options = listOf(explain['options']).map(item => asNode(item, 'DefElem'))
  const unknown = options.filter(option => !isHarmless(option))
  return {
    inspects: 'EXPLAIN',
    command: `EXPLAIN ${commandOf(tag)}`,
    query,
    setting: null,
    columns: ['QUERY PLAN'],
    unknown: unknown.map(option => `EXPLAIN ${nameOf(option).toUpperCase()}`),
  }
}

/** Every mention of ANALYZE has to be off: of several the server takes one. */
function isHarmless(option: Fields | null): boolean {
  const name = nameOf(option)
  return HARMLESS_OPTIONS.has(name) || (name === 'analyze' && isOff(option?.['arg']))
}

function isOff(value: unknown): boolean {
  const text = asNode(value, 'String')?.['sval']
  const number = asNode(value, 'Integer')
  if (number !== null) return (number['ival'] ?? 0) === 0
  return typeof text === 'string' && OFF.has(text.toLowerCase())
}

function nameOf(option: Fields | null): string {
  const name = option?.['defname']
  return typeof name === 'string' ? name : ''
}
