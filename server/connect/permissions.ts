import type { Environment, Role } from '../domain.ts'
import { AppError } from '../errors.ts'

/** Check, create, edit and delete connections of this environment, their glossary and sampling. */
export function mayManage(role: Role, environment: Environment): boolean {
  return role === 'ADMIN' || (role === 'DEVELOPER' && environment === 'DEVELOPMENT')
}

/** See how a saved connection fares, and have its catalog read anew. */
export function mayInspect(role: Role): boolean {
  return role !== 'READ_ONLY'
}

/** Answer for what functions of users and extensions do, in development too: it is more than managing a connection. */
function mayTrust(role: Role): boolean {
  return role === 'ADMIN'
}

/** FORBIDDEN, with who can, unless the role may manage connections of every one of these environments. */
export function requireMayManage(role: Role, environments: readonly Environment[]): void {
  if (environments.every(environment => mayManage(role, environment))) return
  throw role === 'DEVELOPER'
    ? new AppError('FORBIDDEN', 'Only administrators manage production connections', {
        hints: ['Ask an administrator; you can manage development connections'],
      })
    : new AppError('FORBIDDEN', 'Your role cannot manage connections', {
        hints: ['Ask a developer for a development connection, an administrator for any other'],
      })
}

/** FORBIDDEN, with who can. */
export function requireMayTrust(role: Role): void {
  if (mayTrust(role)) return
  throw new AppError('FORBIDDEN', 'Only administrators list functions that queries may call', {
    hints: ['Ask an administrator: they can list it on the connection’s page'],
  })
}

/** FORBIDDEN, with who can. */
export function requireMayInspect(role: Role): void {
  if (mayInspect(role)) return
  throw new AppError('FORBIDDEN', 'Your role cannot inspect connections', {
    hints: ['Ask a developer or an administrator'],
  })
}
