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
  for (const token of script.matchAll(TOKEN)) {
    takeUntil(token.index)
    if (token[2] !== undefined) delimiter = token[2]
    else if (!/^(--|#|\/\*)/.test(token[0])) statement += token[0]
    at = token.index + token[0].length
  }
  takeUntil(script.length)
  return [...statements, statement].map(text => text.trim()).filter(text => text !== '')
}
