/**
 * Names in a statement, by its words and signs: enough to know which tables a change is about and what it renames. What
 * it cannot tell counts as named: more than there is, never less. In sessions without ANSI_QUOTES.
 */
export interface SqlToken {
  text: string
  /** In capitals; empty for what is no bare word. */
  word: string
  /** What it would be as a name; null for what can be none. */
  name: string | null
}

const TOKEN =
  /'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`|--(?=\s|$)[^\n]*|#[^\n]*|\/\*.*?\*\/|[\p{L}\p{M}\p{N}_$]+|\S/gsu

export function tokensOf(sql: string): readonly SqlToken[] {
  return [...sql.matchAll(TOKEN)].flatMap(([text]) => {
    if (/^(--|#|\/\*)/.test(text)) return []
    if (text.startsWith('`')) return [{ text, word: '', name: text.slice(1, -1).replaceAll('``', '`') }]
    const isWord = /^[\p{L}\p{M}\p{N}_$]/u.test(text)
    return [{ text, word: isWord ? text.toUpperCase() : '', name: isWord ? text : null }]
  })
}

/** What stands first before a dot: a database, a table, an alias. */
export function qualifiersIn(sql: string): readonly string[] {
  const tokens = tokensOf(sql)
  return tokens.flatMap(({ name }, at) =>
    name !== null && tokens[at + 1]?.text === '.' && tokens[at - 1]?.text !== '.' ? [name] : [],
  )
}

/** Behind these comes the name of a table, or nothing that is one. */
const BEFORE_TABLE = new Set([
  'TABLE',
  'TABLES',
  'ON',
  'INTO',
  'UPDATE',
  'FROM',
  'JOIN',
  'REFERENCES',
  'LIKE',
  'VIEW',
])
const BETWEEN = new Set(['IF', 'NOT', 'EXISTS', 'IGNORE', 'LOW_PRIORITY', 'ONLY'])

/** Of the tables that there are, those that the statement names where a table stands. */
export function tablesNamed(sql: string, known: readonly string[]): readonly string[] {
  const tokens = tokensOf(sql)
  const byName = new Map(known.map(name => [name.toLowerCase(), name]))
  const found = new Set<string>()
  const take = (at: number): void => {
    let here = at
    while (BETWEEN.has(tokens[here]?.word ?? '')) here++
    if (tokens[here + 1]?.text === '.') here += 2
    const table = byName.get(tokens[here]?.name?.toLowerCase() ?? '')
    if (table !== undefined) found.add(table)
    // DROP TABLE a, b and RENAME TABLE a TO b, c TO d.
    if (tokens[here + 1]?.text === ',') take(here + 2)
    if (tokens[here + 1]?.word === 'TO') {
      if (tokens[here + 3]?.text === ',') take(here + 4)
    }
  }
  tokens.forEach(({ word }, at) => {
    if (BEFORE_TABLE.has(word)) take(at + 1)
  })
  if (tokens[0]?.word === 'TRUNCATE') take(1)
  return [...found]
}

/** What a statement gives another name, or takes away by name, so that it can be told from something made anew. */
export interface NameChanges {
  tables: readonly (readonly [from: string, to: string])[]
  columns: readonly { table: string; from: string; to: string }[]
  droppedColumns: readonly { table: string; column: string }[]
}

export function nameChangesIn(sql: string): NameChanges {
  const tokens = tokensOf(sql)
  const word = (at: number) => tokens[at]?.word ?? ''
  const name = (at: number) => tokens[at]?.name ?? ''
  const skip = (at: number, ...words: readonly string[]) => {
    let here = at
    while (words.includes(word(here))) here++
    return here
  }
  const tables: [string, string][] = []
  const columns: { table: string; from: string; to: string }[] = []
  const droppedColumns: { table: string; column: string }[] = []
  if (word(0) === 'RENAME' && word(1).startsWith('TABLE')) {
    for (let at = skip(2, 'IF', 'EXISTS'); at < tokens.length;) {
      const to = tokens.findIndex(({ word: found }, place) => place > at && found === 'TO')
      if (to < 0) break
      tables.push([name(at), name(to + 1)])
      at = tokens[to + 2]?.text === ',' ? to + 3 : tokens.length
    }
    return { tables, columns, droppedColumns }
  }
  const first = tokens.findIndex(({ word: found }) => found === 'TABLE')
  if (word(0) !== 'ALTER' || first < 0) return { tables, columns, droppedColumns }
  const table = name(skip(first + 1, 'IF', 'EXISTS'))
  let depth = 0
  tokens.forEach(({ text, word: verb }, at) => {
    if (text === '(') depth++
    if (text === ')') depth--
    if (depth > 0 || at <= first) return
    if (verb === 'CHANGE') {
      const from = skip(at + 1, 'COLUMN', 'IF', 'EXISTS')
      columns.push({ table, from: name(from), to: name(from + 1) })
    } else if (verb === 'RENAME' && word(at + 1) === 'COLUMN') {
      const from = skip(at + 2, 'IF', 'EXISTS')
      columns.push({ table, from: name(from), to: name(from + 2) })
    } else if (verb === 'RENAME' && word(at + 1) !== 'INDEX' && word(at + 1) !== 'KEY') {
      tables.push([table, name(skip(at + 1, 'TO', 'AS'))])
    } else if (verb === 'DROP') {
      const column = skip(at + 1, 'COLUMN', 'IF', 'EXISTS')
      if (!NO_COLUMN.has(word(column))) droppedColumns.push({ table, column: name(column) })
    }
  })
  return { tables, columns, droppedColumns }
}

/** Behind DROP: what is no column. */
const NO_COLUMN = new Set([
  'INDEX',
  'KEY',
  'PRIMARY',
  'FOREIGN',
  'CONSTRAINT',
  'CHECK',
  'PARTITION',
  'DEFAULT',
  'SYSTEM',
  'PERIOD',
])
