import { KEYWORDS_TO_QUOTE } from './keywords.ts'

/** PostgreSQL folds unquoted names to lower case, so a name with a capital needs quotes as well. */
export function quoteIdentifier(name: string): string {
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !KEYWORDS_TO_QUOTE.has(name)) return name
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * A standard string: a backslash in it is a backslash, because every session has standard_conforming_strings on.
 * PostgreSQL's text cannot hold a NUL, and a parser in C would end the statement there.
 */
export function quoteText(value: string): string {
  return `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`
}
