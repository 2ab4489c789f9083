import type { Node } from 'libpg-query'

/**
 * What PostgreSQL refuses inside of a transaction (25001), measured on 15 and 18: CONCURRENTLY in all its forms, VACUUM,
 * REINDEX of more than a table, CLUSTER of everything, and what makes databases and tablespaces.
 */
export function needsNoTransaction(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true
  if ('DropStmt' in node) return node.DropStmt.concurrent === true
  if ('ReindexStmt' in node) {
    const { kind, params } = node.ReindexStmt
    return (
      (kind !== 'REINDEX_OBJECT_TABLE' && kind !== 'REINDEX_OBJECT_INDEX') ||
      hasOption(params, 'concurrently')
    )
  }
  if ('VacuumStmt' in node) return node.VacuumStmt.is_vacuumcmd === true
  if ('ClusterStmt' in node) return node.ClusterStmt.relation === undefined
  if ('AlterTableStmt' in node)
    return (node.AlterTableStmt.cmds ?? []).some(
      command =>
        'AlterTableCmd' in command &&
        command.AlterTableCmd.def !== undefined &&
        'PartitionCmd' in command.AlterTableCmd.def &&
        command.AlterTableCmd.def.PartitionCmd.concurrent === true,
    )
  return ['CreatedbStmt', 'DropdbStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt', 'AlterSystemStmt'].some(
    name => name in node,
  )
}

function hasOption(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some(option => 'DefElem' in option && option.DefElem.defname === name)
}
