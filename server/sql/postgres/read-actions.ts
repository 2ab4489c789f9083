import type { Node } from 'libpg-query'
import type { Deed, MigrationAction } from '../migration-action.ts'
import type { Place } from '../statement.ts'
import { readAlterTable } from './read-alter-table.ts'
import { readColumn, readConstraint } from './read-column.ts'
import { asNode, listOf } from './walk-tree.ts'
import { nameOfList, tableName, writtenName } from './written-names.ts'
import type { WrittenText } from './written-text.ts'

/** What a statement does, read purely from its tree. */
export function readActions(node: Node, written: WrittenText, place: Place): readonly MigrationAction[] {
  const cut = written
    .longNames(place.start, place.end)
    .map((name): MigrationAction => ({ does: 'CUT NAME', name, ...place }))
  if ('AlterTableStmt' in node) return [...readAlterTable(node.AlterTableStmt, written, place), ...cut]
  const action = readOne(node, written, place)
  return action === null ? cut : [{ ...action, ...place }, ...cut]
}

function readOne(node: Node, written: WrittenText, { end }: Place): Deed | null {
  if ('IndexStmt' in node) {
    const { relation, idxname, unique, concurrent, if_not_exists, indexParams = [] } = node.IndexStmt
    const columns = indexParams.map(item => ('IndexElem' in item ? item.IndexElem.name : undefined))
    return {
      does: 'CREATE INDEX',
      table: tableName(relation),
      name: idxname === undefined ? null : writtenName(idxname),
      unique: unique === true,
      concurrently: concurrent === true,
      ifNotExists: if_not_exists === true,
      only: relation?.inh !== true,
      columns: columns.every(name => name !== undefined) ? columns.map(writtenName) : null,
    }
  }
  if ('DropStmt' in node) {
    const { removeType = '', objects = [], behavior, concurrent } = node.DropStmt
    const what = removeType
      .replace(/^OBJECT_/, '')
      .replaceAll('_', ' ')
      .replace('MATVIEW', 'MATERIALIZED VIEW')
    return {
      does: 'DROP',
      what,
      names: objects.map(nameOfObject),
      concurrently: concurrent === true,
      cascades: behavior === 'DROP_CASCADE',
    }
  }
  if ('ReindexStmt' in node) {
    const { kind = '', relation, params } = node.ReindexStmt
    return {
      does: 'REINDEX',
      what: kind.replace('REINDEX_OBJECT_', ''),
      name: relation === undefined ? null : tableName(relation),
      concurrently: isOn(params, 'concurrently'),
    }
  }
  if ('VacuumStmt' in node) {
    if (!isOn(node.VacuumStmt.options, 'full')) return null
    const rels = (node.VacuumStmt.rels ?? []).flatMap(item =>
      'VacuumRelation' in item ? [item.VacuumRelation] : [],
    )
    return { does: 'VACUUM FULL', tables: rels.map(({ relation }) => tableName(relation)) }
  }
  if ('ClusterStmt' in node) {
    const { relation } = node.ClusterStmt
    return { does: 'CLUSTER', tables: relation === undefined ? [] : [tableName(relation)] }
  }
  if ('RefreshMatViewStmt' in node) {
    const { relation, concurrent } = node.RefreshMatViewStmt
    return { does: 'REFRESH', view: tableName(relation), concurrently: concurrent === true }
  }
  if ('CreateStmt' in node) {
    const { relation, tableElts = [] } = node.CreateStmt
    return {
      does: 'CREATE TABLE',
      table: tableName(relation),
      columns: tableElts.flatMap((item, index) =>
        'ColumnDef' in item
          ? [readColumn(item.ColumnDef, written, startOf(tableElts[index + 1], written) ?? end)]
          : [],
      ),
      constraints: tableElts.flatMap(item =>
        'Constraint' in item ? [readConstraint(item.Constraint, '')] : [],
      ),
    }
  }
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_TABLE')
    return {
      does: 'CREATE TABLE',
      table: tableName(node.CreateTableAsStmt.into?.rel),
      columns: [],
      constraints: [],
    }
  if ('ViewStmt' in node) {
    const { view, query, replace, options } = node.ViewStmt
    return {
      does: 'CREATE VIEW',
      view: tableName(view),
      hasStar: hasStar(query),
      replaces: replace === true,
      asInvoker: isOn(options, 'security_invoker'),
    }
  }
  if ('CreateTrigStmt' in node)
    return { does: 'CREATE TRIGGER', table: tableName(node.CreateTrigStmt.relation) }
  if ('AlterEnumStmt' in node && node.AlterEnumStmt.oldVal === undefined)
    return {
      does: 'ADD ENUM VALUE',
      type: nameOfList(node.AlterEnumStmt.typeName),
      value: node.AlterEnumStmt.newVal ?? '',
    }
  if ('CreateDomainStmt' in node)
    return {
      does: 'CREATE DOMAIN',
      domain: nameOfList(node.CreateDomainStmt.domainname),
      hasCheck: (node.CreateDomainStmt.constraints ?? []).some(isCheck),
      notValid: false,
    }
  if ('AlterDomainStmt' in node) {
    const { typeName, subtype, def } = node.AlterDomainStmt
    const adds = def !== undefined && isCheck(def) ? asNode(def, 'Constraint') : null
    return {
      does: 'ALTER DOMAIN',
      domain: nameOfList(typeName),
      // O is SET NOT NULL, which every table with it is read for as well.
      hasCheck: subtype === 'O' || adds !== null,
      notValid: adds?.['skip_validation'] === true,
    }
  }
  if ('UpdateStmt' in node)
    return {
      does: 'UPDATE',
      table: tableName(node.UpdateStmt.relation),
      hasWhere: node.UpdateStmt.whereClause !== undefined,
      columns: (node.UpdateStmt.targetList ?? []).map(item =>
        'ResTarget' in item ? writtenName(item.ResTarget.name ?? '') : '',
      ),
    }
  if ('DeleteStmt' in node)
    return {
      does: 'DELETE',
      table: tableName(node.DeleteStmt.relation),
      hasWhere: node.DeleteStmt.whereClause !== undefined,
    }
  if ('TruncateStmt' in node) {
    const { relations = [], behavior } = node.TruncateStmt
    return {
      does: 'TRUNCATE',
      tables: relations.flatMap(item => ('RangeVar' in item ? [tableName(item.RangeVar)] : [])),
      cascades: behavior === 'DROP_CASCADE',
    }
  }
  const grant =
    'GrantStmt' in node
      ? node.GrantStmt
      : 'AlterDefaultPrivilegesStmt' in node
        ? node.AlterDefaultPrivilegesStmt.action
        : undefined
  if (grant?.is_grant === true)
    return {
      does: 'GRANT',
      privileges: (grant.privileges ?? []).map(item =>
        'AccessPriv' in item ? (item.AccessPriv.priv_name ?? 'all').toUpperCase() : 'ALL',
      ),
      toEverybody: (grant.grantees ?? []).some(
        item => 'RoleSpec' in item && item.RoleSpec.roletype === 'ROLESPEC_PUBLIC',
      ),
    }
  if ('AlterOwnerStmt' in node)
    return { does: 'SET OWNER', to: writtenName(node.AlterOwnerStmt.newowner?.rolename ?? '') }
  if ('CreateExtensionStmt' in node)
    return { does: 'CREATE EXTENSION', name: writtenName(node.CreateExtensionStmt.extname ?? '') }
  return null
}

function nameOfObject(object: Node) {
  if ('List' in object) return nameOfList(object.List.items)
  if ('TypeName' in object) return nameOfList(object.TypeName.names)
  if ('ObjectWithArgs' in object) return nameOfList(object.ObjectWithArgs.objname)
  return nameOfList([object])
}

const isCheck = (node: Node) => 'Constraint' in node && node.Constraint.contype === 'CONSTR_CHECK'

function startOf(node: Node | undefined, written: WrittenText): number | null {
  if (node === undefined) return null
  const location = Object.values(node as object).map(fields => (fields as { location?: number }).location)[0]
  return location === undefined ? null : written.at(location)
}

/** As in `(concurrently)`, `(concurrently on)` and `(concurrently false)`. */
function isOn(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some(option => {
    if (!('DefElem' in option) || option.DefElem.defname !== name) return false
    const { arg } = option.DefElem
    if (arg === undefined) return true
    const value =
      'String' in arg ? (arg.String.sval ?? '') : 'Integer' in arg ? String(arg.Integer.ival ?? 0) : 'true'
    return !['false', 'off', '0', 'no'].includes(value.toLowerCase())
  })
}

/** All columns of something, in the list of results. */
function hasStar(query: unknown): boolean {
  return listOf(asNode(query, 'SelectStmt')?.['targetList']).some(item => {
    const column = asNode(asNode(item, 'ResTarget')?.['val'], 'ColumnRef')
    return listOf(column?.['fields']).some(field => asNode(field, 'A_Star') !== null)
  })
}
