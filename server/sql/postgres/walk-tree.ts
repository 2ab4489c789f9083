import { KNOWN_SYNTAX } from './known-syntax.ts'
import type { NodeShape } from './known-syntax.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A node of the tree on its way past a visitor. */
export interface Visited {
  /** `SelectStmt`, `FuncCall` …, also where the tree leaves the tag out. */
  tag: string
  fields: Fields
  /** The names of WITH lists that a bare table name means here. */
  withNames: ReadonlySet<string>
  /** UTF-8 byte offset; null where PostgreSQL keeps no place for the node. */
  location: number | null
}

export interface TreeVisitor {
  known(node: Visited): void
  /** A node or field that `KNOWN_SYNTAX` does not list. Nothing below it is visited. */
  unknown(what: string, location: number | null): void
}

const SHAPES = new Map(Object.entries(KNOWN_SYNTAX))
const NO_NAMES: ReadonlySet<string> = new Set()

interface Pending {
  tag: string
  fields: Fields
  withNames: ReadonlySet<string>
}

/** Visits every node below and including a tagged one, also in lists inside lists. A loop, so that depth is no limit. */
export function walkTree(root: unknown, visitor: TreeVisitor): void {
  const pending: Pending[] = []
  pushChildren(root, NO_NAMES)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) visit(next)

  function visit({ tag, fields, withNames }: Pending): void {
    const shape = SHAPES.get(tag)
    if (shape === undefined) return visitor.unknown(tag, locationIn(fields))
    const names = tag === 'SelectStmt' ? withOwnNames(fields, withNames) : withNames
    visitor.known({ tag, fields, withNames: names, location: locationOf(shape, fields) })
    if (shape.opaque === true) return
    for (const [field, value] of Object.entries(fields)) {
      const typed =
        shape.typed !== undefined && Object.hasOwn(shape.typed, field) ? shape.typed[field] : undefined
      if (field === 'withClause') pushWithClause(value, withNames)
      else if (typed !== undefined && isFields(value))
        pending.push({ tag: typed, fields: value, withNames: names })
      else if (shape.children?.includes(field) === true) pushChildren(value, names)
      else if (shape.plain?.includes(field) !== true || typeof value === 'object')
        visitor.unknown(`${tag}.${field}`, locationOf(shape, fields))
    }
  }

  /** A query in a WITH list sees the ones before it; with RECURSIVE it sees all of them and itself. */
  function pushWithClause(value: unknown, outer: ReadonlySet<string>): void {
    if (!isFields(value)) return visitor.unknown('WithClause', null)
    const recursive = value['recursive'] === true
    const names = new Set([...outer, ...(recursive ? namesOf(value) : [])])
    visitor.known({ tag: 'WithClause', fields: value, withNames: outer, location: locationIn(value) })
    for (const item of listOf(value['ctes'])) {
      pushChildren(item, new Set(names))
      const name = nameOfQuery(item)
      if (name !== null) names.add(name)
    }
  }

  function pushChildren(value: unknown, withNames: ReadonlySet<string>): void {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (Array.isArray(item)) pushChildren(item, withNames)
      else if (!isFields(item)) visitor.unknown(typeof item, null)
      else
        // An empty object is a hole in a list: DISTINCT without ON, a function in FROM without a column list.
        for (const [tag, fields] of Object.entries(item))
          if (isFields(fields)) pending.push({ tag, fields, withNames })
          else visitor.unknown(tag, null)
    }
  }
}

function withOwnNames(select: Fields, outer: ReadonlySet<string>): ReadonlySet<string> {
  const clause = select['withClause']
  return isFields(clause) ? new Set([...outer, ...namesOf(clause)]) : outer
}

function namesOf(withClause: Fields): readonly string[] {
  return listOf(withClause['ctes']).flatMap(item => nameOfQuery(item) ?? [])
}

function nameOfQuery(item: unknown): string | null {
  const query = isFields(item) ? item['CommonTableExpr'] : undefined
  const name = isFields(query) ? query['ctename'] : undefined
  return typeof name === 'string' ? name : null
}

/** The tree leaves zeros out, so a node that has a place and does not say it stands at 0. */
function locationOf(shape: NodeShape, fields: Fields): number | null {
  return shape.plain?.includes('location') === true ? (locationIn(fields) ?? 0) : null
}

function locationIn(fields: Fields): number | null {
  const location = fields['location']
  return typeof location === 'number' && location >= 0 ? location : null
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}

/** The bare fields of `{ Tag: fields }`, or null when it is another kind of node. */
export function asNode(value: unknown, tag: string): Fields | null {
  const fields = isFields(value) ? value[tag] : undefined
  return isFields(fields) ? fields : null
}

/** The strings of a list of String nodes, as names are written in the tree; null in the place of other nodes. */
export function namesIn(value: unknown): readonly (string | null)[] {
  return listOf(value).map(item => {
    const text = asNode(item, 'String')?.['sval']
    return typeof text === 'string' ? text : null
  })
}
