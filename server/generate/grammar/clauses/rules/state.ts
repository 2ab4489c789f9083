import type { Catalog, CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Draft, Fact, Place, Scope } from '../draft.ts'
import type { DateUnit } from '../dates.ts'
import type { Item } from '../items.ts'

export class Misread extends Error {
  readonly at: number
  constructor(why: string, at: number) {
    super(why)
    this.at = at
  }
}

export type Choose = <T>(options: readonly { value: T; cost: number }[], at: number, what: string) => T

export type Noun = Extract<Item, { t: 'noun' }>
export type Keyword = Extract<Item, { t: 'kw' }>
export interface Values {
  table: CatalogTable
  column: CatalogColumn
  values: string[]
}

export const MATCH_COST = { EXACT: 0, LONG: 0, SHORT: 0.1, PART: 0.25, LOOSE: 0.4, STEM: 0.45 } as const

/** What the rules have read so far, and what the words that come next may lean on. */
export interface State {
  catalog: Catalog
  choose: Choose
  items: readonly Item[]
  live: Item[]
  at: number
  root: Scope
  scopes: Scope[]
  draft: Draft
  /** The rows that are spoken of, innermost last. */
  stack: Scope[]
  mode: 'out' | 'filter'
  rootSaid: boolean
  rootListed: boolean
  negated: boolean
  both: boolean
  twins: boolean
  /** "Monthly": what is measured is gathered by these. */
  every: DateUnit | null
  /** "At the moment" was said. */
  now: boolean
  /** Rows that were told apart by "both … and …"; what is said after holds for each. */
  twinned: Scope[]
  except: boolean
  distinct: boolean
  whColumn: boolean
  whPlural: boolean
  hints: string[]
  lastFact: { scope: Scope; fact: Fact } | null
  joinNext: 'or' | null
  pendingDirection: boolean | null
  sorting: boolean
  limitSaid: boolean
  lastColumn: Place | null
  pendingSuperlative: boolean | null
  lastAnd: boolean
  lastOr: boolean
  whole: Draft['order']
  /** "When" or "where", without a column that says it. */
  asked: 'when' | 'where' | null
  /** Reads words as a list of rows of that table. */
  listOf: (items: readonly Item[], table: CatalogTable) => Draft
  /** Columns that links are to be taken by, or tables to go through, where the question says so. */
  via: readonly (CatalogColumn | CatalogTable)[]
}

export function startOf(
  items: readonly Item[],
  live: Item[],
  catalog: Catalog,
  choose: Choose,
  table: CatalogTable,
): State {
  const root: Scope = {
    table,
    parent: null,
    links: [],
    negated: false,
    conditions: [],
    joined: false,
    count: null,
    said: false,
  }
  return {
    catalog,
    choose,
    items,
    live,
    at: 0,
    root,
    scopes: [root],
    draft: {
      root,
      shown: [],
      distinct: false,
      groups: [],
      order: [],
      limit: null,
      having: [],
      percent: false,
      derived: null,
      ratio: null,
      notes: [],
    },
    stack: [root],
    mode: 'out',
    rootSaid: false,
    rootListed: false,
    negated: false,
    both: false,
    twins: false,
    twinned: [],
    every: null,
    now: false,
    except: false,
    distinct: false,
    whColumn: false,
    whPlural: false,
    hints: [],
    lastFact: null,
    joinNext: null,
    pendingDirection: null,
    sorting: false,
    limitSaid: false,
    lastColumn: null,
    pendingSuperlative: null,
    lastAnd: false,
    lastOr: false,
    whole: [],
    asked: null,
    listOf: () => {
      throw new Misread('a list within', 0)
    },
    via: [],
  }
}

export function peek(s: State, k = 0): Item | undefined {
  return s.live[s.at + k]
}

export function kw(s: State, k: number, ...ops: string[]): Keyword | null {
  const item = s.live[s.at + k]
  return item?.t === 'kw' && ops.includes(item.op) ? item : null
}

export function noun(s: State, k: number): Noun | null {
  const item = s.live[s.at + k]
  return item?.t === 'noun' ? item : null
}

export function fail(s: State, why: string): never {
  throw new Misread(why, peek(s)?.from ?? s.items.at(-1)?.to ?? 0)
}

export function top(s: State): Scope {
  return s.stack.at(-1) ?? s.root
}

/** Before the thing that was just read, articles aside. */
export function beforeIs(s: State, op: string): boolean {
  for (let i = s.at - 2; i >= 0; i--) {
    const item = s.live[i]
    if (item?.t !== 'kw') return false
    if (item.op === op) return true
    if (item.op !== 'some') return false
  }
  return false
}

export function previousIs(s: State, op: string): boolean {
  const item = s.live[s.at - 1]
  return item?.t === 'kw' && item.op === op
}

export function peekSaid(s: State, word: string): boolean {
  const item = peek(s)
  return item?.t === 'kw' && item.said === word
}
