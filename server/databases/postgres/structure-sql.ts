import type { Structure, StructureObject } from '../schema-changes.ts'
import { describeColumn, parentsOf } from './structure-tables.ts'
import { words } from './structure-list.ts'

/** A statement that makes something anew. */
export interface Making {
  /** What it makes, or makes whole. */
  id: string
  sql: string
  /** Second best, where the first is refused. */
  otherwise?: { sql: string }
}

export interface Node extends Making {
  rank: number
  needs: readonly string[]
}

const text = (object: StructureObject, part: string) => {
  const value = object.parts[part]
  return typeof value === 'string' ? value : ''
}

/**
 * Statements that make the structure in an empty database, each after what it needs; foreign keys when all tables are
 * there, rights and comments last. Columns without their table are added to it. Indexes that are not valid are made valid, tables of other servers without these.
 */
export function createScript(structure: Structure, views: 'EMPTY' | 'FILLED' = 'EMPTY'): Making[] {
  const children = new Map<string, StructureObject[]>()
  for (const object of structure.objects) {
    if (object.partOf === null) continue
    children.set(object.partOf, [...(children.get(object.partOf) ?? []), object])
  }
  const ids = new Set(structure.objects.map(({ id }) => id))
  const nodes = structure.objects.flatMap(object => {
    if (object.kind === 'COLUMN' && !ids.has(object.partOf ?? '')) return addColumn(object)
    if (object.kind === 'MATERIALIZED_VIEW' && views === 'FILLED') {
      return [{ id: object.id, rank: 10, needs: object.needs, sql: object.definition }]
    }
    return nodesOf(object, children.get(object.id) ?? [])
  })
  return inOrderOfNeeds(nodes, structure.objects).map(({ id, sql, otherwise }) => ({
    id,
    sql,
    ...(otherwise === undefined ? {} : { otherwise }),
  }))
}

/** What makes this object; `children` for a table, which is made with its columns. */
function nodesOf(object: StructureObject, children: readonly StructureObject[]): Node[] {
  const { id, needs } = object
  const one = (rank: number, sql: string): Node[] => [{ id, rank, needs, sql }]
  switch (object.kind) {
    case 'SCHEMA':
      return one(0, object.definition.replace('CREATE SCHEMA', 'CREATE SCHEMA IF NOT EXISTS'))
    case 'EXTENSION': {
      const sql = object.definition.replace('CREATE EXTENSION', 'CREATE EXTENSION IF NOT EXISTS')
      const anyVersion = sql.replace(/ VERSION '[^']*'$/, '')
      return [{ id, rank: 1, needs, sql, otherwise: { sql: anyVersion } }]
    }
    case 'TYPE':
      return one(2, object.definition)
    case 'SEQUENCE':
      return [
        { id, rank: 3, needs, sql: sequenceWithoutOwner(object) },
        ...(text(object, 'ownedBy') === ''
          ? []
          : [
              {
                id: `${id} OWNER`,
                rank: 13,
                needs: [id, text(object, 'ownedById')],
                sql: `ALTER SEQUENCE ${object.name} OWNED BY ${text(object, 'ownedBy')}`,
              },
            ]),
      ]
    case 'FUNCTION':
      return one(4, object.definition)
    case 'TABLE':
      return tableNodes(
        object,
        children.filter(({ kind }) => kind === 'COLUMN'),
      )
    case 'COLUMN':
      return afterTable(object)
    case 'CONSTRAINT':
      return [
        { id, rank: text(object, 'form') === 'f' ? 11 : 7, needs, sql: addConstraint(object) },
        ...(text(object, 'options') === ''
          ? []
          : [{ id: `${id} OPTIONS`, rank: 8, needs: [id], sql: setIndexOptions(object) }]),
      ]
    case 'INDEX':
      return one(8, object.definition)
    case 'VIEW':
      return one(9, object.definition)
    case 'MATERIALIZED_VIEW':
      return one(10, `${object.definition}\nWITH NO DATA`)
    case 'TRIGGER':
    case 'EVENT':
      return [
        { id, rank: 12, needs, sql: text(object, 'create') },
        ...(text(object, 'state') === ''
          ? []
          : [
              {
                id: `${id} STATE`,
                rank: 12,
                needs: [id],
                sql: setTriggerState(object, text(object, 'state')),
              },
            ]),
      ]
    case 'POLICY':
      return one(12, object.definition)
    case 'GRANT':
      return object.definition.split(';\n').map((sql, index) => ({
        id: index === 0 ? id : `${id} ${index}`,
        rank: text(object, 'word') === 'DEFAULT' ? 17 : text(object, 'word') === 'OWNER' ? 15 : 14,
        needs,
        sql,
      }))
    case 'COMMENT':
      return one(16, object.definition)
  }
}

export function sequenceWithoutOwner(sequence: StructureObject): string {
  return sequence.definition.replace(/ OWNED BY .*$/s, '')
}

function tableNodes(table: StructureObject, columns: readonly StructureObject[]): Node[] {
  const { id } = table
  const made = [...columns].sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
  const needs = [...table.needs, ...columns.flatMap(column => neededAtOnce(column))]
  const after = (name: string, sql: string, rank = 5, more: readonly string[] = []): Node => ({
    id: `${id} ${name}`,
    rank,
    needs: [id, ...more],
    sql,
  })
  return [
    { id, rank: 5, needs, sql: createTable(table, made) },
    ...(text(table, 'bound') === ''
      ? []
      : [
          after(
            'ATTACH',
            `ALTER TABLE ONLY ${parentsOf(table).join(', ')} ATTACH PARTITION ${table.name} ${text(table, 'bound')}`,
          ),
        ]),
    ...(table.parts.secured === true
      ? [after('SECURED', `ALTER TABLE ONLY ${table.name} ENABLE ROW LEVEL SECURITY`, 12)]
      : []),
    ...(table.parts.forced === true
      ? [after('FORCED', `ALTER TABLE ONLY ${table.name} FORCE ROW LEVEL SECURITY`, 12)]
      : []),
    ...(text(table, 'replica') === ''
      ? []
      : [after('REPLICA', `ALTER TABLE ONLY ${table.name} REPLICA IDENTITY ${text(table, 'replica')}`, 13)]),
  ]
}

/** Without the parents of a partition: it is attached when it is there. */
export function createTable(table: StructureObject, columns: readonly StructureObject[]): string {
  const inherits = text(table, 'bound') === '' ? parentsOf(table) : []
  const own = inherits.length === 0 ? columns : columns.filter(({ parts }) => parts.local === true)
  return words(
    'CREATE',
    table.parts.unlogged === true && 'UNLOGGED',
    `TABLE ${table.name}`,
    text(table, 'ofType') !== '' && `OF ${text(table, 'ofType')}`,
    text(table, 'ofType') === '' && `(${own.map(({ parts }) => columnAtOnce(parts)).join(', ')})`,
    inherits.length > 0 && `INHERITS (${inherits.join(', ')})`,
    text(table, 'partitionKey') !== '' && `PARTITION BY ${text(table, 'partitionKey')}`,
    text(table, 'method') !== '' && `USING ${text(table, 'method')}`,
    text(table, 'options') !== '' && `WITH (${text(table, 'options')})`,
    text(table, 'tablespace') !== '' && `TABLESPACE ${text(table, 'tablespace')}`,
  )
}

const defaultNeeds = ({ parts }: StructureObject) =>
  JSON.parse(String(parts.defaultNeeds ?? '[]')) as string[]

/** A generated column is made with what it is made of, a default can come later. */
function neededAtOnce(column: StructureObject): readonly string[] {
  if (column.parts.generated !== null) return column.needs
  const later = new Set(defaultNeeds(column))
  return column.needs.filter(id => !later.has(id))
}

function columnAtOnce(parts: StructureObject['parts']): string {
  const plain = { ...parts, storage: null, compression: null, statistics: null, checked: true }
  const withDefault = parts.defaultNeeds === '[]'
  return describeColumn(parts.checked === true ? plain : { ...plain, notNull: false }, withDefault)
}

/** A partition gets it with its parent. */
function addColumn(column: StructureObject): Node[] {
  if (column.parts.local !== true) return []
  const sql = `ALTER TABLE ${text(column, 'table')} ADD COLUMN ${columnAtOnce({ ...column.parts, defaultNeeds: '[]' })}`
  const later = afterTable(column).filter(({ id }) => !id.endsWith(' DEFAULT'))
  return [
    { id: column.id, rank: 6, needs: column.needs, sql },
    ...later.map(node => ({ ...node, needs: [column.id] })),
  ]
}

/** What CREATE TABLE has left out. */
function afterTable(column: StructureObject): Node[] {
  const { id, parts } = column
  const table = text(column, 'table')
  const alter = `ALTER TABLE ONLY ${table} ALTER COLUMN ${text(column, 'column')}`
  const node = (name: string, sql: string, needs: readonly string[] = []): Node => ({
    id: `${id} ${name}`,
    rank: 6,
    needs: [`TABLE ${table}`, ...needs],
    sql,
  })
  const inherited = parts.local !== true
  return [
    ...(parts.default !== null && (parts.defaultNeeds !== '[]' || inherited)
      ? [node('DEFAULT', `${alter} SET DEFAULT ${text(column, 'default')}`, column.needs)]
      : []),
    ...(parts.storage === null ? [] : [node('STORAGE', `${alter} SET STORAGE ${text(column, 'storage')}`)]),
    ...(parts.compression === null
      ? []
      : [node('COMPRESSION', `${alter} SET COMPRESSION ${text(column, 'compression')}`)]),
    ...(parts.statistics === null
      ? []
      : [node('STATISTICS', `${alter} SET STATISTICS ${String(parts.statistics)}`)]),
    ...(parts.notNull === true && parts.checked !== true
      ? [node('CHECKED', `ALTER TABLE ONLY ${table} ADD NOT NULL ${text(column, 'column')} NOT VALID`)]
      : []),
  ]
}

export function addConstraint(constraint: StructureObject): string {
  const on = text(constraint, 'on')
  const add = `ADD CONSTRAINT ${text(constraint, 'sql')} ${text(constraint, 'body')}`
  return constraint.parts.ofDomain === true ? `ALTER ${on} ${add}` : `ALTER TABLE ${on} ${add}`
}

export function setIndexOptions(constraint: StructureObject): string {
  return `ALTER INDEX ${text(constraint, 'index')} SET (${text(constraint, 'options')})`
}

export function setTriggerState({ parts }: StructureObject, state: string): string {
  if (parts.word === 'EVENT TRIGGER') return `ALTER EVENT TRIGGER ${String(parts.sql)} ${state}`
  return `ALTER TABLE ${String(parts.on)} ${state} ${String(parts.word)} ${String(parts.sql)}`
}

/** Depth first by rank and name, so that the order is the same whenever it is made. What goes round in a circle stays. */
export function inOrderOfNeeds(nodes: readonly Node[], objects: readonly StructureObject[]): Node[] {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const partOf = new Map(objects.map(({ id, partOf }) => [id, partOf]))
  const ordered: Node[] = []
  const seen = new Set<string>()
  const visit = (node: Node) => {
    if (seen.has(node.id)) return
    seen.add(node.id)
    for (const id of node.needs) {
      // A column has no statement of its own: its table makes it.
      const needed = byId.get(id) ?? byId.get(partOf.get(id) ?? '')
      if (needed !== undefined) visit(needed)
    }
    ordered.push(node)
  }
  const first = (a: Node, b: Node) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  for (const node of [...nodes].sort(first)) visit(node)
  return ordered
}
