import type { Connection, Environment, MigrationProposal } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'

/**
 * What a change of this connection has to pass. The same database saved a second time for development is production all
 * the same: databases are told by the server's own identifier, not by name.
 */
export async function environmentOf(
  { store, databases }: Pick<Dependencies, 'store' | 'databases'>,
  connection: Connection,
  proposal: Pick<MigrationProposal, 'id' | 'revision'> | null,
): Promise<Environment> {
  if (connection.environment === 'PRODUCTION') return 'PRODUCTION'
  const revision =
    proposal === null ? null : await store.proposals.readRevision(proposal.id, proposal.revision)
  const target = revision?.base.target
  if (target === undefined || target.server === '') return connection.environment
  const others = (await store.connections.list()).filter(
    ({ id, environment, engine }) =>
      environment === 'PRODUCTION' && id !== connection.id && engine === connection.engine,
  )
  for (const other of others) {
    const identity = await identityOf(databases, other)
    if (identity?.server === target.server && identity.database === target.database) return 'PRODUCTION'
  }
  return connection.environment
}

/** Null for one that cannot be reached: it says nothing about this one. */
async function identityOf(databases: Dependencies['databases'], connection: Connection) {
  try {
    return await (await (await databases.get(connection)).changes()).identity()
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
