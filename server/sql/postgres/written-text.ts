import { scanSync } from 'libpg-query'
import type { Place } from '../statement.ts'
import { textPositions } from './text-positions.ts'

/** The tokens of a text with their places in UTF-16 units, for what the tree keeps no place of. */
export interface WrittenText {
  text: string
  /** From a byte offset of the tree. */
  at(byte: number | undefined): number
  /** The clauses of an ALTER TABLE whose table is named there, up to `end`. */
  clausesFrom(table: number, end: number): readonly Place[]
  /** Names that are longer than the server keeps, up to `end`. */
  longNames(start: number, end: number): readonly string[]
}

/** NAMEDATALEN - 1, as servers are built. */
const NAME_BYTES = 63

interface Token extends Place {
  text: string
  isName: boolean
}

export function writtenText(text: string): WrittenText {
  const positions = textPositions(text)
  const tokens = scanSync(text).tokens.flatMap((token): Token[] =>
    token.tokenName.endsWith('_COMMENT')
      ? []
      : [
          {
            start: positions.fromBytes(token.start),
            end: positions.fromBytes(token.end),
            text: token.text,
            isName: token.tokenName === 'IDENT',
          },
        ],
  )
  const between = (start: number, end: number) =>
    tokens.filter(token => token.start >= start && token.end <= end)
  return {
    text,
    at: byte => positions.fromBytes(byte ?? 0),
    clausesFrom: (table, end) => clausesOf(behindName(between(table, end))),
    longNames: (start, end) =>
      between(start, end).flatMap(({ text: name, isName }) => {
        const bare = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
        return isName && Buffer.byteLength(bare) > NAME_BYTES ? [bare] : []
      }),
  }
}

/** What follows a name with its dots, and the star that some still write behind it. */
function behindName(tokens: readonly Token[]): readonly Token[] {
  let next = 1
  while (tokens[next]?.text === '.') next += 2
  return tokens.slice(tokens[next]?.text === '*' ? next + 1 : next)
}

function clausesOf(tokens: readonly Token[]): readonly Place[] {
  const clauses: { start: number; end: number }[] = []
  let depth = 0
  let isFirst = true
  for (const { start, end, text } of tokens) {
    if (text === ',' && depth === 0) {
      isFirst = true
      continue
    }
    if ('(['.includes(text)) depth++
    if (')]'.includes(text)) depth--
    const current = clauses.at(-1)
    if (isFirst || current === undefined) clauses.push({ start, end })
    else current.end = end
    isFirst = false
  }
  return clauses
}
