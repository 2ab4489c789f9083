import { isOperand, isOperator, isPlainName, simpleEnd } from './simple-operand.ts'
import type { Token } from './token.ts'

/** A bracket, a CASE or the whole text, while it is gone through. */
interface Frame {
  /** Where it begins in what has been kept; the bracket or CASE itself. */
  first: number
  /** What the bracket belongs to: the name or keyword before it. */
  call: Token | undefined
  clause: 'NONE' | 'LIST' | 'FROM' | 'CONDITION' | 'SORT'
  /** Where the clause begins, with its keywords. */
  clauseFirst: number
  /** BETWEENs whose AND is still to come. */
  betweens: number
  /** Where the last AND, OR or XOR stands that divides conditions; -1 when it is gone. */
  logical: number
}

const SORTS = new Set(['GROUP', 'ORDER', 'PARTITION'])
const CONDITIONS = new Set(['WHERE', 'HAVING', 'ON'])
/** Each ends the clause before it. */
const CLAUSE_ENDS = new Set(
  `FROM WHERE HAVING GROUP ORDER LIMIT OFFSET FETCH UNION EXCEPT INTERSECT MINUS WINDOW PROCEDURE INTO FOR LOCK SEPARATOR
  ROWS RANGE LEFT RIGHT INNER CROSS JOIN NATURAL STRAIGHT_JOIN ON USING QUALIFY`.split(/\s+/),
)
const SPECIAL_CALLS = new Set(
  `AGAINST CAST CHAR CONVERT EXTRACT GET_FORMAT GROUP_CONCAT INTERVAL JSON_TABLE JSON_VALUE LATERAL MATCH MID POSITION ROW
  SUBSTR SUBSTRING TIMESTAMPADD TIMESTAMPDIFF TRIM VALUE VALUES WEIGHT_STRING`.split(/\s+/),
)
const TRUTHS = new Set(['NULL', 'TRUE', 'FALSE', 'UNKNOWN'])
const BEFORE_OPERAND = new Set('AND OR XOR NOT WHEN THEN ELSE WHERE HAVING DIV LIKE'.split(' '))
const LOGICAL = new Set(['AND', 'OR', 'XOR'])
const CASE_WORDS = new Set(['WHEN', 'THEN', 'ELSE'])

/**
 * Leaves out what no reader can take for a table, a call or a clause: names and plain literals behind an operator, alone
 * in a select list, in a condition, behind GROUP BY and ORDER BY, in CASE, in the brackets of a call, and behind AS.
 * All else stays, in its order: what stands behind FROM and JOIN, names with brackets behind them, brackets with queries,
 * clauses, parameters, variables, and literals whose quotes readers could see in different places.
 */
export function compact(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = []
  const frames: Frame[] = [frameAt(-1, undefined)]

  for (let at = 0; at < tokens.length;) {
    const frame = frames[frames.length - 1] as Frame
    const token = tokens[at] as Token
    const next = skipped(tokens, at, kept, frame)
    if (next > at) {
      at = next
      continue
    }
    at++
    if (token.kind === 'SYMBOL' && token.text === '(') {
      frames.push(frameAt(kept.length, kept.at(-1)))
      kept.push(token)
    } else if (token.kind === 'SYMBOL' && token.text === ')') {
      endClause(kept, frame, token)
      if (frames.length > 1) frames.pop()
      kept.push(token)
      closeBracket(kept, frame, frames.at(-1), namesColumns(tokens, at))
    } else if (token.word === 'CASE' && !follows(kept, '.')) {
      frames.push(frameAt(kept.length, undefined))
      kept.push(token)
    } else if (token.word === 'END' && isCase(kept[frame.first])) {
      frames.pop()
      kept.push(token)
      closeCase(kept, frame)
    } else keep(token, tokens[at], kept, frame)
  }
  endClause(kept, frames[0] as Frame, undefined)
  return kept
}

function frameAt(first: number, call: Token | undefined): Frame {
  return { first, call, clause: 'NONE', clauseFirst: first, betweens: 0, logical: -1 }
}

/** The index behind what is left out here, or the same one. */
function skipped(tokens: readonly Token[], at: number, kept: readonly Token[], frame: Frame): number {
  const token = tokens[at] as Token
  const before = kept.at(-1)
  if (before === undefined || follows(kept, '.')) return at
  if (isOperand(before)) {
    const negated = token.word === 'NOT' ? 1 : 0
    const word = tokens[at + negated]
    if (word?.word === 'BETWEEN') return endOfBetween(tokens, at, negated)
    if (word?.word === 'IN') return endOfList(tokens, at, negated)
    if (token.word === 'IS') {
      const truth = at + (tokens[at + 1]?.word === 'NOT' ? 2 : 1)
      return TRUTHS.has(tokens[truth]?.word ?? '') ? truth + 1 : at
    }
    if (token.word === 'AS' && !isTypeOf(frame)) return endOfAlias(tokens, at)
    if (word !== undefined && isOperator(word) && (token.word !== 'AND' || frame.betweens === 0)) {
      const end = simpleEnd(tokens, at + negated + 1)
      // A comparison that follows AND has to stay behind it: one behind another is no SQL for every reader.
      const goesOn = LOGICAL.has(word.word) && goesOnAt(tokens[end])
      return end > at + negated + 1 && tokens[end]?.word !== 'ESCAPE' && !goesOn ? end : at
    }
  }
  if (frame.clause === 'LIST' && token.kind === 'SYMBOL' && token.text === ',') return endOfItem(tokens, at)
  return at
}

function goesOnAt(token: Token | undefined): boolean {
  if (token === undefined || LOGICAL.has(token.word)) return false
  return isOperator(token) || ['NOT', 'IN', 'BETWEEN', 'IS', 'SOUNDS', 'MEMBER'].includes(token.word)
}

function endOfBetween(tokens: readonly Token[], at: number, negated: number): number {
  const from = simpleEnd(tokens, at + negated + 1)
  const to = simpleEnd(tokens, from + 1)
  return from > at + negated + 1 && tokens[from]?.word === 'AND' && to > from + 1 ? to : at
}

/** `IN (1, 2, 3)`. */
function endOfList(tokens: readonly Token[], at: number, negated: number): number {
  if (tokens[at + negated + 1]?.text !== '(') return at
  for (let item = at + negated + 2; ;) {
    const end = simpleEnd(tokens, item)
    const sign = tokens[end]
    if (end === item || sign?.kind !== 'SYMBOL') return at
    if (sign.text === ')') return end + 1
    if (sign.text !== ',') return at
    item = end + 1
  }
}

function endOfAlias(tokens: readonly Token[], at: number): number {
  const [name, next] = [tokens[at + 1], tokens[at + 2]]
  if (name === undefined || !isPlainName(name) || name.word === 'OF') return at
  return next?.kind === 'SYMBOL' && (next.text === '(' || next.text === '.') ? at : at + 2
}

/** `, a` and `, a AS b` in a select list, where something else of it follows, or FROM. */
function endOfItem(tokens: readonly Token[], at: number): number {
  const simple = simpleEnd(tokens, at + 1)
  if (simple === at + 1) return at
  const end = tokens[simple]?.word === 'AS' ? endOfAlias(tokens, simple) : simple
  const next = tokens[end]
  if (next === undefined || next.word === 'FROM') return end
  return next.kind === 'SYMBOL' && (next.text === ',' || next.text === ')') ? end : at
}

function keep(token: Token, next: Token | undefined, kept: Token[], frame: Frame): void {
  const { word } = token
  if (word === '' || follows(kept, '.')) {
    kept.push(token)
    return
  }
  if (word === 'BETWEEN') frame.betweens++
  const joins = LOGICAL.has(word) && (word !== 'AND' || frame.betweens === 0)
  if (word === 'AND' && frame.betweens > 0) frame.betweens--
  if (joins) dropLast(kept, frame)
  if (joins && frame.clause === 'CONDITION' && isSimple(kept, frame.clauseFirst + 1)) {
    kept.length = frame.clauseFirst + 1
    return
  }
  if (joins) frame.logical = kept.length
  const sorts = SORTS.has(word) && next?.word === 'BY'
  if (CLAUSE_ENDS.has(word) || sorts) endClause(kept, frame, token)
  if (word === 'SELECT') begin('LIST')
  else if (word === 'FROM') begin('FROM')
  else if (sorts) begin('SORT')
  else if (CONDITIONS.has(word) && (word !== 'ON' || frame.clause === 'FROM')) begin('CONDITION')
  else if (word === 'JOIN' || word === 'STRAIGHT_JOIN') begin('FROM')
  kept.push(token)

  function begin(clause: Frame['clause']): void {
    frame.clause = clause
    frame.clauseFirst = kept.length
  }
}

/** A condition of one name, and an order by names alone, go with their keywords. */
function endClause(kept: Token[], frame: Frame, by: Token | undefined): void {
  const { clause, clauseFirst } = frame
  dropLast(kept, frame)
  if (clause === 'CONDITION' && isSimple(kept, clauseFirst + 1)) kept.length = clauseFirst
  if (clause === 'SORT' && by?.word !== 'WITH' && isListOfSimple(kept, clauseFirst + 2))
    kept.length = clauseFirst
  // Behind ON there may be another JOIN, or a comma and another table.
  frame.clause = clause === 'CONDITION' || clause === 'FROM' ? 'FROM' : 'NONE'
}

/** `AND a`, when nothing more than a name or literal has come of what stood behind AND. */
function dropLast(kept: Token[], frame: Frame): void {
  if (frame.logical >= 0 && isSimple(kept, frame.logical + 1)) kept.length = frame.logical
  frame.logical = -1
}

function isSimple(kept: readonly Token[], first: number): boolean {
  return first < kept.length && simpleEnd(kept, first) === kept.length
}

function isListOfSimple(kept: readonly Token[], first: number): boolean {
  for (let item = first; ;) {
    const simple = simpleEnd(kept, item)
    if (simple === item) return false
    const end = ['ASC', 'DESC'].includes(kept[simple]?.word ?? '') ? simple + 1 : simple
    if (end === kept.length) return true
    if (kept[end]?.text !== ',' || kept[end].kind !== 'SYMBOL') return false
    item = end + 1
  }
}

function closeBracket(kept: Token[], frame: Frame, outer: Frame | undefined, ofWith: boolean): void {
  const { first, call } = frame
  const inner = kept.slice(first + 1, -1)
  if (inner.length === 0) return
  if (call !== undefined && isPlainName(call) && !SPECIAL_CALLS.has(call.word)) {
    const args = inner.slice(inner[0]?.word === 'DISTINCT' ? 1 : 0)
    const isCall = !ofWith && outer?.clause !== 'FROM'
    const isStar = args.length === 1 && args[0]?.kind === 'SYMBOL' && args[0].text === '*'
    if (isCall && (isStar || isListOfSimple(args, 0))) kept.splice(first + 1, inner.length)
  } else if (call !== undefined && (isOperator(call) || BEFORE_OPERAND.has(call.word)) && isSimple(inner, 0))
    replace(kept, first)
}

/** `(a, b)` of `WITH x (a, b) AS (…)` ends here. */
function namesColumns(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.word === 'AS' && tokens[at + 1]?.text === '('
}

function closeCase(kept: Token[], { first }: Frame): void {
  const inner = kept.slice(first + 1, -1)
  for (let at = 0; at < inner.length;) {
    const end = CASE_WORDS.has(inner[at]?.word ?? '') ? at + 1 : simpleEnd(inner, at)
    if (end === at) return
    at = end
  }
  replace(kept, first)
}

/** Puts a number in the place of everything from there on, and drops that too behind an operator. */
function replace(kept: Token[], first: number): void {
  const { start } = kept[first] as Token
  const { end } = kept.at(-1) as Token
  kept.length = first
  const [left, operator] = [kept.at(-2), kept.at(-1)]
  const drops = operator?.kind === 'SYMBOL' && isOperator(operator) && left !== undefined && isOperand(left)
  if (drops) kept.pop()
  else kept.push({ kind: 'NUMBER', text: '0', word: '', start, end, made: true })
}

/** `AS` names a type here, not a column. */
function isTypeOf({ call }: Frame): boolean {
  return call !== undefined && SPECIAL_CALLS.has(call.word)
}

function isCase(token: Token | undefined): boolean {
  return token?.word === 'CASE'
}

function follows(kept: readonly Token[], sign: string): boolean {
  const before = kept.at(-1)
  return before?.kind === 'SYMBOL' && before.text === sign
}
