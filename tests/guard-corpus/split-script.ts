const TOKEN =
  /'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|#[^\n]*|\/\*(?![M!])[\s\S]*?\*\/|^delimiter[ \t]+(\S+)[ \t]*$/gim

/**
 * The statements of a script as clients for the terminal take it, with `delimiter` lines; for files of our own making,
 * not for what somebody wants to run.
 */
export function splitScript(script: string): readonly string[] {
  const statements: string[] = []
  let delimiter = ';'
  let statement = ''
  let at = 0
  const takeUntil = (end: number) => {
    const parts = script.slice(at, end).split(delimiter)
    for (const part of parts.slice(0, -1)) {
      statements.push(statement + part)
      statement = ''
    }
    statement += parts.at(-1) ?? ''
    at = end
  }
  const tokens = new RegExp(TOKEN)
  for (let token = tokens.exec(script); token !== null; token = tokens.exec(script)) {
    const [text, , newDelimiter] = token
    if (text.startsWith('$') && delimiter !== ';') {
      // Not a quote, but the end of a statement.
      tokens.lastIndex = token.index + 1
      continue
    }
    takeUntil(token.index)
    if (newDelimiter !== undefined) delimiter = newDelimiter
    else if (!/^(--|#|\/\*)/.test(text)) statement += text
    at = token.index + text.length
  }
  takeUntil(script.length)
  return [...statements, statement].map(text => text.trim()).filter(text => text !== '')
}
