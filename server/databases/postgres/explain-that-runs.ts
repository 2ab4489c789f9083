/** Blanks and comments, which nest. */
function skipBlanks(sql: string, from: number): number {
  let at = from
  let depth = 0
  while (at < sql.length) {
    const two = sql.slice(at, at + 2)
    if (two === '/*') depth += 1
    if (two === '*/') depth -= 1
    if (two === '/*' || (two === '*/' && depth >= 0)) at += 2
    else if (depth > 0 || /\s/.test(sql[at] ?? '')) at += 1
    else if (two === '--') at = endOfLine(sql, at)
    else break
  }
  return at
}

function endOfLine(sql: string, from: number): number {
  const end = sql.slice(from).search(/[\r\n]/)
  return end < 0 ? sql.length : from + end
}

/** In lower case, a quoted name without its quotes, else the sign; empty at the end. */
function wordAt(sql: string, at: number): { word: string; end: number } {
  const [text = ''] = /^(?:[\p{L}\p{N}_$]+|"[^"]*"|'[^']*'|.)/su.exec(sql.slice(at)) ?? []
  return { word: text.replace(/^["'](.*)["']$/s, '$1').toLowerCase(), end: at + text.length }
}

const ANALYZES = new Set(['analyze', 'analyse'])
/** `explain (select 1)` has no options. */
const STARTS_QUERY = new Set(['select', 'with', 'values', 'table', '('])
const OFF = new Set(['false', 'off', '0'])

/**
 * Whether a text that the server has taken for one statement is an EXPLAIN that executes what it explains: the only
 * statement that makes a table inside of a READ ONLY transaction (`explain analyze create table … as`). In doubt yes:
 * options are looked at up to the first that is not a plain word.
 */
export function executesWhatItExplains(sql: string): boolean {
  const words: string[] = []
  for (let at = skipBlanks(sql, 0); at < sql.length;) {
    const { word, end } = wordAt(sql, at)
    if (words.length === 0 && word !== 'explain') return false
    words.push(word)
    at = skipBlanks(sql, end)
    // After the options comes the statement; without brackets there are two of them, in this order.
    const inOptions = words[1] === '(' ? word !== ')' : words.length < 3
    if (!inOptions) break
  }
  if (words[1] !== '(') return words.slice(1, 3).some(word => ANALYZES.has(word))
  if (STARTS_QUERY.has(words[2] ?? '')) return false
  return words.some(
    (word, place) =>
      (ANALYZES.has(word) && !OFF.has(words[place + 1] ?? '')) || !/^([\p{L}\p{N}_$.+-]*|[(),])$/u.test(word),
  )
}
