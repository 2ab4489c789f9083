import type { CloserLook, Remark } from '../closer-look.ts'
import type { Place } from '../statement.ts'
import { readOperand } from './operand-column.ts'
import { namesOfWithLists, QueryTokens, readBlocks } from './query-blocks.ts'
import type { SelectBlock, Span } from './query-blocks.ts'
import type { Token } from './token.ts'

/** What an index in order can find. */
const FINDABLE = new Set(['=', '<=>', '<', '>', '<=', '>='])
const COMPARING_WORDS = new Set(['LIKE', 'IN', 'BETWEEN'])
const LOGICAL_WORDS = new Set(['AND', 'OR', 'XOR'])
/** What text goes through so that case does not count. */
const CASES = new Set(['lower', 'upper', 'lcase', 'ucase'])
const LOGICAL_SIGNS = ['&&', '||']

/** Of a query that the grammar has read to the end. */
export function lookCloser(tokens: readonly Token[]): CloserLook {
  const query = new QueryTokens(tokens)
  const blocks = readBlocks(query, namesOfWithLists(query))
  const whole = { from: 0, to: tokens.length }
  return {
    remarks: blocks.flatMap(block => block.conditions.flatMap(span => remarksOn(query, span, block, blocks))),
    star: blocks[0] === undefined ? null : starOf(query, blocks[0]),
    limited: query.find(whole, at => ['LIMIT', 'FETCH'].includes(query.word(at))) < tokens.length,
  }
}

function remarksOn(
  query: QueryTokens,
  condition: Span,
  block: SelectBlock,
  blocks: readonly SelectBlock[],
): readonly Remark[] {
  return partsOf(query, condition).flatMap(({ from, to }) => {
    const negated = query.word(from) === 'NOT' || query.isSymbol(from, '!')
    const first = negated ? from + 1 : from
    // A bracket around conditions.
    if (query.isSymbol(first, '(') && query.closing(first) === to - 1 && !query.opensQuery(first))
      return negated ? [] : remarksOn(query, { from: first + 1, to: to - 1 }, block, blocks)
    return remarksOnComparison(query, { from: first, to }, negated, block, blocks)
  })
}

/** Divided at AND and OR; the AND of BETWEEN does not divide. */
function partsOf(query: QueryTokens, { from, to }: Span): readonly Span[] {
  const parts: Span[] = []
  let start = from
  let betweens = 0
  for (let at = from; at < to; at = query.behind(at)) {
    if (query.word(at) === 'BETWEEN') betweens++
    const divides = LOGICAL_WORDS.has(query.word(at)) || LOGICAL_SIGNS.some(sign => query.isSymbol(at, sign))
    if (!divides) continue
    if (query.word(at) === 'AND' && betweens > 0) betweens--
    else {
      parts.push({ from: start, to: at })
      start = at + 1
    }
  }
  return [...parts, { from: start, to }]
}

function remarksOnComparison(
  query: QueryTokens,
  { from, to }: Span,
  negated: boolean,
  block: SelectBlock,
  blocks: readonly SelectBlock[],
): readonly Remark[] {
  const at = query.find({ from, to }, next => isComparison(query, next))
  if (at === to) return []
  const word = query.word(at)
  const not = query.word(at - 1) === 'NOT'
  const left = { from, to: not ? at - 1 : at }
  const right = { from: at + 1, to }
  if (word === 'IN' && query.opensQuery(at + 1))
    return not !== negated ? remarksOnExclusion(query, at + 1, blocks) : []
  const sides = [readOperand(query, left, block), readOperand(query, right, block)]
  const [one, other] = sides
  if (one == null || other == null) return []
  const remarks: Remark[] = []
  const column = one.wrappers.length === 0 ? one.column : null
  if (column !== null && isNumbers(query, right, word))
    remarks.push({ kind: 'NUMBER_FOR_COLUMN', column, ...placeOf(query, { from, to }) })
  const turned = other.wrappers.length === 0 ? other.column : null
  if (turned !== null && word === '' && isNumbers(query, left, ''))
    remarks.push({ kind: 'NUMBER_FOR_COLUMN', column: turned, ...placeOf(query, { from, to }) })
  if (not || negated) return remarks
  const texts = word === 'IN' || query.isSymbol(at, '=') ? readTexts(query, right) : null
  if (
    one.column !== null &&
    texts !== null &&
    one.wrappers.every(wrapper => CASES.has(wrapper.toLowerCase()))
  )
    remarks.push({
      // The usual collations let case pass.
      ...{ kind: 'TEXT_FOR_COLUMN', column: one.column, texts, anyCase: true },
      ...placeOf(query, left),
    })
  if (word === 'LIKE' && startsWithWildcard(query, right)) {
    if (column !== null) remarks.push({ kind: 'LEADING_WILDCARD', column, ...placeOf(query, { from, to }) })
    return remarks
  }
  sides.forEach((side, index) => {
    if (side == null || side.column === null || side.wrappers.length === 0 || sides[1 - index]?.columns !== 0)
      return
    const { column: wrapped, wrappers } = side
    const place = placeOf(query, index === 0 ? left : right)
    remarks.push({ kind: 'WRAPPED_COLUMN', column: wrapped, wrappers, ...place })
  })
  return remarks
}

function isComparison(query: QueryTokens, at: number): boolean {
  return (
    COMPARING_WORDS.has(query.word(at)) ||
    (query.tokens[at]?.kind === 'SYMBOL' && FINDABLE.has(query.tokens[at].text))
  )
}

/** A number, several in brackets, or two with AND between. */
function isNumbers(query: QueryTokens, { from, to }: Span, word: string): boolean {
  const values = query.tokens.slice(from, to).filter(({ kind, text }) => kind !== 'SYMBOL' || text !== '-')
  if (word === 'LIKE') return false
  if (word === 'IN') return values.some(({ kind }) => kind === 'NUMBER') && values.every(isNumberOrList)
  if (word === 'BETWEEN')
    return values.length === 3 && values[0]?.kind === 'NUMBER' && values[2]?.kind === 'NUMBER'
  return values.length === 1 && values[0]?.kind === 'NUMBER'
}

function isNumberOrList({ kind, text }: Token): boolean {
  return kind === 'NUMBER' || (kind === 'SYMBOL' && ['(', ')', ','].includes(text))
}

/** Null where not all that stands there is text: one, one in LOWER or UPPER, or several in brackets. */
function readTexts(query: QueryTokens, { from, to }: Span): readonly string[] | null {
  const tokens = query.tokens.slice(from, to).filter(({ word }) => !CASES.has(word.toLowerCase()))
  const texts = tokens.filter(({ kind }) => kind === 'STRING')
  const rest = tokens.filter(({ kind }) => kind !== 'STRING')
  const onlyList = rest.every(({ kind, text }) => kind === 'SYMBOL' && ['(', ')', ','].includes(text))
  return texts.length > 0 && onlyList ? texts.map(({ text }) => text) : null
}

function startsWithWildcard(query: QueryTokens, { from, to }: Span): boolean {
  const pattern = query.tokens[from]
  return to - from === 1 && pattern?.kind === 'STRING' && /^[%_]/.test(pattern.text)
}

/** `x NOT IN (SELECT column FROM …)` */
function remarksOnExclusion(
  query: QueryTokens,
  bracket: number,
  blocks: readonly SelectBlock[],
): readonly Remark[] {
  let first = bracket
  while (query.isSymbol(first, '(')) first++
  const block = blocks.find(({ select }) => select.from === first)
  if (block === undefined) return []
  const from = query.word(first + 1) === 'DISTINCT' ? first + 2 : first + 1
  const to = query.find(
    { from, to: block.select.to },
    at => query.word(at) === 'FROM' || query.isSymbol(at, ','),
  )
  const operand = readOperand(query, { from, to }, block)
  if (query.isSymbol(to, ',') || operand === null || operand.column === null || operand.wrappers.length > 0)
    return []
  const { column } = operand
  const { where } = block
  // IS NOT NULL, or any comparison that the column stands in.
  if (where !== null && query.tokens.slice(where.from, where.to).some(({ text }) => text === column.name))
    return []
  return [{ kind: 'NOT_IN_QUERY', column, start: column.start, end: column.end }]
}

/** `*` or `t.*` among the columns. Behind a number or bracket it multiplies. */
function starOf(query: QueryTokens, { select }: SelectBlock): Place | null {
  const columns = { from: select.from + 1, to: query.find(select, at => query.word(at) === 'FROM') }
  const at = query.find(columns, next => query.isSymbol(next, '*') && isItem(query, next))
  return at === columns.to ? null : placeOf(query, { from: at, to: at + 1 })
}

function isItem(query: QueryTokens, at: number): boolean {
  const ends = at + 1 === query.tokens.length || query.isSymbol(at + 1, ',') || query.word(at + 1) === 'FROM'
  return ends || query.isSymbol(at - 1, '.')
}

function placeOf(query: QueryTokens, { from, to }: Span): Place {
  return { start: query.tokens[from]?.start ?? 0, end: query.tokens[to - 1]?.end ?? 0 }
}
