import { createHash } from 'node:crypto'
import type { TargetIdentity } from '../domain.ts'

/** All that an approval stands for. Any difference makes another digest, and so voids what was approved. */
export interface Approvable {
  statements: readonly { sql: string; transactional: boolean }[]
  rollbackSql: string | null
  /** Settings that change the meaning of statements, by name. */
  settings: Readonly<Record<string, string>>
  serverVersion: string
  target: TargetIdentity & { connectionId: string }
  environment: string
  revision: number
  /** Of what the change touches, as it was reviewed. */
  baseFingerprint: string
  /** After each step, as the dry run saw it; empty where there was none. */
  predicted: readonly string[]
  /** Of the findings that were there to be seen. */
  findings: readonly string[]
  rulesVersion: number
}

/** SHA-256, lower-case hex, over JSON with its keys in order. */
export function digestOf(approvable: Approvable): string {
  return createHash('sha256').update(ordered(approvable)).digest('hex')
}

function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${ordered(inner)}`).join(',')}}`
}
