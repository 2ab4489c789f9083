import type { QualifiedName, ServerCode, ServerCast, ServerOperator, ServerRelation } from '../database.ts'
import type { ServerFunction, ServerType } from '../database.ts'
import type { Cell } from '../../domain.ts'
import { textOf } from '../cell-text.ts'
import { CASTS_QUERY, OPERATORS_QUERY, relationsQuery, TYPES_QUERY, VOLATILITY } from './code-queries.ts'
import type { Session } from './driver.ts'

/** What names of users make the server run or read: four queries, whatever the size of the database. */
export async function readCodeBehind(session: Session): Promise<ServerCode> {
  const relations = await session.query(relationsQuery(session.serverVersionNumber))
  const types = await session.query(TYPES_QUERY)
  const operators = await session.query(OPERATORS_QUERY)
  const casts = await session.query(CASTS_QUERY)
  return {
    relations: toRelations(relations),
    types: toTypes(types),
    operators: operators.map(toOperator),
    casts: casts.map(toCast),
  }
}

type Cells = readonly (Cell | undefined)[]

interface Node extends QualifiedName {
  bare: boolean
  own: boolean
  functions: Set<ServerFunction>
  foreign: string | null
  reads: Set<string>
}

/** Follows views through views, and partitions to their parts. */
function toRelations(rows: readonly Cells[]): readonly ServerRelation[] {
  const nodes = new Map<string, Node>()
  const functions = new Map<string, ServerFunction>()
  for (const [oid, schema, name, bare, own, kind, refOid, ...ref] of rows) {
    const node = nodes.get(textOf(oid)) ?? {
      ...{ schema: textOf(schema), name: textOf(name), bare: bare === true, own: own === true },
      ...{ functions: new Set<ServerFunction>(), foreign: null, reads: new Set<string>() },
    }
    nodes.set(textOf(oid), node)
    const key = textOf(refOid)
    if (kind === 'function') {
      const called = functions.get(key) ?? toFunction(ref)
      functions.set(key, called)
      node.functions.add(called)
    } else if (kind === 'relation') node.reads.add(key)
    else if (kind === 'foreign') node.foreign = textOf(ref[1])
  }
  return [...nodes.values()].filter(({ own }) => !own).flatMap(node => describe(node, nodes) ?? [])
}

/** Null for one that has nothing behind it but tables. */
function describe(root: Node, nodes: ReadonlyMap<string, Node>): ServerRelation | null {
  const seen = new Set([root])
  for (const node of seen)
    // What the server's own views do is the server's affair: which of them may be read is decided by name.
    for (const oid of node.own ? [] : node.reads) {
      const next = nodes.get(oid)
      if (next !== undefined) seen.add(next)
    }
  const functions = [...new Set([...seen].flatMap(node => [...node.functions]))]
  const relations = [...seen].filter(({ own }) => own).map(({ schema, name }) => ({ schema, name }))
  const servers = [...new Set([...seen].flatMap(({ foreign }) => foreign ?? []))]
  if (functions.length === 0 && relations.length === 0 && servers.length === 0) return null
  const { schema, name, bare, foreign } = root
  return { schema, name, bare, foreign: foreign !== null, functions, relations, servers }
}

function toTypes(rows: readonly Cells[]): readonly ServerType[] {
  const types = new Map<string, Omit<ServerType, 'functions'> & { functions: ServerFunction[] }>()
  for (const [oid, schema, name, ...called] of rows) {
    const type = types.get(textOf(oid)) ?? { schema: textOf(schema), name: textOf(name), functions: [] }
    types.set(textOf(oid), type)
    type.functions.push(toFunction(called))
  }
  return [...types.values()]
}

function toOperator([schema, name, everywhere, types, relations, ...called]: Cells): ServerOperator {
  return {
    schema: textOf(schema),
    name: textOf(name),
    calls: toFunction(called),
    ...{ everywhere: everywhere === true, types: toNames(types), relations: toNames(relations) },
  }
}

function toCast([target, everywhere, types, relations, implicit, ...called]: Cells): ServerCast {
  const [to] = toNames(target)
  return {
    target: to ?? { schema: '', name: '' },
    calls: toFunction(called),
    implicit: implicit === true,
    ...{ everywhere: everywhere === true, types: toNames(types), relations: toNames(relations) },
  }
}

/** `[["schema", "name"], …]`, which no name can break. */
function toNames(list: Cell | undefined): readonly QualifiedName[] {
  const pairs = JSON.parse(textOf(list ?? '[]')) as readonly (readonly [string, string])[]
  return pairs.map(([schema, name]) => ({ schema, name }))
}

function toFunction([schema, name, volatility, builtIn, extension]: Cells): ServerFunction {
  return {
    schema: textOf(schema ?? ''),
    name: textOf(name ?? ''),
    volatility: VOLATILITY[textOf(volatility ?? 'v')] ?? 'VOLATILE',
    builtIn: builtIn === true,
    extension: extension == null ? null : textOf(extension),
    takesRow: false,
    callable: true,
  }
}
