import { Unreadable } from './token.ts'
import type { Token } from './token.ts'

/** Deeper brackets are refused before they fill the stack; people and models need a tenth of it. */
const MAX_DEPTH = 150

/** Goes through the tokens from left to right. `expect…` and `fail` throw Unreadable. */
export interface TokenReader {
  peek(ahead?: number): Token
  take(): Token
  /** The token that was taken last. */
  last(): Token
  isWord(...words: readonly string[]): boolean
  isSymbol(symbol: string, ahead?: number): boolean
  takeWord(...words: readonly string[]): Token | null
  takeSymbol(symbol: string): Token | null
  expectWord(...words: readonly string[]): Token
  expectSymbol(symbol: string): Token
  fail(token?: Token): never
  /** Runs it one level deeper. */
  inside<T>(read: () => T): T
  /** Reads what `read` reads once or more, with commas between. */
  list(read: () => void): void
}

export function createTokenReader(tokens: readonly Token[]): TokenReader {
  const end = tokens[tokens.length - 1] as Token
  let at = 0
  let depth = 0

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end
  const isWord = (...words: readonly string[]): boolean => peek().word !== '' && words.includes(peek().word)
  const isSymbol = (symbol: string, ahead = 0): boolean =>
    peek(ahead).kind === 'SYMBOL' && peek(ahead).text === symbol
  const take = (): Token => {
    const token = peek()
    if (token.kind === 'END') fail()
    at++
    return token
  }
  const takeSymbol = (symbol: string): Token | null => (isSymbol(symbol) ? take() : null)

  return {
    peek,
    take,
    last: () => tokens[at - 1] ?? end,
    isWord,
    isSymbol,
    takeWord: (...words) => (isWord(...words) ? take() : null),
    takeSymbol,
    expectWord: (...words) => (isWord(...words) ? take() : fail()),
    expectSymbol: symbol => takeSymbol(symbol) ?? fail(),
    fail,
    inside,
    list(read) {
      do read()
      while (takeSymbol(',') !== null)
    },
  }

  function fail(token = peek()): never {
    if (token.kind === 'END')
      throw new Unreadable('This cannot be read: the statement ends too early.', token.start)
    const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
    throw new Unreadable(`This cannot be read: syntax error at or near "${shown}".`, token.start)
  }

  function inside<T>(read: () => T): T {
    if (++depth > MAX_DEPTH)
      throw new Unreadable('The text cannot be read: its parts are nested too deeply.', peek().start)
    const result = read()
    depth--
    return result
  }
}
