import type { NamedColumn } from '../closer-look.ts'
import { isName } from './read-name.ts'
import { TIME_UNITS } from './reserved-words.ts'
import type { QueryTokens, SelectBlock, Span } from './query-blocks.ts'

/** What one side of a comparison is made of. */
export interface Operand {
  /** How many columns it names. */
  columns: number
  /** The only one. */
  column: NamedColumn | null
  /** What that one goes through; empty when the side is nothing but the column. */
  wrappers: readonly string[]
}

const OPERATORS = new Set(['+', '-', '*', '/', '%', '^', '|', '&', '<<', '>>', '->', '->>'])
const OPERATOR_WORDS = new Set(['DIV', 'MOD', 'CASE', 'BINARY'])
/** Longer ones are no everyday conditions. */
const MAX_TOKENS = 60

/** Null for one that has a query in it, or is very long. */
export function readOperand(query: QueryTokens, { from, to }: Span, block: SelectBlock): Operand | null {
  const { tokens } = query
  if (to - from > MAX_TOKENS) return null
  const calls: string[] = []
  const operators: string[] = []
  const found: { column: NamedColumn | null; calls: readonly string[] }[] = []
  for (let at = from; at < to; at++) {
    const token = tokens[at]
    const word = query.word(at)
    if (token === undefined || query.opensQuery(at)) return null
    if (query.isSymbol(at, '(')) {
      const before = tokens[at - 1]
      const called = at > from && (before?.kind === 'WORD' || before?.kind === 'QUOTED')
      calls.push(called ? (before?.text.toLowerCase() ?? '') : '')
    } else if (query.isSymbol(at, ')')) calls.pop()
    else if (token.kind === 'SYMBOL' && OPERATORS.has(token.text)) operators.push(token.text)
    else if (OPERATOR_WORDS.has(word)) operators.push(word.toLowerCase())
    else if (word === 'COLLATE') at++
    // The type of CAST(x AS type), the character set of CONVERT(x USING set).
    else if (word === 'AS' || word === 'USING') while (at + 1 < to && !query.isSymbol(at + 1, ')')) at++
    else if (isColumn(query, at)) {
      const start = at
      while (query.isSymbol(at + 1, '.')) at += 2
      const path = tokens.slice(start, at + 1).filter((_, index) => index % 2 === 0)
      const place = { start: token.start, end: tokens[at]?.end ?? token.end }
      found.push({
        column: columnOf(
          path.map(({ text }) => text),
          block,
          place,
        ),
        calls: [...calls],
      })
    }
  }
  const [only, ...more] = found
  if (only === undefined || more.length > 0) return { columns: found.length, column: null, wrappers: [] }
  return {
    columns: 1,
    column: only.column,
    wrappers: [...only.calls.filter(call => call !== ''), ...operators],
  }
}

function isColumn(query: QueryTokens, at: number): boolean {
  const token = query.tokens[at]
  const next = query.tokens[at + 1]
  if (token === undefined || !isName(token) || query.isSymbol(at + 1, '(')) return false
  // DATE '2024-01-01', _utf8mb4 'x'; YEAR in EXTRACT(YEAR FROM x) and behind INTERVAL 1.
  if (next?.kind === 'STRING' && token.kind === 'WORD') return false
  return !(TIME_UNITS.has(token.word) && !query.isSymbol(at + 1, '.') && isUnit(query, at))
}

function isUnit(query: QueryTokens, at: number): boolean {
  if (query.isSymbol(at - 1, '(')) return query.word(at + 1) === 'FROM' || query.isSymbol(at + 1, ',')
  for (let before = at - 1; before >= Math.max(0, at - 8); before--)
    if (query.word(before) === 'INTERVAL') return true
  return false
}

/** Null for what is no column of this SELECT. */
function columnOf(
  path: readonly string[],
  { tables, mixed }: SelectBlock,
  place: { start: number; end: number },
): NamedColumn | null {
  const name = path.at(-1) ?? ''
  if (path.length === 1) return { ...place, name, tables: mixed ? [] : [...tables.values()] }
  const table = tables.get(path.at(-2) ?? '')
  return table === undefined ? null : { ...place, name, tables: [table] }
}
