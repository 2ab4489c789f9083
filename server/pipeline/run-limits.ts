import type { Connection, Role } from '../domain.ts'

/** What one run may be, and how many of them. */
export interface RunLimits {
  maxRows: number
  /** Of the rows as JSON. */
  maxBytes: number
  maxSeconds: number
  firstRowSeconds: number
  /** At once, of one person. */
  runsPerUser: number
  /** At once, of everybody; more wait for their turn. */
  runsPerConnection: number
}

export interface RunLimitSettings {
  byRole: Readonly<Record<Role, Omit<RunLimits, 'runsPerConnection'>>>
  runsPerConnection: number
  /** By the id or the name of a connection: what may be less there. */
  byConnection: Readonly<Record<string, Partial<Omit<RunLimits, 'runsPerUser'>>>>
  /** How long a reader may stay away. */
  stallSeconds: number
}

/** Of a person's role and of the connection the lower one each. Pure. */
export function runLimitsOf(
  { byRole, runsPerConnection, byConnection }: RunLimitSettings,
  role: Role,
  { id, name }: Pick<Connection, 'id' | 'name'>,
): RunLimits {
  const limits = { ...byRole[role], runsPerConnection }
  for (const own of [byConnection[id], byConnection[name]]) {
    limits.maxRows = lower(limits.maxRows, own?.maxRows)
    limits.maxBytes = lower(limits.maxBytes, own?.maxBytes)
    limits.maxSeconds = lower(limits.maxSeconds, own?.maxSeconds)
    limits.firstRowSeconds = lower(limits.firstRowSeconds, own?.firstRowSeconds)
    limits.runsPerConnection = lower(limits.runsPerConnection, own?.runsPerConnection)
  }
  return limits
}

const lower = (limit: number, other: number | undefined) => Math.min(limit, other ?? Infinity)
