import type { AlterTableCmd, AlterTableStmt } from 'libpg-query'
import type { TableName } from '../closer-look.ts'
import type { Deed, MigrationAction } from '../migration-action.ts'
import type { Place } from '../statement.ts'
import { readColumn, readConstraint, typeOf } from './read-column.ts'
import { tableName, writtenName } from './written-names.ts'
import type { WrittenText } from './written-text.ts'

const STORAGE = {
  AT_SetLogged: 'LOGGED',
  AT_SetUnLogged: 'UNLOGGED',
  AT_SetTableSpace: 'TABLESPACE',
  AT_SetAccessMethod: 'ACCESS METHOD',
} as const
const TRIGGERS = /^AT_(Enable|Disable)(Always|Replica)?Trig/

/** One action for each clause, so that a clause can be put elsewhere. */
export function readAlterTable(
  { relation, cmds = [], objtype }: AlterTableStmt,
  written: WrittenText,
  statement: Place,
): readonly MigrationAction[] {
  const clauses = written.clausesFrom(written.at(relation?.location), statement.end)
  const commands = cmds.flatMap(node => ('AlterTableCmd' in node ? [node.AlterTableCmd] : []))
  const table = tableName(relation)
  return commands.map((command, index): MigrationAction => {
    // Where the text is cut otherwise than the tree, a place is still one.
    const place = (clauses.length === commands.length ? clauses[index] : undefined) ?? statement
    if (objtype !== 'OBJECT_TABLE' && command.subtype !== 'AT_ChangeOwner')
      return { does: 'ALTER TABLE', table, ...place }
    return { ...readClause(command, table, written, place), ...place }
  })
}

function readClause(command: AlterTableCmd, table: TableName, written: WrittenText, place: Place): Deed {
  const { subtype = '', def, behavior } = command
  const name = writtenName(command.name ?? '')
  const cascades = behavior === 'DROP_CASCADE'
  if (subtype in STORAGE)
    return { table, does: 'SET STORAGE', what: STORAGE[subtype as keyof typeof STORAGE] }
  if (TRIGGERS.test(subtype)) return { table, does: 'SWITCH TRIGGER' }
  if (subtype === 'AT_DropColumn') return { table, does: 'DROP COLUMN', column: name, cascades }
  if (subtype === 'AT_SetNotNull') return { table, does: 'SET NOT NULL', column: name }
  if (subtype === 'AT_DropNotNull') return { table, does: 'DROP NOT NULL', column: name }
  if (subtype === 'AT_ValidateConstraint') return { table, does: 'VALIDATE CONSTRAINT', name }
  if (subtype === 'AT_DropConstraint') return { table, does: 'DROP CONSTRAINT', name, cascades }
  if (subtype === 'AT_ReplicaIdentity') return { table, does: 'SET REPLICA IDENTITY' }
  if (subtype === 'AT_ChangeOwner')
    return { does: 'SET OWNER', to: writtenName(command.newowner?.rolename ?? '') }
  if (def === undefined) return { table, does: 'ALTER TABLE' }
  if (subtype === 'AT_AddColumn' && 'ColumnDef' in def)
    return { table, does: 'ADD COLUMN', column: readColumn(def.ColumnDef, written, place.end) }
  if (subtype === 'AT_AlterColumnType' && 'ColumnDef' in def) {
    const { typeName, raw_default } = def.ColumnDef
    const rest = written.text.slice(written.at(typeName?.location), place.end)
    const typeSql = rest.replace(/\s+(using|collate)\s[^]*$/i, '')
    return {
      table,
      does: 'SET TYPE',
      column: name,
      type: typeOf(typeName),
      typeSql,
      hasUsing: raw_default !== undefined,
    }
  }
  if (subtype === 'AT_AddConstraint' && 'Constraint' in def) {
    const start = written.at(def.Constraint.location)
    const sql = written.text.slice(start, place.end)
    return { table, does: 'ADD CONSTRAINT', constraint: readConstraint(def.Constraint, sql) }
  }
  if ('PartitionCmd' in def && /^AT_(Attach|Detach)Partition$/.test(subtype)) {
    const { name: partition, concurrent } = def.PartitionCmd
    return subtype === 'AT_AttachPartition'
      ? { table, does: 'ATTACH PARTITION', partition: tableName(partition) }
      : {
          table,
          does: 'DETACH PARTITION',
          partition: tableName(partition),
          concurrently: concurrent === true,
        }
  }
  return { table, does: 'ALTER TABLE' }
}
