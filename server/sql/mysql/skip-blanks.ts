import { Unreadable } from './token.ts'

const BLANKS = /[ \t\n\v\f\r]+/y

/**
 * The first place at or after `start` that is neither blank nor comment. Comments that the server may run as code, or
 * that end elsewhere than they seem to, are refused.
 */
export function skipBlanks(sql: string, start: number): number {
  let at = start
  for (;;) {
    BLANKS.lastIndex = at
    if (BLANKS.test(sql)) at = BLANKS.lastIndex
    else if (sql.startsWith('/*', at)) at = endOfBlock(sql, at)
    else if (sql[at] === '#' || startsLineComment(sql, at)) at = endOfLine(sql, at)
    else return at
  }
}

/** `--` is a comment only with a blank behind it; `5--3` are two minus signs. */
function startsLineComment(sql: string, at: number): boolean {
  return /^--(?:[ \t\n\v\f\r]|$)/.test(sql.slice(at, at + 3))
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
