import { readBackquoted, readString } from './read-quoted.ts'
import { skipBlanks } from './skip-blanks.ts'
import { Unreadable } from './token.ts'
import type { Token, TokenKind } from './token.ts'

const WORD = /[\p{L}\p{M}_][\p{L}\p{M}\p{N}_$]*/uy
const NUMBER = /0x[0-9a-fA-F]+|0b[01]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y
const SYMBOL = /<=>|->>|->|<=|>=|<>|!=|<<|>>|&&|\|\||[-+*/%=<>!~&|^(),.;?{}]/y
const VARIABLE = /@@(?:(?:global|session|local)\.)?[a-z_][a-z0-9_]*(?![\w$.`])/iy
const QUOTED_NUMBER = /[xX]'(?:[0-9a-fA-F]{2})*'|[bB]'[01]*'/y
const CHARACTER_SETS = new Set(['_utf8mb4', '_utf8mb3', '_utf8', '_binary', '_latin1', '_ascii'])

/**
 * The words and signs of a text, as MySQL and MariaDB read it in a session with UTF-8 and without ANSI_QUOTES,
 * NO_BACKSLASH_ESCAPES and PIPES_AS_CONCAT. Whatever versions or modes read in different ways throws Unreadable.
 */
export function lex(sql: string): readonly Token[] {
  refuseCharacters(sql)
  const tokens: Token[] = []
  for (let at = skipBlanks(sql, 0); at < sql.length; at = skipBlanks(sql, at)) {
    const token = readToken(sql, at)
    const before = tokens.at(-1)
    if (token.kind === 'STRING' && before?.text.startsWith('_') && before.kind === 'WORD') {
      refuseCharacterSet(before)
      tokens.pop()
      tokens.push({ ...token, start: before.start })
    } else tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'END', text: '', word: '', start: sql.length, end: sql.length })
  return tokens
}

function refuseCharacters(sql: string): void {
  const control = sql.search(/[\0-\x08\x0e-\x1f\x7f-\x9f]/)
  if (control >= 0) throw new Unreadable('The text holds a NUL or another control character.', control)
  const surrogate = sql.search(/\p{Surrogate}/u)
  if (surrogate >= 0) throw new Unreadable('The text holds half of a character.', surrogate)
}

function readToken(sql: string, start: number): Token {
  const character = sql[start] ?? ''
  if (character === "'" || character === '"') return quoted('STRING', start, readString(sql, start))
  if (character === '`') {
    const name = quoted('QUOTED', start, readBackquoted(sql, start))
    refuseLongCharacters(name.text, start)
    return name
  }
  const prefixed = sql[start + 1] === "'" ? readPrefixed(sql, start) : null
  if (prefixed !== null) return prefixed
  const number = /[0-9.]/.test(character) ? match(NUMBER, sql, start) : null
  if (number !== null) return plain('NUMBER', start, refuseNameBehind(sql, number, start))
  const word = match(WORD, sql, start)
  if (word !== null) {
    refuseLongCharacters(word, start)
    return { kind: 'WORD', text: word, word: word.toUpperCase(), start, end: start + word.length }
  }
  const variable = match(VARIABLE, sql, start)
  if (variable !== null) return plain('VARIABLE', start, variable)
  const symbol = match(SYMBOL, sql, start)
  if (symbol !== null) return plain('SYMBOL', start, symbol)
  throw new Unreadable(problemWith(sql, start), start)
}

function plain(kind: TokenKind, start: number, text: string): Token {
  return { kind, text, word: '', start, end: start + text.length }
}

function quoted(kind: TokenKind, start: number, { text, end }: { text: string; end: number }): Token {
  return { kind, text, word: '', start, end }
}

/** `x'41'`, `b'01'` and `N'…'` are one literal. */
function readPrefixed(sql: string, start: number): Token | null {
  const number = match(QUOTED_NUMBER, sql, start)
  if (number !== null) return { kind: 'STRING', text: number, word: '', start, end: start + number.length }
  const beginning = sql.slice(start, start + 2)
  if (/^[xXbB]'$/.test(beginning)) throw new Unreadable('This is not a hexadecimal or binary literal.', start)
  if (!/^[nN]'$/.test(beginning)) return null
  return { kind: 'STRING', word: '', start, ...readString(sql, start + 1) }
}

/** `_latin1'…'` is one literal, with blanks between or not; with a word that is no character set, a name and an alias. */
function refuseCharacterSet({ text, start }: Token): void {
  if (!CHARACTER_SETS.has(text.toLowerCase()))
    throw new Unreadable(`${text} before a string is not a character set that is read here.`, start)
}

/** `1a` and `0xfg` are names for the server, `1e` depends on what follows. */
function refuseNameBehind(sql: string, number: string, start: number): string {
  if (/^[\p{L}\p{M}\p{N}_$]/u.test(sql.slice(start + number.length, start + number.length + 2)))
    throw new Unreadable('A name that begins with a digit needs backquotes.', start)
  return number
}

/** The server keeps names in three bytes a character and would turn these into question marks. */
function refuseLongCharacters(name: string, start: number): void {
  if (/[\u{10000}-\u{10ffff}]/u.test(name))
    throw new Unreadable('A name holds a character that names cannot have.', start)
}

function problemWith(sql: string, start: number): string {
  const character = String.fromCodePoint(sql.codePointAt(start) ?? 0)
  if (character === '@')
    return 'An @ marks variables, which keep something between statements, and accounts; neither is read here.'
  if (character === '$') return 'A $ here begins a string on some servers and a name on others.'
  if (character === ':') return 'A colon has no meaning here; := sets a variable.'
  if (character === '\\') return 'A backslash has a meaning only inside strings.'
  if (/[^\0-\x7f]/.test(character))
    return 'This character looks like a blank or a sign, but is part of a name for the server.'
  return `${character} has no meaning here.`
}

function match(pattern: RegExp, sql: string, start: number): string | null {
  // Asked thousands of times a text: no list of matches is made.
  pattern.lastIndex = start
  return pattern.test(sql) ? sql.slice(start, pattern.lastIndex) : null
}
