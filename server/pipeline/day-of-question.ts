/** Whether an answer holds on another day than the one that it was given on. Pure. */

/** Words by which a question speaks of its own day. */
const RELATIVE =
  /\b(today|tonight|yesterday|tomorrow|now|currently|recent|recently|lately|latest|ago|upcoming|overdue|(this|last|next|past|previous|current|coming) (\d+ |[a-z]+ )?(hour|day|week|weekend|month|quarter|year|decade|season)s?)\b/u
/** The SQL asks the database for the day. */
const CLOCK =
  /\b(current_date|current_time|current_timestamp|localtime|localtimestamp|now|curdate|curtime|sysdate|clock_timestamp|statement_timestamp|transaction_timestamp|utc_date|utc_timestamp|unix_timestamp|getdate)\b/iu
const QUOTED_OR_COMMENT = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\//gu
const YEAR = /(?<!\d)(?:1[89]|20|21)\d\d(?!\d)/gu

/**
 * False where the question speaks of its own day and the SQL does not ask the clock, and where the SQL names a year that
 * the question does not: whoever wrote it knew the day. It decides only what is taken again, never what may run.
 */
export function holdsOnAnyDay(askedWords: string, sql: string): boolean {
  if (RELATIVE.test(askedWords) && !CLOCK.test(sql.replace(QUOTED_OR_COMMENT, ' '))) return false
  const asked = new Set(askedWords.match(YEAR))
  return (sql.match(YEAR) ?? []).every(year => asked.has(year) || asked.has(yearBefore(year)))
}

/** "In 1997" ends where 1998 begins. */
function yearBefore(year: string): string {
  return String(Number(year) - 1)
}
