import type { ColumnDef, Constraint, Node, TypeName } from 'libpg-query'
import type { ConstraintKind, WrittenColumn, WrittenConstraint } from '../migration-action.ts'
import type { Place } from '../statement.ts'
import { asNode, isFields, namesIn } from './walk-tree.ts'
import { columnNames, tableName, writtenName } from './written-names.ts'
import type { WrittenText } from './written-text.ts'

const KINDS: Readonly<Record<string, ConstraintKind>> = {
  CONSTR_CHECK: 'CHECK',
  CONSTR_FOREIGN: 'FOREIGN KEY',
  CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_PRIMARY: 'PRIMARY KEY',
  CONSTR_EXCLUSION: 'EXCLUDE',
  CONSTR_NOTNULL: 'NOT NULL',
}
const SERIALS = new Set(['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'])

/** @param end where the text of it ends at the latest */
export function readColumn(definition: ColumnDef, written: WrittenText, end: number): WrittenColumn {
  const start = written.at(definition.location)
  const constraints = piecesOf(definition.constraints ?? [], written, end)
  const of = (kind: string) => constraints.find(({ constraint }) => constraint.contype === kind)
  const value = of('CONSTR_DEFAULT')
  const generated = of('CONSTR_GENERATED')?.constraint
  const type = typeOf(definition.typeName)
  return {
    name: writtenName(definition.colname ?? ''),
    type,
    sql: written.text.slice(start, constraints[0]?.start ?? end).trim(),
    default: value === undefined ? null : textOf(value, written).replace(/^default\s+/i, ''),
    calls: value === undefined ? [] : callsIn(value.constraint.raw_expr),
    generated: generated === undefined ? null : generated.generated_kind === 'v' ? 'VIRTUAL' : 'STORED',
    counts: SERIALS.has(type) || of('CONSTR_IDENTITY') !== undefined,
    constraints: constraints
      .filter(({ constraint }) => KINDS[constraint.contype ?? ''] !== undefined)
      .map(piece => readConstraint(piece.constraint, textOf(piece, written))),
  }
}

/** @param sql as written, with its name where it has one */
export function readConstraint(constraint: Constraint, sql: string): WrittenConstraint {
  const { contype = '', conname, keys, fk_attrs, pktable, pk_attrs } = constraint
  return {
    kind: KINDS[contype] ?? 'OTHER',
    name: conname === undefined ? null : writtenName(conname),
    columns: columnNames(fk_attrs ?? keys),
    references: pktable === undefined ? null : { table: tableName(pktable), columns: columnNames(pk_attrs) },
    cascades: constraint.fk_del_action === 'c',
    notValid: constraint.skip_validation === true,
    usingIndex: constraint.indexname === undefined ? null : writtenName(constraint.indexname),
    sql: sql.replace(/^constraint\s+("(?:[^"]|"")*"|[^\s"]+)\s+/i, ''),
  }
}

interface Piece extends Place {
  constraint: Constraint
}

/** What is said of a constraint behind it, such as DEFERRABLE, is a node of its own in the tree and a part of it here. */
function piecesOf(nodes: readonly Node[], written: WrittenText, end: number): readonly Piece[] {
  const found = nodes.flatMap(node => ('Constraint' in node ? [node.Constraint] : []))
  const starts = found.filter(({ contype = '' }) => !contype.startsWith('CONSTR_ATTR_'))
  return starts.map((constraint, index) => {
    const next = starts[index + 1]
    return {
      constraint,
      start: written.at(constraint.location),
      end: next === undefined ? end : written.at(next.location),
    }
  })
}

const textOf = ({ start, end }: Place, written: WrittenText) => written.text.slice(start, end).trim()

/** The name of the type in the tree, which is the server's own for words such as `integer`. */
export function typeOf(type: TypeName | undefined): string {
  const [first = '', ...rest] = namesIn(type?.names).flatMap(name => (name === null ? [] : [name]))
  const name = first === 'pg_catalog' && rest.length > 0 ? rest.join('.') : [first, ...rest].join('.')
  return `${name}${(type?.arrayBounds ?? []).length > 0 ? '[]' : ''}`
}

/** Functions that an expression calls, wherever in it. */
function callsIn(root: unknown): readonly string[] {
  const calls: string[] = []
  const pending: unknown[] = [root]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (Array.isArray(next)) pending.push(...(next as unknown[]))
    else if (isFields(next)) {
      const call = asNode(next, 'FuncCall')
      if (call !== null)
        calls.push(
          namesIn(call['funcname'])
            .map(name => (name ?? '').toLowerCase())
            .join('.')
            .replace(/^pg_catalog\./, ''),
        )
      pending.push(...Object.values(next))
    }
  }
  return calls
}
