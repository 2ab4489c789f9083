import type { Catalog, CatalogColumn, CatalogTable, ColumnFormula, GlossaryTerm } from '../domain.ts'
import { nameWords } from './name-words.ts'

/** What a glossary term is where its SQL is a formula over the columns of one table: a column of that table, in effect. */
export interface TermColumn {
  table: CatalogTable
  column: CatalogColumn
}

const TOKEN =
  /\s*(?:(?<name>"(?:[^"]|"")+"|`(?:[^`]|``)+`|[\p{L}_][\p{L}\p{N}_$]*)|(?<literal>'(?:[^']|'')*'|\d+(?:\.\d+)?)|(?<sign><>|!=|<=|>=|\|\||[-+*/%=<>(),.]))/uy
const LONGEST = 1_000
const WORDS = new Set(
  'and or not is null true false like ilike in between case when then else end distinct'.split(' '),
)
const FUNCTIONS = new Set('coalesce nullif abs round floor ceil lower upper trim length concat'.split(' '))
const AGGREGATES = new Set(['sum', 'avg', 'min', 'max'])
const CONDITION = new Set('and or not is like ilike in between = <> != < <= > >= true false'.split(' '))

interface Token {
  kind: 'name' | 'word' | 'literal' | 'sign'
  text: string
  /** Without quotes. */
  name: string
}

const known = new WeakMap<GlossaryTerm, { catalog: Catalog; found: TermColumn | null }>()

/** Null where the SQL is none, speaks of several tables, or is more than a formula: such a term is only told as one. */
export function termColumn(catalog: Catalog, term: GlossaryTerm): TermColumn | null {
  const before = known.get(term)
  if (before?.catalog === catalog) return before.found
  const found = readTerm(catalog, term)
  known.set(term, { catalog, found })
  return found
}

function readTerm(catalog: Catalog, term: GlossaryTerm): TermColumn | null {
  const all = term.sql === null || term.sql.length > LONGEST ? null : tokensOf(term.sql)
  if (all === null || all.length === 0) return null
  const aggregate = aggregateOf(all)
  const tokens = aggregate === null ? all : all.slice(2, -1)
  const uses = columnsIn(tokens)
  if (uses === null || uses.size === 0) return null
  const tables = catalog.tables.filter(table =>
    [...uses.values()].every(use => columnOf(table, use) !== null),
  )
  const [table, ...others] = tables
  if (!table || others.length > 0) return null
  const parts: (string | CatalogColumn)[] = []
  for (const [at, token] of tokens.entries()) {
    const column = uses.get(at)
    if (column) parts.push(columnOf(table, column) ?? '')
    // What qualifies a column is written anew.
    else if (token.kind !== 'name' && token.text !== '.') parts.push(token.text)
    else if (token.kind === 'name' && FUNCTIONS.has(token.name)) parts.push(token.text)
  }
  const formula: ColumnFormula = { term, aggregate, parts }
  return { table, column: { ...plainColumn(term, kindOf(tokens)), formula } }
}

function tokensOf(sql: string): Token[] | null {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < sql.trimEnd().length) {
    const groups = TOKEN.exec(sql)?.groups
    if (!groups) return null
    const { name, literal, sign } = groups
    const text = name ?? literal ?? sign ?? ''
    const isQuoted = /^["`]/u.test(text)
    const bare = isQuoted ? text.slice(1, -1).replaceAll('""', '"').replaceAll('``', '`') : text.toLowerCase()
    const kind = name === undefined ? (literal === undefined ? 'sign' : 'literal') : 'name'
    tokens.push({ kind: kind === 'name' && !isQuoted && WORDS.has(bare) ? 'word' : kind, text, name: bare })
  }
  return tokens
}

/** `SUM(…)` around all of it. */
function aggregateOf(tokens: readonly Token[]): ColumnFormula['aggregate'] {
  const [first, second] = tokens
  if (first?.kind !== 'name' || !AGGREGATES.has(first.name) || second?.text !== '(') return null
  let depth = 0
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'sign') continue
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (text === ')' && depth === 0 && at < tokens.length - 1) return null
  }
  return depth === 0 ? (first.name.toUpperCase() as NonNullable<ColumnFormula['aggregate']>) : null
}

/** The names of columns by their place, each with what qualifies it; null where a name can be no column. */
function columnsIn(tokens: readonly Token[]): Map<number, readonly string[]> | null {
  const uses = new Map<number, readonly string[]>()
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] as Token
    if (token.kind !== 'name') continue
    if (tokens[at + 1]?.text === '(') {
      if (!FUNCTIONS.has(token.name)) return null
      continue
    }
    const path = [token.name]
    while (tokens[at + 1]?.text === '.' && tokens[at + 2]?.kind === 'name') {
      path.push((tokens[at + 2] as Token).name)
      at += 2
    }
    if (path.length > 3) return null
    uses.set(at, path)
  }
  return uses
}

function columnOf(table: CatalogTable, path: readonly string[]): CatalogColumn | null {
  const [column, tableName, schema] = [...path].reverse()
  const same = (one: string, other: string | undefined) =>
    other === undefined || one.toLowerCase() === other.toLowerCase()
  if (!same(table.name, tableName) || !same(table.schema, schema)) return null
  return table.columns.find(({ name }) => same(name, column)) ?? null
}

function kindOf(tokens: readonly Token[]): CatalogColumn['kind'] {
  let depth = 0
  for (const { kind, text } of tokens) {
    if (text === '(' && kind === 'sign') depth += 1
    if (text === ')' && kind === 'sign') depth -= 1
    if (depth === 0 && kind !== 'literal' && CONDITION.has(text.toLowerCase())) return 'BOOLEAN'
  }
  return tokens.some(
    ({ kind, text }) => kind !== 'literal' && /^(\|\||lower|upper|trim|concat)$/iu.test(text),
  )
    ? 'TEXT'
    : 'DECIMAL'
}

function plainColumn(term: GlossaryTerm, kind: CatalogColumn['kind']): CatalogColumn {
  return {
    name: nameWords(term.term).join('_'),
    type: kind === 'BOOLEAN' ? 'boolean' : kind === 'TEXT' ? 'text' : 'numeric',
    kind,
    nullable: true,
    primaryKey: false,
    comment: null,
    enumValues: null,
    generated: true,
  }
}
