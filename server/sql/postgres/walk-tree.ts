import { KNOWN_SYNTAX } from './known-syntax.ts'
import type { NodeShape } from './known-syntax.ts'

export type Fields = Readonly<Record<string, unknown>>

export interface TreeVisitor {
  /**
   * `tag` is `SelectStmt`, `FuncCall` …, also where the tree leaves it out; `withNames` are the names of WITH lists that
   * a bare table name means here; `location` is a UTF-8 byte offset, null where PostgreSQL keeps no place for the node.
   */
  known(tag: string, fields: Fields, withNames: ReadonlySet<string>, location: number | null): void
  /** A node or field that `KNOWN_SYNTAX` does not list. Nothing below it is visited. */
  unknown(what: string, location: number | null): void
}

/** What a field of a node holds: a plain value, nodes of any kind, the WITH clause, or the bare fields of one kind. */
type FieldKind = 'PLAIN' | 'NODES' | 'WITH' | { typed: string }

interface Shape {
  opaque: boolean
  placed: boolean
  fields: ReadonlyMap<string, FieldKind>
}

/** One look-up for each node and one for each field: a text of 5 kB has thousands of both. */
const SHAPES = new Map(Object.entries(KNOWN_SYNTAX).map(([tag, shape]) => [tag, indexed(shape)]))
const NO_NAMES: ReadonlySet<string> = new Set()

function indexed({ plain = [], children = [], typed = {}, opaque }: NodeShape): Shape {
  const fields = new Map<string, FieldKind>()
  for (const field of plain) fields.set(field, 'PLAIN')
  for (const field of children) fields.set(field, 'NODES')
  for (const [field, tag] of Object.entries(typed)) fields.set(field, { typed: tag })
  fields.set('withClause', 'WITH')
  return { opaque: opaque === true, placed: plain.includes('location'), fields }
}

interface Pending {
  tag: string
  fields: Fields
  withNames: ReadonlySet<string>
}

/** Visits every node below and including a tagged one, also in lists inside lists. A loop, so that depth is no limit. */
export function walkTree(root: unknown, visitor: TreeVisitor): void {
  const pending: Pending[] = []
  pushNodes(root, NO_NAMES, pending, visitor)
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) visit(next, pending, visitor)
}

function visit({ tag, fields, withNames }: Pending, pending: Pending[], visitor: TreeVisitor): void {
  const shape = SHAPES.get(tag)
  if (shape === undefined) return visitor.unknown(tag, locationIn(fields))
  const names = tag === 'SelectStmt' ? withOwnNames(fields, withNames) : withNames
  // The tree leaves zeros out, so a node that has a place and does not say it stands at 0.
  const location = shape.placed ? (locationIn(fields) ?? 0) : null
  visitor.known(tag, fields, names, location)
  if (shape.opaque) return
  for (const field in fields) {
    const value = fields[field]
    const kind = shape.fields.get(field)
    if (kind === 'PLAIN' && typeof value !== 'object') continue
    if (kind === 'NODES') pushNodes(value, names, pending, visitor)
    else if (kind === 'WITH') pushWithClause(value, withNames, pending, visitor)
    else if (typeof kind === 'object' && isFields(value))
      pending.push({ tag: kind.typed, fields: value, withNames: names })
    else visitor.unknown(`${tag}.${field}`, location)
  }
}

/** A query in a WITH list sees the ones before it; with RECURSIVE it sees all of them and itself. */
function pushWithClause(
  value: unknown,
  outer: ReadonlySet<string>,
  pending: Pending[],
  visitor: TreeVisitor,
): void {
  if (!isFields(value)) return visitor.unknown('WithClause', null)
  const recursive = value['recursive'] === true
  let names: ReadonlySet<string> = recursive ? new Set([...outer, ...namesOf(value)]) : outer
  visitor.known('WithClause', value, outer, locationIn(value))
  for (const item of listOf(value['ctes'])) {
    pushNodes(item, names, pending, visitor)
    const name = recursive ? null : nameOfQuery(item)
    if (name !== null) names = new Set([...names, name])
  }
}

function pushNodes(
  value: unknown,
  withNames: ReadonlySet<string>,
  pending: Pending[],
  visitor: TreeVisitor,
): void {
  if (Array.isArray(value))
    for (const item of value as unknown[]) pushNodes(item, withNames, pending, visitor)
  else if (!isFields(value)) visitor.unknown(typeof value, null)
  else
    // An empty object is a hole in a list: DISTINCT without ON, a function in FROM without a column list.
    for (const tag in value) {
      const fields = value[tag]
      if (isFields(fields)) pending.push({ tag, fields, withNames })
      else visitor.unknown(tag, null)
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
  return listOf(value).map(nameIn)
}

/** The string of a String node; null for other nodes. */
export function nameIn(item: unknown): string | null {
  const text = asNode(item, 'String')?.['sval']
  return typeof text === 'string' ? text : null
}
