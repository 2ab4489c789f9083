import { isName } from './read-name.ts'
import { isPlainName } from './simple-operand.ts'
import type { Place } from '../statement.ts'
import type { Token, TokenKind } from './token.ts'

type Forms = readonly (readonly [pattern: string, standIn: string])[]

/**
 * Forms of everyday SQL that sql-parser-cst 0.42 does not read, and what it is shown in their place. What is left out
 * holds literals, types, names of indexes and keywords only, which the grammar has made sure of: nothing that names a
 * table or calls a function. A pattern is made of keywords, signs, kinds of tokens, `(…)` for a bracket with all that
 * is in it, and `…` for everything up to the bracket that closes the call. `$n` is the nth part as written.
 */
const FORMS: Forms = [
  ['<VARIABLE>', '0'],
  ['{ D|T|TS <STRING> }', '$3'],
  ['->|->> <STRING>', ''],
  ['MEMBER OF (', 'IN ('],
  ['MEMBER (', 'IN ('],
  ['( ALL', '('],
  [') WITHIN GROUP (', ''],
  ['MATCH (…) AGAINST', 'ROW'],
  ['SEPARATOR <STRING>', ''],
  ['RESPECT|IGNORE NULLS', ''],
  ['FROM FIRST|LAST OVER', '$3'],
  ['FROM FIRST|LAST RESPECT|IGNORE NULLS', ''],
  ['ASC|DESC', ''],
  ['FOR SYSTEM_TIME ALL', ''],
  ['FOR SYSTEM_TIME AS OF <STRING>', ''],
  ['FOR SYSTEM_TIME AS OF TIMESTAMP <STRING>', ''],
  ['USE|FORCE|IGNORE INDEX|KEY (…)', ''],
  ['USE|FORCE|IGNORE INDEX|KEY FOR JOIN (…)', ''],
  ['USE|FORCE|IGNORE INDEX|KEY FOR ORDER|GROUP BY (…)', ''],
  ['CONVERT (', 'CAST('],
  // Words that are keywords for it, also where they call something; in backquotes they are names.
  ['CHAR|DATABASE|DEFAULT|INSERT|REPEAT|REPLACE|SCHEMA (', '`$1`('],
  ['CURRENT_DATE|CURRENT_ROLE|CURRENT_TIME|CURRENT_TIMESTAMP|CURRENT_USER (', '`$1`('],
  ['LOCALTIME|LOCALTIMESTAMP|UTC_DATE|UTC_TIME|UTC_TIMESTAMP (', '`$1`('],
  ['CURRENT_ROLE|UTC_DATE|UTC_TIME|UTC_TIMESTAMP', '`$1`()'],
  ['NEXT VALUE FOR', 'nextval() +'],
  ['PREVIOUS VALUE FOR', 'lastval() +'],
  ['POSITION (', '$1('],
  ['ACCESSIBLE|GENERAL|POSITION|RETURNING|SLOW', '`$1`'],
]

/** The same between the arguments of a call. */
const FORMS_IN_CALLS: Readonly<Record<string, Forms>> = {
  AGAINST: [['IN|WITH BOOLEAN|NATURAL|QUERY …', '']],
  CAST: [['AS …', 'AS CHAR']],
  CHAR: [['USING …', '']],
  CONVERT: [
    [', …', 'AS CHAR'],
    ['USING …', 'AS CHAR'],
  ],
  JSON_TABLE: [['COLUMNS …', '']],
  JSON_VALUE: [
    ['RETURNING …', ''],
    ['NULL|ERROR ON …', ''],
    ['DEFAULT <NUMBER>|<STRING> ON …', ''],
  ],
  MID: [['FROM|FOR', ',']],
  POSITION: [['IN', ',']],
  SUBSTR: [['FROM|FOR', ',']],
  SUBSTRING: [['FROM|FOR', ',']],
  TRIM: [
    ['LEADING|TRAILING|BOTH FROM', ''],
    ['LEADING|TRAILING|BOTH', ''],
    ['FROM', ','],
  ],
  WEIGHT_STRING: [['AS …', '']],
}

interface Form {
  parts: readonly ReadonlySet<string>[]
  standIn: string
}

const KINDS: Readonly<Record<TokenKind, string>> = {
  WORD: '<WORD>',
  QUOTED: '<QUOTED>',
  STRING: '<STRING>',
  NUMBER: '<NUMBER>',
  SYMBOL: '<SYMBOL>',
  VARIABLE: '<VARIABLE>',
  END: '<END>',
}

const forms = byFirstPart(FORMS)
const formsInCalls = new Map(Object.entries(FORMS_IN_CALLS).map(([name, list]) => [name, byFirstPart(list)]))
const words = wordsOf([FORMS, ...Object.values(FORMS_IN_CALLS)])

/** True for a word, in upper case, that may belong to such a form. */
export function isOfStandIn(word: string): boolean {
  return words.has(word)
}

/**
 * A text of these tokens, with a stand-in for every such form. Between tokens stand the comments that stood before them
 * in `sql`, and blanks where there were some or something was left out.
 */
export function withStandIns(sql: string, tokens: readonly Token[], comments: readonly Place[] = []): string {
  const calls: string[] = []
  let text = ''
  let comment = 0
  let before: Token | undefined
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at] as Token
    const found = formAt(tokens, at, calls.at(-1)) ?? formFromContext(tokens, at)
    text += gap(before, token)
    if (found === null) {
      follow(at)
      text += rawText(sql, token)
      before = token
      at++
      continue
    }
    for (const { first, count } of found.parts) if (count === 1) follow(first)
    at = found.parts.reduce((end, { first, count }) => Math.max(end, first + count), at)
    before = tokens[at - 1]
    text += ` ${fill(found.standIn, sql, tokens, found.parts)} `
  }
  return text + commentsBefore(Infinity)

  /** Knows in which call's brackets the next token stands. */
  function follow(at: number): void {
    const { kind, text: sign } = tokens[at] as Token
    if (kind !== 'SYMBOL') return
    if (sign === '(') calls.push(tokens[at - 1]?.word ?? '')
    if (sign === ')') calls.pop()
  }

  function commentsBefore(place: number): string {
    let text = ''
    for (let next = comments[comment]; next !== undefined && next.start < place; next = comments[++comment])
      text += sql.slice(next.start, next.end)
    return text
  }

  function gap(left: Token | undefined, right: Token): string {
    const between = commentsBefore(right.start)
    if (between !== '' || left === undefined) return between
    return left.end === right.start || NO_BLANK_AROUND.has(right.text) || isComma(left) ? '' : ' '
  }
}

const NO_BLANK_AROUND = new Set([',', ')'])

/** As it is written in the text, or as it was made. */
function rawText(sql: string, token: Token): string {
  return token.made === true ? token.text : sql.slice(token.start, token.end)
}

interface Part {
  first: number
  count: number
}

interface Found {
  parts: readonly Part[]
  standIn: string
}

function formAt(tokens: readonly Token[], at: number, call: string | undefined): Found | null {
  if (isNameByPlace(tokens, at)) return null
  const token = tokens[at] as Token
  const key = keyOf(token)
  const kind = KINDS[token.kind]
  const ofCall = call === undefined ? undefined : formsInCalls.get(call)
  return (
    (ofCall === undefined
      ? null
      : (firstMatch(tokens, at, ofCall.get(key)) ?? firstMatch(tokens, at, ofCall.get(kind)))) ??
    firstMatch(tokens, at, forms.get(key)) ??
    firstMatch(tokens, at, forms.get(kind))
  )
}

function firstMatch(
  tokens: readonly Token[],
  at: number,
  candidates: readonly Form[] | undefined,
): Found | null {
  if (candidates === undefined) return null
  for (const { parts, standIn } of candidates) {
    const places = matchParts(tokens, at, parts)
    if (places !== null) return { parts: places, standIn }
  }
  return null
}

function matchParts(tokens: readonly Token[], at: number, parts: Form['parts']): readonly Part[] | null {
  const places: Part[] = []
  let next = at
  for (const part of parts) {
    const token = tokens[next]
    const whole = part.has('(…)') || part.has('…')
    if (token === undefined || (!whole && !part.has(keyOf(token)) && !part.has(KINDS[token.kind])))
      return null
    if (part.has('(…)') && token.text !== '(') return null
    const count = whole ? lengthOfRest(tokens, part.has('…') ? next : next + 1) : 1
    places.push({ first: next, count: part.has('(…)') ? count + 2 : count })
    next += places.at(-1)?.count ?? 0
  }
  return places
}

/** How many tokens there are before the bracket that closes the one they stand in. */
function lengthOfRest(tokens: readonly Token[], first: number): number {
  let depth = 0
  for (let at = first; at < tokens.length; at++) {
    const { kind, text } = tokens[at] as Token
    if (kind !== 'SYMBOL') continue
    if (text === '(') depth++
    if (text === ')' && --depth < 0) return at - first
  }
  return tokens.length - first
}

/** What a pattern cannot say, because it depends on the tokens before. */
function formFromContext(tokens: readonly Token[], at: number): Found | null {
  const [before, token, next] = [tokens[at - 1], tokens[at] as Token, tokens[at + 1]]
  if (isNameByPlace(tokens, at))
    return isPlainName(token) ? null : { parts: [{ first: at, count: 1 }], standIn: '`$1`' }
  if (token.kind === 'QUOTED' || token.kind === 'STRING') return null
  const parts = [{ first: at, count: 1 }]
  // MOD that calls, not divides.
  if (token.word === 'MOD' && next?.text === '(' && !endsOperand(before)) return { parts, standIn: '`$1`' }
  // `5.` and `1.e2`.
  if (token.kind === 'NUMBER' && /\.(?!\d)/.test(token.text)) return { parts, standIn: '0' }
  // Two signs in a row are a comment for it, and many fill its stack. One says as much.
  if (isPrefix(token) && next?.text.toUpperCase() === token.text.toUpperCase()) return { parts, standIn: '' }
  if (token.word === 'ON' && followsCondition(tokens, at)) return { parts, standIn: 'AND' }
  // Of a long list of literals the first two are enough.
  if (
    isComma(token) &&
    isLiteral(before) &&
    isLiteral(next) &&
    isComma(tokens[at - 2]) &&
    isComma(tokens[at + 2])
  )
    return { parts: [...parts, { first: at + 1, count: 1 }], standIn: '' }
  return null
}

/** A bare word behind a dot or AS, whatever else the word may mean. */
function isNameByPlace(tokens: readonly Token[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]]
  if (token?.kind !== 'WORD' || before === undefined) return false
  return before.word === 'AS' || (before.kind === 'SYMBOL' && before.text === '.')
}

/** True for the second ON of `a join b join c on … on …`. */
function followsCondition(tokens: readonly Token[], on: number): boolean {
  let depth = 0
  for (let at = on - 1; at >= 0 && depth <= 0; at--) {
    const { kind, word, text } = tokens[at] as Token
    if (kind === 'SYMBOL' && text === ')') depth--
    if (kind === 'SYMBOL' && text === '(') depth++
    if (depth !== 0) continue
    if (word === 'ON') return true
    if (['JOIN', 'STRAIGHT_JOIN', 'FROM'].includes(word)) return false
  }
  return false
}

function endsOperand(token: Token | undefined): boolean {
  return token !== undefined && (isName(token) || isLiteral(token) || token.text === ')')
}

function isLiteral(token: Token | undefined): boolean {
  return token?.kind === 'NUMBER' || token?.kind === 'STRING'
}

function isComma(token: Token | undefined): boolean {
  return token?.kind === 'SYMBOL' && token.text === ','
}

function isPrefix({ kind, word, text }: Token): boolean {
  return word === 'NOT' || (kind === 'SYMBOL' && ['-', '+', '!', '~'].includes(text))
}

function fill(standIn: string, sql: string, tokens: readonly Token[], parts: readonly Part[]): string {
  return standIn.replace(/\$(\d)/g, (_, digit: string) => {
    const token = tokens[parts[Number(digit) - 1]?.first ?? -1]
    return token === undefined ? '' : rawText(sql, token)
  })
}

/** What a part of a pattern may call it: by its word or sign, or by its kind. */
function keyOf({ kind, word, text }: Token): string {
  return kind === 'WORD' ? word : kind === 'SYMBOL' ? text : ''
}

function byFirstPart(list: Forms): ReadonlyMap<string, readonly Form[]> {
  const found = new Map<string, Form[]>()
  for (const [pattern, standIn] of list) {
    const parts = pattern.split(' ').map(part => new Set(part.split('|')))
    for (const key of parts[0] ?? []) found.set(key, [...(found.get(key) ?? []), { parts, standIn }])
  }
  return found
}

function wordsOf(lists: readonly Forms[]): ReadonlySet<string> {
  const parts = lists.flat().flatMap(([pattern]) => pattern.split(/[ |]/))
  return new Set(parts.filter(part => /^\w+$/.test(part)))
}
