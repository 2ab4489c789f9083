/** What a tree of sql-parser-cst says that the guard judges by. Each list sorted, each name as often as it stands there. */
export interface TreeFacts {
  /** True for one query and nothing else. */
  reads: boolean
  tables: readonly string[]
  functions: readonly string[]
  /** How many of each. */
  intos: number
  locks: number
  changes: number
  parameters: number
  variables: number
}

type Fields = Readonly<Record<string, unknown>>

interface Visit {
  node: Fields
  /** Names of WITH lists that mean no table here. */
  withNames: ReadonlySet<string>
  /** True in FROM, where a name is a table. */
  inFrom: boolean
}

const QUERIES = new Set(['select_stmt', 'compound_select_stmt'])
/** Calls that our grammar reports as something else: a row, a table of JSON, a sub-select. */
const NO_FUNCTIONS = new Set(['row'])
const NO_FUNCTIONS_IN_FROM = new Set(['json_table', 'lateral'])

/** Goes through a whole program. Throws for what in FROM is none of the items that are known here. */
export function readTree(program: object): TreeFacts {
  const statements = nodesIn((program as Fields)['statements']).filter(({ type }) => type !== 'empty')
  const facts = {
    reads: statements.length === 1 && QUERIES.has(String(statements[0]?.['type'])),
    tables: [] as string[],
    functions: [] as string[],
    intos: 0,
    locks: 0,
    changes: 0,
    parameters: 0,
    variables: 0,
  }
  // A list instead of recursion: `1+1+1…` makes a tree as deep as it is long.
  const open: Visit[] = statements.map(node => ({ node, withNames: new Set<string>(), inFrom: false }))
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) open.push(...look(visit, facts))
  facts.tables.sort()
  facts.functions.sort()
  return facts
}

type Facts = {
  -readonly [K in keyof TreeFacts]: TreeFacts[K] extends readonly string[] ? string[] : TreeFacts[K]
}

/** Notes what the node says by itself and gives what is to be looked at in it. */
function look({ node, withNames, inFrom }: Visit, facts: Facts): readonly Visit[] {
  const type = String(node['type'])
  const expressions = (...nodes: readonly unknown[]): readonly Visit[] =>
    nodes.flatMap(nodesIn).map(inner => ({ node: inner, withNames, inFrom: false }))
  const items = (...nodes: readonly unknown[]): readonly Visit[] =>
    nodes.flatMap(nodesIn).map(inner => ({ node: inner, withNames, inFrom: true }))

  if (QUERIES.has(type)) return lookIntoQuery(node, withNames)
  switch (type) {
    case 'from_clause':
      return items(node['expr'])
    case 'table_clause':
      return items(node['table'])
    case 'func_call': {
      const name = dotted(node['name'])
      if (!NO_FUNCTIONS.has(name) && !(inFrom && NO_FUNCTIONS_IN_FROM.has(name))) facts.functions.push(name)
      return expressions(node['args'], node['filter'], node['over'])
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
      return []
  }
  if (type.startsWith('into_')) {
    facts.intos++
    return []
  }
  if (type.endsWith('_stmt')) {
    facts.changes++
    return []
  }
  return inFrom ? lookAtItem() : expressions(...Object.values(node))

  function lookAtItem(): readonly Visit[] {
    switch (type) {
      case 'identifier':
      case 'member_expr': {
        const path = pathOf(node)
        const name = path.at(-1) ?? ''
        if (path.length > 1) facts.tables.push(`${path.at(-2) ?? ''}.${name}`)
        else if (!withNames.has(name)) facts.tables.push(name)
        return []
      }
      case 'alias':
        return items(node['expr'])
      case 'paren_expr':
        return items(node['expr'])
      case 'join_expr':
        return [...items(node['left'], node['right']), ...expressions(node['specification'])]
      case 'partitioned_table':
        return items(node['table'])
      case 'lateral_derived_table':
        return expressions(node['expr'])
      case 'dual_table':
        return []
      default:
        throw new Error(`not known in FROM: ${type}`)
    }
  }
}

/** Its own WITH list is that of the first SELECT of a chain of UNIONs; each query of the list sees those before it. */
function lookIntoQuery(query: Fields, outer: ReadonlySet<string>): readonly Visit[] {
  const terms: Fields[] = []
  let first = query
  for (; first['type'] === 'compound_select_stmt'; first = first['left'] as Fields)
    terms.push(...nodesIn(first['right']))
  const clauses = [...(first['type'] === 'select_stmt' ? nodesIn(first['clauses']) : [first])]
  const visits: Visit[] = []
  let withNames = outer
  for (const clause of clauses) {
    if (clause['type'] !== 'with_clause') continue
    for (const { table, expr } of nodesIn((clause['tables'] as Fields)['items'])) {
      const name = pathOf(table).at(-1) ?? ''
      const known = new Set([...withNames, name])
      const seen = clause['recursiveKw'] === undefined ? withNames : known
      visits.push(...nodesIn(expr).map(node => ({ node, withNames: seen, inFrom: false })))
      withNames = known
    }
  }
  const rest = [...clauses.filter(({ type }) => type !== 'with_clause'), ...terms]
  return [...visits, ...rest.map(node => ({ node, withNames, inFrom: false }))]
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
