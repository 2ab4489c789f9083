import { KEYWORDS_TO_QUOTE } from './keywords.ts'

/**
 * Unquoted names could hold more (`$`, letters beyond ASCII, a digit in front, as long as it is no `1e5`); those are
 * quoted so that no other reader of the SQL stumbles. `_utf8 'x'` is a text with its character set, so a name with
 * an underscore in front is quoted too.
 */
export function quoteIdentifier(name: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !KEYWORDS_TO_QUOTE.has(name.toLowerCase())) return name
  return `\`${name.replaceAll('`', '``')}\``
}

/** As SHOW CREATE prints it: quoted whatever it is. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

/** Every session is without NO_BACKSLASH_ESCAPES, so a backslash in a text begins an escape. */
export function quoteText(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\0', '\\0')}'`
}
