/** Reads what SHOW GRANTS answers. MySQL and MariaDB print it alike, and it is all that every login may see. Pure. */

export interface Grants {
  /** Roles granted to the account itself, as they were printed, quotes and all. */
  roles: readonly string[]
  privileges: readonly Privilege[]
  canWrite: boolean
  superuser: boolean
}

/** One word of one line. */
export interface Privilege {
  /** In capitals, without the columns, e.g. `UPDATE`. */
  name: string
  /** As it was printed, with the columns that it is for. */
  printed: string
  /** As it was printed, e.g. `*.*`, `` `shop`.* `` or `` FUNCTION `shop`.`f` ``. */
  object: string
  everywhere: boolean
  /** Who has it, as it was printed: the account, a role, or PUBLIC. */
  holder: string
}

/**
 * Privileges that change nothing that others see. All others write, also those that nobody here has heard of yet.
 * EXECUTE is among these because no routine is called that the guard does not know; temporary tables are the session's own.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  'USAGE',
  'SELECT',
  'SHOW VIEW',
  'SHOW DATABASES',
  'SHOW CREATE ROUTINE',
  'SHOW_ROUTINE',
  'PROCESS',
  'EXECUTE',
  'LOCK TABLES',
  'CREATE TEMPORARY TABLES',
  'REPLICATION CLIENT',
  'REPLICATION SLAVE',
  'BINLOG MONITOR',
  'SLAVE MONITOR',
  'REPLICA MONITOR',
])

const SUPERUSER = /^(ALL PRIVILEGES|ALL|SUPER|SYSTEM_USER)$/

const NAME = '(?:`(?:[^`]|``)*`|[^`\\s,@]+)'
const ACCOUNT = `${NAME}@${NAME}`
/** In MySQL a role is an account; in MariaDB it is a name, and those granted to other roles are listed too. */
const ROLES_OF_ACCOUNT = new RegExp(
  `^GRANT ((?:${NAME}(?:@${NAME})?)(?:, ?${NAME}(?:@${NAME})?)*) TO ${ACCOUNT}`,
)
const ONE_ROLE = new RegExp(`${NAME}(?:@${NAME})?`, 'g')

export function readGrants(lines: readonly string[]): Grants {
  const privileges = lines.flatMap(privilegesOf)
  return {
    roles: lines.flatMap(line => ROLES_OF_ACCOUNT.exec(line)?.[1]?.match(ONE_ROLE) ?? []),
    privileges,
    canWrite: privileges.some(writes),
    superuser: privileges.some(isSuperuser),
  }
}

export function writes({ name }: Pick<Privilege, 'name'>): boolean {
  return !HARMLESS.has(name)
}

export function isSuperuser({ name, everywhere }: Pick<Privilege, 'name' | 'everywhere'>): boolean {
  return everywhere && SUPERUSER.test(name)
}

export function joinGrants(all: readonly Grants[]): Pick<Grants, 'canWrite' | 'superuser'> {
  return { canWrite: all.some(({ canWrite }) => canWrite), superuser: all.some(({ superuser }) => superuser) }
}

/** A line that gives no privileges but a role has no ON; REVOKE lines take away, which leaves us on the safe side. */
function privilegesOf(line: string): Privilege[] {
  // Names of columns and accounts, and the hash of the password, can hold any word: every place stays what it was.
  const bare = line.replace(
    /`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"/gs,
    quoted => `\`${'_'.repeat(quoted.length - 2)}\``,
  )
  const found = /^GRANT (.+?) ON ((?:FUNCTION |PROCEDURE |PACKAGE (?:BODY )?)?\S+)(?: TO (\S+))?/d.exec(bare)
  const [list, object, to] = [1, 2, 3].map(group => found?.indices?.[group])
  if (list === undefined || object === undefined) return []
  const place = {
    object: line.slice(...object),
    everywhere: bare.slice(...object) === '*.*',
    holder: to === undefined ? '' : line.slice(...to),
  }
  const words = [...bare.slice(...list).matchAll(/[^,(]+(?:\([^)]*\))?/g)].map(({ 0: word, index }) => ({
    name: word.replace(/\(.*/s, '').trim().toUpperCase(),
    printed: line.slice(list[0] + index, list[0] + index + word.length).trim(),
  }))
  if (/ WITH GRANT OPTION\b/.test(bare)) words.push({ name: 'GRANT OPTION', printed: 'GRANT OPTION' })
  return words.map(word => ({ ...word, ...place }))
}
