/**
 * A text that the server took for exactly one statement, inside of COPY. Its brackets are in pairs then, and no quote or
 * comment is open at its end, but for a comment that the newline ends: nothing in it can close ours.
 */
export function copyOf(sql: string, options = ''): string {
  return `copy (\n${withoutSemicolon(sql)}\n) to stdout${options}`
}

/**
 * Without the semicolon that ends the text, with comments behind it. What only looks like one, inside of quotes, leaves
 * them open, and the server refuses that.
 */
function withoutSemicolon(sql: string): string {
  let rest = sql.trimEnd()
  while (!rest.endsWith(';')) {
    const comment = rest.indexOf('--', Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r')) + 1)
    if (comment < 0) return sql
    rest = rest.slice(0, comment).trimEnd()
  }
  while (rest.endsWith(';')) rest = rest.slice(0, -1).trimEnd()
  return rest
}
