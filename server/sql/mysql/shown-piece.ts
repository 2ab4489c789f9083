import { numberNames } from './numbered-names.ts'
import { isStub, stubName } from './piece.ts'
import type { Piece } from './piece.ts'
import { isPlainString } from './simple-operand.ts'
import { withStandIns } from './stand-ins.ts'
import type { Token } from './token.ts'

/** A piece and its inner ones, each as the text that sql-parser-cst is shown. */
export interface ShownPiece {
  text: string
  /** What its names with numbers stand for. */
  names: readonly string[]
  /** True when no reader could see a string or comment in it end elsewhere, so that it can be read beside others. */
  isPlain: boolean
  stubbed: readonly ShownPiece[]
  unseen: readonly ShownPiece[]
}

export function showPiece(sql: string, piece: Piece): ShownPiece {
  let number = 0
  const stubbed = piece.tokens.map(token => (isStub(token) ? { ...token, text: stubName(number++) } : token))
  const { tokens, names } = numberNames(stubbed)
  return {
    text: withStandIns(sql, tokens, piece.comments),
    names,
    isPlain: piece.comments.length === 0 && tokens.every(isPlainToken),
    stubbed: piece.stubbed.map(inner => showPiece(sql, inner)),
    unseen: piece.unseen.map(inner => showPiece(sql, inner)),
  }
}

function isPlainToken(token: Token): boolean {
  switch (token.kind) {
    case 'STRING':
      return isPlainString(token)
    case 'QUOTED':
      return token.made === true || /^[\w $]*$/.test(token.text)
    case 'SYMBOL':
      return !'{};'.includes(token.text)
    default:
      return true
  }
}

/** The texts of a piece and all inner ones, each once. */
export function textsOf(
  piece: ShownPiece,
  found = new Map<string, ShownPiece>(),
): ReadonlyMap<string, ShownPiece> {
  found.set(piece.text, piece)
  for (const inner of piece.stubbed) textsOf(inner, found)
  for (const inner of piece.unseen) textsOf(inner, found)
  return found
}
