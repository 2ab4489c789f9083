import { stubNumber } from './piece.ts'

/** What a tree of sql-parser-cst says that the guard judges by. Each list has each name as often as it stands there. */
export interface TreeFacts {
  /** True for one query and nothing else. */
  reads: boolean
  /** Names without a schema, but for those that a WITH list of the tree has made. */
  bareTables: readonly string[]
  /** With their schema. */
  tables: readonly string[]
  functions: readonly string[]
  /** The stubs in it, with the names of the WITH lists that hold where each stands. */
  stubs: readonly StubPlace[]
  /** The names of its own WITH list; null when a query in it has one of its own. */
  withNames: ReadonlySet<string> | null
  /** How many of each. */
  intos: number
  locks: number
  changes: number
  parameters: number
  variables: number
}

export interface StubPlace {
  number: number
  withNames: ReadonlySet<string>
}

type Fields = Readonly<Record<string, unknown>>

interface Visit {
  node: Fields
  /** Names of WITH lists that mean no table here. */
  withNames: ReadonlySet<string>
  /** True in FROM, where a name is a table. */
  inFrom: boolean
  isOutermost?: true
}

const QUERIES = new Set(['select_stmt', 'compound_select_stmt'])
/** Calls that our grammar reports as something else: a row, a table of JSON, a sub-select, `(values (1, 2)) t`. */
const NO_FUNCTIONS = new Set(['row'])
const NO_FUNCTIONS_IN_FROM = new Set(['json_table', 'lateral', 'values'])

/** One tree for each statement of a program, without empty ones. */
export function statementsOf(program: object): readonly object[] {
  return nodesIn((program as Fields)['statements']).filter(({ type }) => type !== 'empty')
}

/** Goes through statements. Throws for what in FROM is none of the items that are known here. */
export function readTree(trees: readonly object[]): TreeFacts {
  const statements = trees as readonly Fields[]
  const facts: Facts = {
    reads: statements.length === 1 && QUERIES.has(String(statements[0]?.['type'])),
    bareTables: [],
    tables: [],
    functions: [],
    stubs: [],
    withNames: NO_NAMES,
    intos: 0,
    locks: 0,
    changes: 0,
    parameters: 0,
    variables: 0,
  }
  // A list instead of recursion: `1+1+1…` makes a tree as deep as it is long.
  const open: Visit[] = statements.map(node => ({
    node,
    withNames: NO_NAMES,
    inFrom: false,
    isOutermost: true,
  }))
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) look(visit, facts, open)
  return facts
}

const NO_NAMES: ReadonlySet<string> = new Set()

type Facts = {
  -readonly [K in keyof TreeFacts]: TreeFacts[K] extends readonly (infer Item)[] ? Item[] : TreeFacts[K]
}

/** Notes what the node says by itself and adds what is to be looked at in it. */
function look(visit: Visit, facts: Facts, open: Visit[]): void {
  const { node, withNames, inFrom } = visit
  const type = String(node['type'])
  if (QUERIES.has(type)) return lookIntoQuery(visit, facts, open)
  switch (type) {
    case 'from_clause':
      return add(node['expr'], withNames, true, open)
    case 'table_clause':
      return add(node['table'], withNames, true, open)
    case 'func_call': {
      const name = dotted(node['name'])
      if (!NO_FUNCTIONS.has(name) && !(inFrom && NO_FUNCTIONS_IN_FROM.has(name))) facts.functions.push(name)
      add(node['args'], withNames, false, open)
      add(node['filter'], withNames, false, open)
      return add(node['over'], withNames, false, open)
    }
    case 'extract_expr':
      facts.functions.push('extract')
      break
    case 'interval_literal':
      if (node['unit'] === undefined && node['precision'] === undefined) facts.functions.push('interval')
      break
    case 'parameter':
      facts.parameters++
      break
    case 'variable':
    case 'system_variable':
      facts.variables++
      break
    case 'for_clause':
    case 'lock_in_share_mode_clause':
      facts.locks++
      return
  }
  if (type.startsWith('into_')) facts.intos++
  else if (type.endsWith('_stmt')) facts.changes++
  else if (inFrom) lookAtItem(type, node, withNames, facts, open)
  else for (const field in node) add(node[field], withNames, false, open)
}

function lookAtItem(
  type: string,
  node: Fields,
  withNames: ReadonlySet<string>,
  facts: Facts,
  open: Visit[],
): void {
  switch (type) {
    case 'identifier':
    case 'member_expr': {
      const path = pathOf(node)
      const name = path.at(-1) ?? ''
      const stub = stubNumber(name)
      if (stub !== null) facts.stubs.push({ number: stub, withNames })
      else if (path.length > 1) facts.tables.push(`${path.at(-2) ?? ''}.${name}`)
      else if (!withNames.has(name)) facts.bareTables.push(name)
      return
    }
    case 'alias':
    case 'paren_expr':
      return add(node['expr'], withNames, true, open)
    case 'join_expr':
      add(node['left'], withNames, true, open)
      add(node['right'], withNames, true, open)
      return add(node['specification'], withNames, false, open)
    case 'partitioned_table':
      return add(node['table'], withNames, true, open)
    case 'lateral_derived_table':
      return add(node['expr'], withNames, false, open)
    case 'dual_table':
      return
    default:
      throw new Error(`not known in FROM: ${type}`)
  }
}

/** Every node in a value, also in lists inside lists, is to be looked at. */
function add(value: unknown, withNames: ReadonlySet<string>, inFrom: boolean, open: Visit[]): void {
  if (Array.isArray(value)) for (const item of value as unknown[]) add(item, withNames, inFrom, open)
  else if (isNode(value)) open.push({ node: value, withNames, inFrom })
}

/** Its own WITH list is that of the first SELECT of a chain of UNIONs; each query of the list sees those before it. */
function lookIntoQuery(visit: Visit, facts: Facts, open: Visit[]): void {
  const terms: Fields[] = []
  let first = visit.node
  for (; first['type'] === 'compound_select_stmt'; first = first['left'] as Fields)
    terms.push(...nodesIn(first['right']))
  const clauses = [...(first['type'] === 'select_stmt' ? nodesIn(first['clauses']) : [first])]
  let { withNames } = visit
  for (const clause of clauses) {
    if (clause['type'] !== 'with_clause') continue
    if (visit.isOutermost === undefined) facts.withNames = null
    for (const { table, expr } of nodesIn((clause['tables'] as Fields)['items'])) {
      const name = pathOf(table).at(-1) ?? ''
      const known = new Set([...withNames, name])
      const seen = clause['recursiveKw'] === undefined ? withNames : known
      add(expr, seen, false, open)
      withNames = known
    }
  }
  if (visit.isOutermost === true && facts.withNames !== null) facts.withNames = withNames
  for (const clause of clauses) if (clause['type'] !== 'with_clause') add(clause, withNames, false, open)
  add(terms, withNames, false, open)
}

function dotted(name: unknown): string {
  const path = pathOf(name)
  const last = (path.at(-1) ?? '').toLowerCase()
  return path.length > 1 ? `${path.at(-2) ?? ''}.${last}` : last
}

function pathOf(name: unknown): readonly string[] {
  if (!isNode(name)) return []
  if (name['type'] === 'member_expr') return [...pathOf(name['object']), ...pathOf(name['property'])]
  return typeof name['name'] === 'string' ? [name['name']] : []
}

function nodesIn(value: unknown): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return isNode(value) ? [value] : []
}

function isNode(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && 'type' in value
}
