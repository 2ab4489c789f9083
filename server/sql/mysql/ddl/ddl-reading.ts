import type { TableName } from '../../closer-look.ts'
import type { Place } from '../../statement.ts'
import { isName } from '../read-name.ts'
import { createTokenReader } from '../token-reader.ts'
import type { TokenReader } from '../token-reader.ts'
import type { Token } from '../token.ts'

/** The tokens of one statement, and what all parts of the reader of changes need of them. */
export interface DdlReading extends TokenReader {
  /** As written, between these places of the whole text. */
  textOf(place: Place): string
  /** From the first token to the one that was taken last. */
  since(first: Token): Place
  /** A name, in quotes or not. */
  name(): Token
  /** A name with the database before it, or without. */
  table(): TableName
  /** Names in brackets. */
  names(): readonly string[]
  /** Everything from a bracket to the one that closes it. */
  skipBrackets(): Place
  /** Up to the next comma of this list, the bracket that closes it, or the end. */
  skipPart(): void
  /** Where the statement, or this part of its list, has ended. */
  isAtEnd(): boolean
}

/** @param tokens of one statement, without an end */
export function createDdlReading(tokens: readonly Token[], sql: string): DdlReading {
  const end = tokens.at(-1)?.end ?? 0
  const reader = createTokenReader([...tokens, { kind: 'END', text: '', word: '', start: end, end }])
  const isAtEnd = () => reader.peek().kind === 'END' || reader.isSymbol(',') || reader.isSymbol(')')

  const name = (): Token => (isName(reader.peek()) ? reader.take() : reader.fail())

  function skipBrackets(): Place {
    const { start } = reader.expectSymbol('(')
    for (let depth = 1; depth > 0;) {
      if (reader.isSymbol('(')) depth++
      if (reader.isSymbol(')')) depth--
      reader.take()
    }
    return { start, end: reader.last().end }
  }

  return {
    ...reader,
    isAtEnd,
    skipBrackets,
    name,
    textOf: ({ start, end: until }) => sql.slice(start, until),
    since: first => ({ start: first.start, end: reader.last().end }),
    table() {
      const first = name()
      if (!reader.isSymbol('.')) return { schema: null, name: first.text }
      reader.take()
      const second = reader.peek()
      return {
        schema: first.text,
        name: (second.kind === 'WORD' ? reader.take() : name()).text,
      }
    },
    names() {
      const found: string[] = []
      reader.expectSymbol('(')
      reader.list(() => found.push(name().text))
      reader.expectSymbol(')')
      return found
    },
    skipPart() {
      while (!isAtEnd()) {
        if (reader.isSymbol('(')) skipBrackets()
        else reader.take()
      }
    },
  }
}
