import { Unreadable } from './token.ts'

function isBlank(character: string | undefined): boolean {
  return character !== undefined && (character === ' ' || (character >= '\t' && character <= '\r'))
}

/**
 * The first place at or after `start` that is neither blank nor comment. Comments that the server may run as code, or
 * that end elsewhere than they seem to, are refused.
 */
export function skipBlanks(sql: string, start: number): number {
  let at = start
  for (;;) {
    const character = sql[at]
    if (isBlank(character)) at++
    else if (character === '/' && sql[at + 1] === '*') at = endOfBlock(sql, at)
    else if (character === '#' || startsLineComment(sql, at)) at = endOfLine(sql, at)
    else return at
  }
}

/** `--` is a comment only with a blank behind it; `5--3` are two minus signs. */
function startsLineComment(sql: string, at: number): boolean {
  if (sql[at] !== '-' || sql[at + 1] !== '-') return false
  return sql[at + 2] === undefined || isBlank(sql[at + 2])
}

function endOfBlock(sql: string, start: number): number {
  if (/^\/\*[Mm]?!/.test(sql.slice(start, start + 4)))
    throw new Unreadable('Comments that begin with /*! or /*M! are run as code by some servers.', start)
  if (sql[start + 2] === '+')
    throw new Unreadable(
      'Comments that begin with /*+ are optimizer hints, which can change settings.',
      start,
    )
  const end = sql.indexOf('*/', start + 2)
  if (end < 0) throw new Unreadable('This comment is not closed.', start)
  const inner = sql.indexOf('/*', start + 2)
  if (inner >= 0 && inner < end)
    throw new Unreadable('A comment inside a comment ends at different places for different readers.', inner)
  return end + 2
}

/** Only a line feed ends it for the server; a lone carriage return would end it for people. */
function endOfLine(sql: string, start: number): number {
  const feed = sql.indexOf('\n', start)
  const end = feed < 0 ? sql.length : feed
  const lone = sql.slice(start, end).search(/\r(?!$)/)
  if (lone >= 0) throw new Unreadable('This line ends with a carriage return alone.', start + lone)
  return end
}
