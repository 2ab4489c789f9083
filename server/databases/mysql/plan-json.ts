/** A line of MariaDB's pretty-printed plan: a key, and a text or a list in one line. */
const ENTRY = /^(\s*"\w+": )(?:"(.*)"|\[.*\])(,?)$/s

/**
 * The document of EXPLAIN FORMAT=JSON, or null when it is none. MariaDB writes names into it as they are (10.11,
 * MDEV-19160), so that a quote or backslash in the name of a table breaks the JSON: then the lines that are none by
 * themselves are mended. Nothing but names of tables is read of them.
 */
export function parsePlan(text: string): unknown {
  return parse(text) ?? parse(text.split('\n').map(mend).join('\n'))
}

function mend(line: string): string {
  const entry = ENTRY.exec(line)
  if (entry === null || parse(`{${line.replace(/,$/, '')}}`) !== null) return line
  const [, key = '', value, comma = ''] = entry
  return `${key}${value === undefined ? '[]' : JSON.stringify(value)}${comma}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
