import type { Place } from '../statement.ts'
import { isStub, stubFor } from './piece.ts'
import type { Piece } from './piece.ts'
import {
  clauseBegunBy,
  clauseInsideCall,
  clauseOfBracket,
  endsClause,
  isCallable,
  isOfOperands,
} from './clauses.ts'
import type { Clause } from './clauses.ts'
import { endOfFrame, endOfSuffix, isBeforeOperand } from './operand-context.ts'
import { addZero, andOfBetween, isEmptyCase, isLogical, isZero, settle, zeroFor } from './reductions.ts'
import { CALLS_WITHOUT_BRACKETS, TIME_UNITS } from './reserved-words.ts'
import { isOperand, isPlainName, isSign, simpleEnd } from './simple-operand.ts'
import type { Token } from './token.ts'

/** A bracket, a CASE or the whole text, while it is gone through. */
interface Frame {
  /** Where the bracket or CASE stands in what has been kept; -1 for the whole text. */
  first: number
  /** What the bracket belongs to: the name or keyword before it. */
  call: Token | undefined
  clause: Clause
  /** Where the clause begins, with its keywords. */
  clauseFirst: number
  /** True for a condition of ON, behind which FROM goes on. */
  joins: boolean
  /** BETWEENs whose AND is still to come. */
  betweens: number
  /** Where the call begins that goes on with OVER or WITHIN GROUP; -1 where none does. */
  openCall: number
}

const PREFIXES = new Set(['-', '+', '!', '~'])
const QUANTIFIERS = new Set(['EXISTS', 'ANY', 'SOME', 'ALL'])
/** What goes on with a call, by its first and second word, and is left as it stands. */
const GOES_ON: Readonly<Record<string, readonly string[]>> = {
  RESPECT: ['NULLS'],
  IGNORE: ['NULLS'],
  FROM: ['FIRST', 'LAST'],
}

/**
 * A query in pieces, without what no reader can take for a table, a call or a clause. Brackets with queries and calls
 * become pieces of their own; a zero stands for them, or nothing. Names and plain literals go with the operators before
 * them; of a list of such operands one stays, of conditions and sort keys of nothing else not even the keyword.
 * All else stays, in its order: what stands behind FROM and JOIN, clauses, parameters, variables, comments, and
 * literals whose quotes readers could see in different places. One file, because every step reads and changes the same
 * list of what has been kept; what can be told from the tokens alone is in the files beside it.
 */
export function compact(tokens: readonly Token[], comments: readonly Place[]): Piece {
  const kept: Token[] = []
  const frames: Frame[] = [frameAt(-1, undefined, 'RAW')]
  /** Pieces and comments of which it is not known yet in which piece they stand. */
  const pieces: Piece[] = []
  const loose: Place[] = []
  let comment = 0

  for (let at = 0; at < tokens.length;) {
    takeComments((tokens[at] as Token).start)
    at = step(at)
  }
  takeComments(Infinity)
  endClause(frames[0] as Frame)
  return cut(0, tokens[0]?.start ?? 0)

  function takeComments(before: number): void {
    for (let next = comments[comment]; next !== undefined && next.start < before; next = comments[++comment])
      loose.push(next)
  }

  /** Takes one token or several, and says where it goes on. */
  function step(at: number): number {
    const token = tokens[at] as Token
    const frame = frames[frames.length - 1] as Frame
    if (!isSign(kept[kept.length - 1], '.')) {
      if (isOfOperands(frame.clause)) {
        const end = takeOperand(at, token, frame)
        if (end > at) return end
      }
      if (isSign(token, '(')) return open(at, frame)
      if (isSign(token, ')')) return close(at, frame)
      if (isSign(token, ',')) endItem(frame)
      else if (token.word !== '') return takeWord(at, token, frame)
      else if (isOfOperands(frame.clause) && isLogical(token)) return takeLogical(at, token, frame)
    }
    kept.push(token)
    return at + 1
  }

  /** What is left out where operands stand, or the same index. */
  function takeOperand(at: number, token: Token, frame: Frame): number {
    const before = kept[kept.length - 1]
    if (before?.word === 'OVER' && frame.openCall >= 0 && !isSign(token, '(')) {
      kept.push(token)
      return finishOpenCall(at + 1, frame)
    }
    const behind = before !== undefined && isOperand(before)
    const end = simpleEnd(tokens, at)
    if (behind) {
      // Two operands in a row: the second names the first.
      if (end > at) return frame.clause === 'LIST' && end === at + 1 && isAlias(token, frame) ? end : at
      return endOfSuffix(tokens, at, frame.clause)
    }
    if (end > at) return finish(token, tokens[end - 1] as Token, end, frame)
    if (before === undefined || !isBeforeOperand(before)) return at
    const next = tokens[at + 1]
    if (token.kind === 'SYMBOL') return PREFIXES.has(token.text) ? at + 1 : at
    if (token.word === 'NOT' || (token.word === 'BINARY' && !isSign(next, '('))) return at + 1
    if (!CALLS_WITHOUT_BRACKETS.has(token.word) || isSign(next, '(') || isSign(next, '.')) return at
    kept.push(token)
    return finishCall(kept.length - 1, at + 1, frame)
  }

  /** An operand has been read to its end, which decides nothing more. */
  function finish(first: Token, last: Token, at: number, frame: Frame): number {
    const interval = kept[kept.length - 1]
    if (interval?.word === 'INTERVAL') {
      const unit = tokens[at]
      if (unit === undefined || !TIME_UNITS.has(unit.word)) {
        kept.push(zeroFor(first, last))
        return at
      }
      kept.length--
      addZero(kept, frame.first, zeroFor(interval, unit))
      return at + 1
    }
    addZero(kept, frame.first, zeroFor(first, last))
    return at
  }

  /** A call that begins there is read by itself. */
  function finishCall(first: number, at: number, frame: Frame): number {
    const [name, last] = [kept[first] as Token, tokens[at - 1] as Token]
    pieces.push(cut(first, name.start, [SELECT]))
    return finish(name, last, at, frame)
  }

  function cut(first: number, start: number, before: readonly Token[] = []): Piece {
    const own = kept.splice(first)
    const stubbed = own.filter(isStub).map(({ piece }) => piece)
    const inner = takeFrom(pieces, start)
    const seen = new Set(stubbed)
    const unseen = inner.filter(piece => !seen.has(piece))
    return { start, tokens: [...before, ...own], comments: takeFrom(loose, start), stubbed, unseen }
  }

  function open(at: number, frame: Frame): number {
    const call = kept[kept.length - 1]
    frames.push(frameAt(kept.length, call, clauseOfBracket(frame.clause, call)))
    kept.push(tokens[at] as Token)
    return at + 1
  }

  function close(at: number, frame: Frame): number {
    endClause(frame)
    if (frames.length > 1) frames.pop()
    const outer = frames[frames.length - 1] as Frame
    const { first, call } = frame
    const bracket = kept[first]
    const begins = kept[first + 1]?.word
    const isQuery = begins === 'SELECT' || begins === 'WITH'
    if (bracket !== undefined && isQuery) {
      const piece = cut(first + 1, (kept[first + 1] as Token).start)
      pieces.push(piece)
      kept.push(TABLE, stubFor(piece, bracket))
    }
    kept.push(tokens[at] as Token)
    if (bracket === undefined || frame === outer || !isOfOperands(outer.clause)) return at + 1
    if (isQuery || isZeroInBrackets(first)) return closeOperand(at, first, call, outer, isQuery)
    return call === undefined ? at + 1 : closeCall(at, first, call, outer)
  }

  function isZeroInBrackets(first: number): boolean {
    return kept.length === first + 3 && isZero(kept[first + 1])
  }

  /** `(SELECT …)`, `IN (…)` and `(0)`. */
  function closeOperand(
    at: number,
    first: number,
    call: Token | undefined,
    outer: Frame,
    isQuery: boolean,
  ): number {
    if (call === undefined) return at + 1
    const last = tokens[at] as Token
    if (isQuery && QUANTIFIERS.has(call.word)) {
      kept.length = first - 1
      return finish(call, last, at + 1, outer)
    }
    if (call.word === 'IN') {
      const left = kept[first - 2]?.word === 'NOT' ? first - 3 : first - 2
      if (left > outer.first && isOperand(kept[left] as Token)) kept.length = left + 1
      return at + 1
    }
    if (isBeforeOperand(call) && !callsModulo(first)) {
      const bracket = kept[first] as Token
      kept.length = first
      return finish(bracket, last, at + 1, outer)
    }
    return isQuery ? at + 1 : closeCall(at, first, call, outer)
  }

  function closeCall(at: number, first: number, call: Token, outer: Frame): number {
    if (call.word === 'OVER' || call.word === 'GROUP') {
      const ends = outer.openCall >= 0 && tokens[at + 1]?.word !== 'OVER'
      return ends ? finishOpenCall(at + 1, outer) : at + 1
    }
    if (!isCallable(call) && !callsModulo(first)) return at + 1
    dropPlainArguments(first)
    let begin = first - 1
    while (isSign(kept[begin - 1], '.')) begin -= 2
    const [next, second] = [tokens[at + 1]?.word ?? '', tokens[at + 2]?.word ?? '']
    if (next === 'OVER' || next === 'WITHIN') outer.openCall = begin
    else if (!GOES_ON[next]?.includes(second)) return finishCall(begin, at + 1, outer)
    return at + 1
  }

  /** The bracket behind a MOD that divides nothing before it. */
  function callsModulo(bracket: number): boolean {
    const left = kept[bracket - 2]
    return kept[bracket - 1]?.word === 'MOD' && !(left !== undefined && isOperand(left))
  }

  /** With OVER and WITHIN GROUP, to its end. */
  function finishOpenCall(at: number, frame: Frame): number {
    const begin = frame.openCall
    frame.openCall = -1
    return finishCall(begin, at, frame)
  }

  function dropPlainArguments(bracket: number): void {
    const distinct = ['DISTINCT', 'ALL'].includes(kept[bracket + 1]?.word ?? '') ? 1 : 0
    const only = kept[bracket + 1 + distinct]
    if (kept.length === bracket + 3 + distinct && (isZero(only) || isSign(only, '*')))
      kept.splice(bracket + 1, distinct + 1)
  }

  function endItem(frame: Frame): void {
    if (frame.joins) endClause(frame)
    else if (isOfOperands(frame.clause)) settle(kept, frame.first)
    frame.clause = clauseInsideCall(frame.call, ',') ?? frame.clause
  }

  function takeWord(at: number, token: Token, frame: Frame): number {
    const { word } = token
    const inside = clauseInsideCall(frame.call, word)
    if (inside !== undefined) {
      endClause(frame)
      frame.clause = inside
    } else if (isOfOperands(frame.clause)) {
      const next = takeWordOfOperands(at, token, frame)
      if (next > at) return next
    }
    if (inside === undefined) {
      if ((word === 'ROWS' || word === 'RANGE') && frame.call?.word === 'OVER') {
        endClause(frame)
        const end = endOfFrame(tokens, at)
        if (end > at) return end
      }
      changeClause(token, tokens[at + 1], frame)
    }
    kept.push(token)
    return at + 1
  }

  function takeWordOfOperands(at: number, token: Token, frame: Frame): number {
    const isOfCase = kept[frame.first]?.word === 'CASE'
    switch (token.word) {
      case 'CASE':
        frames.push(frameAt(kept.length, undefined, 'OPERANDS'))
        break
      case 'END':
        return isOfCase ? closeCase(at, token, frame) : at
      case 'WHEN':
      case 'THEN':
      case 'ELSE':
        if (isOfCase) settle(kept, frame.first)
        break
      case 'BETWEEN':
        frame.betweens++
        break
      case 'LEFT':
      case 'RIGHT':
        if (!isSign(tokens[at + 1], '(')) return at
        break
      default:
        if (!isLogical(token)) return at
        if (token.word !== 'AND' || frame.betweens === 0) return takeLogical(at, token, frame)
        frame.betweens--
        kept.push(andOfBetween(token))
        return at + 1
    }
    kept.push(token)
    return at + 1
  }

  /** Without the operand before it, when nothing stands before that in the condition or bracket. */
  function takeLogical(at: number, token: Token, frame: Frame): number {
    settle(kept, frame.first)
    const first = frame.clause === 'CONDITION' ? frame.clauseFirst : frame.first
    if (kept.length === first + 2 && isZero(kept[first + 1])) kept.length--
    else kept.push(token)
    return at + 1
  }

  function closeCase(at: number, token: Token, frame: Frame): number {
    settle(kept, frame.first)
    frames.pop()
    const { first } = frame
    if (isEmptyCase(kept, first)) {
      const begin = kept[first] as Token
      kept.length = first
      return finish(begin, token, at + 1, frames[frames.length - 1] as Frame)
    }
    kept.push(token)
    return at + 1
  }

  function changeClause(token: Token, next: Token | undefined, frame: Frame): void {
    if (endsClause(token, next)) endClause(frame)
    const clause = clauseBegunBy(token, next, frame.clause)
    if (clause === undefined) return
    frame.clause = clause
    frame.clauseFirst = kept.length
    frame.joins = token.word === 'ON'
  }

  /** A condition of zeros alone and sort keys of zeros alone go with their keywords. */
  function endClause(frame: Frame): void {
    const { clause, clauseFirst, joins } = frame
    if (isOfOperands(clause)) settle(kept, frame.first)
    const keywords = clause === 'CONDITION' ? 1 : 2
    const drops = clause === 'CONDITION' || clause === 'SORT'
    if (drops && kept.length === clauseFirst + keywords + 1 && isZero(kept[kept.length - 1]))
      kept.length = clauseFirst
    // Behind ON there may be another JOIN, or a comma and another table.
    frame.clause = joins || clause === 'FROM' ? 'FROM' : 'RAW'
    frame.joins = false
  }
}

/** What stands behind an operand without AS. `WITHIN GROUP` looks so too, where a call is not at its end. */
function isAlias(token: Token, { openCall }: Frame): boolean {
  return openCall < 0 && (isPlainName(token) || token.kind === 'STRING')
}

function frameAt(first: number, call: Token | undefined, clause: Clause): Frame {
  return { first, call, clause, clauseFirst: first, joins: false, betweens: 0, openCall: -1 }
}

const SELECT = keyword('SELECT')
const TABLE = keyword('TABLE')

function keyword(word: string): Token {
  return { kind: 'WORD', text: word.toLowerCase(), word, start: -1, end: -1, made: true }
}

/** Takes away what begins at or behind `start`, which is at the end of the list. */
function takeFrom<T extends { start: number }>(list: T[], start: number): T[] {
  let first = list.length
  while (first > 0 && (list[first - 1] as T).start >= start) first--
  return list.splice(first)
}
