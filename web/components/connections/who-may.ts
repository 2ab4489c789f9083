import type { Environment, Role } from '../../graphql/generated/graphql.ts'

/** The server decides; this only keeps what it would refuse off the screen. */
export function mayManageConnections(role: Role | undefined): boolean {
  return role === 'DEVELOPER' || role === 'ADMIN'
}

/** Answering for what a function does is more than managing a connection. */
export function mayListFunctions(role: Role | undefined): boolean {
  return role === 'ADMIN'
}

export function maySaveIn(environment: Environment, role: Role | undefined): boolean {
  return role === 'ADMIN' || (role === 'DEVELOPER' && environment === 'DEVELOPMENT')
}
