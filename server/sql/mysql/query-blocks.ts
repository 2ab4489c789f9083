import type { TableName } from '../closer-look.ts'
import { isName } from './read-name.ts'
import type { Token } from './token.ts'

/** From the first token to behind the last one. */
export interface Span {
  from: number
  to: number
}

/** One SELECT of a query, and where its parts stand. */
export interface SelectBlock {
  select: Span
  /** By their aliases. */
  tables: ReadonlyMap<string, TableName>
  /** Something in FROM is no table, so that a bare column may be of that. */
  mixed: boolean
  where: Span | null
  /** WHERE and every ON. */
  conditions: readonly Span[]
}

export const SET_OPERATIONS: ReadonlySet<string> = new Set(['UNION', 'EXCEPT', 'INTERSECT', 'MINUS'])
const BEHIND_WHERE = new Set([
  'GROUP',
  'HAVING',
  'WINDOW',
  'ORDER',
  'LIMIT',
  'FOR',
  'LOCK',
  'INTO',
  'PROCEDURE',
  'FETCH',
])
const JOINS = new Set(['JOIN', 'STRAIGHT_JOIN'])
const BEFORE_JOIN = new Set([...JOINS, 'LEFT', 'RIGHT', 'INNER', 'CROSS', 'NATURAL'])

/** Goes over the tokens of a query that the grammar has read to the end: its brackets are in order. */
export class QueryTokens {
  readonly #closing = new Map<number, number>()

  constructor(readonly tokens: readonly Token[]) {
    const open: number[] = []
    tokens.forEach((token, at) => {
      if (token.kind !== 'SYMBOL') return
      if (token.text === '(') open.push(at)
      else if (token.text === ')') this.#closing.set(open.pop() ?? at, at)
    })
  }

  /** In upper case; empty for what is no keyword, such as a name right behind a dot. */
  word(at: number): string {
    return this.isSymbol(at - 1, '.') ? '' : (this.tokens[at]?.word ?? '')
  }

  isSymbol(at: number, text: string): boolean {
    const token = this.tokens[at]
    return token?.kind === 'SYMBOL' && token.text === text
  }

  /** Where the bracket that opens here closes. */
  closing(at: number): number {
    return this.#closing.get(at) ?? this.tokens.length
  }

  /** What comes next on the same level: brackets and CASE … END are one step. */
  behind(at: number): number {
    if (this.isSymbol(at, '(')) return this.closing(at) + 1
    if (this.word(at) !== 'CASE') return at + 1
    let next = at + 1
    while (next < this.tokens.length && this.word(next) !== 'END') next = this.behind(next)
    return next + 1
  }

  /** The first place on the level of `from` where it holds, else `to`. */
  find({ from, to }: Span, holds: (at: number) => boolean): number {
    let at = from
    while (at < to && !holds(at)) at = this.behind(at)
    return Math.min(at, to)
  }

  opensQuery(at: number): boolean {
    let next = at
    while (this.isSymbol(next, '(')) next++
    return next > at && ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(this.word(next))
  }
}

/** The names of WITH lists, which mean no table: `name AS (SELECT …)` and `name (a, b) AS (SELECT …)`. */
export function namesOfWithLists(query: QueryTokens): ReadonlySet<string> {
  const names = new Set<string>()
  let bracketAt = -1
  for (let at = 0; at < query.tokens.length; at++) {
    if (query.isSymbol(at, '(') && query.word(query.closing(at) + 1) === 'AS') bracketAt = query.closing(at)
    if (query.word(at) !== 'AS' || !query.opensQuery(at + 1)) continue
    let name = at - 1
    if (name === bracketAt) while (name > 0 && !query.isSymbol(name--, '('));
    const token = query.tokens[name]
    if (token !== undefined && isName(token)) names.add(token.text)
  }
  return names
}

export function readBlocks(query: QueryTokens, withNames: ReadonlySet<string>): readonly SelectBlock[] {
  return query.tokens.flatMap((_, at) => (query.word(at) === 'SELECT' ? readBlock(query, at, withNames) : []))
}

function readBlock(query: QueryTokens, select: number, withNames: ReadonlySet<string>): SelectBlock {
  const to = query.find(
    { from: select, to: query.tokens.length },
    at => query.isSymbol(at, ')') || query.isSymbol(at, ';') || SET_OPERATIONS.has(query.word(at)),
  )
  const from = query.find({ from: select, to }, at => query.word(at) === 'FROM')
  const where = query.find({ from: select, to }, at => query.word(at) === 'WHERE')
  const behind = query.find({ from, to }, at => BEHIND_WHERE.has(query.word(at)) && !isIndexHint(query, at))
  const filter = where < to ? { from: where + 1, to: behind } : null
  const items = readItems(query, { from: from + 1, to: Math.min(where, behind) }, withNames)
  return {
    select: { from: select, to },
    tables: items.tables,
    mixed: items.mixed,
    where: filter,
    conditions: [...(filter === null ? [] : [filter]), ...items.conditions],
  }
}

/** FORCE INDEX FOR ORDER BY (…), and FOR SYSTEM_TIME, which stand behind a table. */
function isIndexHint(query: QueryTokens, at: number): boolean {
  if (query.word(at) === 'FOR')
    return ['INDEX', 'KEY'].includes(query.word(at - 1)) || query.word(at + 1) === 'SYSTEM_TIME'
  return query.word(at - 1) === 'FOR'
}

function readItems(query: QueryTokens, { from, to }: Span, withNames: ReadonlySet<string>) {
  const tables = new Map<string, TableName>()
  const conditions: Span[] = []
  let mixed = false
  let expectsItem = true
  for (let at = from; at < to;) {
    const word = query.word(at)
    if (query.isSymbol(at, ',') || JOINS.has(word)) {
      expectsItem = true
      at++
    } else if (word === 'ON') {
      const end = query.find({ from: at + 1, to }, next => endsCondition(query, next))
      conditions.push({ from: at + 1, to: end })
      at = end
    } else if (!expectsItem) at = query.isSymbol(at, ')') ? at + 1 : query.behind(at)
    else if (query.isSymbol(at, '(') && !query.opensQuery(at)) at++
    else {
      expectsItem = false
      at = readItem(at)
    }
  }
  return { tables, conditions, mixed }

  function readItem(at: number): number {
    const first = query.tokens[at]
    if (first === undefined || !isName(first) || query.isSymbol(at + 1, '(') || query.opensQuery(at + 1)) {
      mixed = true
      return query.behind(at)
    }
    const qualified = query.isSymbol(at + 1, '.')
    const name = query.tokens[at + 2]
    let next = qualified ? at + 3 : at + 1
    if (query.word(next) === 'PARTITION') next = query.behind(next + 1)
    if (query.word(next) === 'AS') next++
    const alias = query.tokens[next]
    const table = { schema: qualified ? first.text : null, name: qualified ? (name?.text ?? '') : first.text }
    if (!qualified && withNames.has(table.name)) mixed = true
    else tables.set(next < to && alias !== undefined && isName(alias) ? alias.text : table.name, table)
    return next
  }
}

function endsCondition(query: QueryTokens, at: number): boolean {
  const word = query.word(at)
  if (query.isSymbol(at, ',') || query.isSymbol(at, ')') || word === 'ON') return true
  // LEFT(a, 1) and RIGHT(a, 1) are calls.
  return (BEFORE_JOIN.has(word) && !query.isSymbol(at + 1, '(')) || JOINS.has(word)
}
