import type { ParseResult, SqlParser } from '../sql/sql.ts'

const MAX_KEPT = 50
/** A tree takes some hundred times the memory of its text. */
const MAX_LENGTH = 4_000

/** What is checked is soon run, and often again. The same text is the same tree, which nobody changes. */
export function rememberParses(parser: SqlParser): SqlParser {
  const kept = new Map<string, ParseResult>()
  return {
    ...parser,
    parse(sql) {
      if (sql.length > MAX_LENGTH) return parser.parse(sql)
      const parsed = kept.get(sql) ?? parser.parse(sql)
      kept.delete(sql)
      kept.set(sql, parsed)
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break
        kept.delete(oldest)
      }
      return parsed
    },
  }
}
