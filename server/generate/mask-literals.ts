import type { Dialect } from '../databases/database.ts'

const VALUE = '‹value›'

/**
 * SQL on its way to a model that must not see values: each text in quotes that the person has not said becomes a
 * placeholder, because the built-in translator and other people's SQL take the spelling from the data. Reads quotes only,
 * so it masks too much rather than too little of SQL that it does not understand.
 */
export function maskLiterals(sql: string, said: string, dialect: Pick<Dialect, 'quoteIdentifier'>): string {
  const known = said.toLowerCase()
  const mask = (quoted: string, content: string, quote: string) => {
    const text = content.replaceAll(quote + quote, quote).trim()
    // Patterns of LIKE stand for what is between their signs.
    const bare = text.replace(/^%+|%+$/g, '').toLowerCase()
    return bare === '' || known.includes(bare) || DATE_PART.test(text) ? quoted : `'${VALUE}'`
  }
  const identifierQuote = dialect.quoteIdentifier('a b').charAt(0)
  return sql.replace(QUOTED, (quoted, _single: string | undefined, tag: string | undefined) => {
    if (quoted.startsWith(identifierQuote)) return quoted
    if (tag !== undefined) return mask(quoted, quoted.slice(tag.length, -tag.length), tag)
    return mask(quoted, quoted.slice(1, -1), quoted.charAt(0))
  })
}

/** `'…'`, `"…"`, `` `…` `` and `$tag$…$tag$`, an unfinished one up to the end. */
const QUOTED =
  /'((?:[^'\\]|\\.|'')*)(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|(\$\w*\$)[\s\S]*?(?:\2|$)/g

/** What functions of dates take, and dates themselves, which are no data of anybody. */
const DATE_PART =
  /^(?:\d{4}(?:-\d{2}){0,2}(?:[ T][\d:.]+)?|(?:\d+ )?(?:day|week|month|quarter|year|hour|minute|second)s?|[%YymdHiMsDI:. /-]+|UTC)$/i
