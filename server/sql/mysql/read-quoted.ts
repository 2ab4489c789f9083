import { Unreadable } from './token.ts'

interface Quoted {
  text: string
  end: number
}

const ESCAPES: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' }

/** A string in single or double quotes: backslash escapes, and doubling. Our sessions set sql_mode so that this holds. */
export function readString(sql: string, start: number): Quoted {
  const quote = sql[start] ?? ''
  let text = ''
  // Most strings end at the next quote and are taken as they stand.
  const next = sql.indexOf(quote, start + 1)
  const plain = sql.slice(start + 1, Math.max(next, start + 1))
  if (next > 0 && sql[next + 1] !== quote && !plain.includes('\\')) return { text: plain, end: next + 1 }
  for (let at = start + 1; at < sql.length; at++) {
    const character = sql[at] ?? ''
    if (character === '\\') {
      const escaped = sql[++at] ?? ''
      text += ESCAPES[escaped] ?? escaped
    } else if (character !== quote) text += character
    else if (sql[at + 1] === quote) text += sql[++at]
    else return { text, end: at + 1 }
  }
  throw new Unreadable('This string is not closed.', start)
}

/** A name in backquotes, where a backslash is only a backslash. */
export function readBackquoted(sql: string, start: number): Quoted {
  const match = /`((?:[^`]|``)*)`/y
  match.lastIndex = start
  const inner = match.exec(sql)?.[1]
  if (inner === undefined) throw new Unreadable('This quoted name is not closed.', start)
  const text = inner.replaceAll('``', '`')
  if (text === '' || text !== text.trimEnd())
    throw new Unreadable('A name is not empty and does not end with a blank.', start)
  return { text, end: match.lastIndex }
}
