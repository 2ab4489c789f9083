import type { DatabaseEngine, DatabaseTarget } from '../../server/databases/database.ts'

/** By whom statements are tried: an administrator, or a login made by the SQL that the app gives to administrators. */
export const LOGINS = ['administrator', 'reader'] as const
export type LoginName = (typeof LOGINS)[number]

/** All that statements could change, part by part: two that are equal mean that nothing is different. */
export type Fingerprint = ReadonlyMap<string, string>

/** A server of its own, in a folder of its own, that statements may break. Its other side is a `shop` database. */
export interface Throwaway {
  /** With its version, e.g. `PostgreSQL 18.4`. */
  name: string
  engine: DatabaseEngine
  /** Ports change with `restore`. */
  target(login: LoginName): DatabaseTarget
  /** In the corpora `/tmp/` stands for a folder of the server's; `/tmp/secret.txt` is there to be read. */
  localize(sql: string): string
  /** What nobody who reads orders should see: the file's text, hashes of passwords, the statement of another session … */
  secrets(): readonly string[]
  /** Shows to the next user of a session what the one before has left there; one text, in the first cell. */
  leftoversQuery: string
  fingerprint(): Promise<Fingerprint>
  /** Runs it as an administrator of its own, in one session for all. @returns the server's complaint */
  administrate(sql: string): Promise<string | null>
  /** As it was when it was made: started anew, from a copy. */
  restore(): Promise<void>
  remove(): Promise<void>
}

export interface ThrowawayOptions {
  /** Others must be able to walk to it. */
  within: string
  /** Statements that fill the database. */
  shop: readonly string[]
  /** Statements of the shop that the server does not take are told here and left out; without it they fail. */
  complain?: (problem: string) => void
}

/** Runs what fills the database. */
export async function fillShop(
  { shop, complain }: ThrowawayOptions,
  run: (statement: string) => Promise<unknown>,
): Promise<void> {
  for (const statement of shop) {
    try {
      await run(statement)
    } catch (error) {
      if (complain === undefined) throw error
      complain(`${String(error)}: ${statement}`)
    }
  }
}

export const DATABASE = 'shop'
export const SECRET_TEXT = 'the secret of the file'
/** What another session is doing all the time. */
export const NEIGHBOURS_TEXT = 'the secret of the neighbour'
export const READER = { username: 'lovable_reader', password: 'choose-a-password' }

/** The parts that are different, each with what they were and are. */
export function differences(before: Fingerprint, after: Fingerprint): readonly string[] {
  const parts = [...new Set([...before.keys(), ...after.keys()])]
  return parts
    .filter(part => before.get(part) !== after.get(part))
    .map(part => `${part}: ${shown(before.get(part))} → ${shown(after.get(part))}`)
}

/** From where the two begin to differ would be better, but most are short. */
const shown = (value = 'none') => (value.length > 100 ? `${value.slice(0, 100)}…` : value)
