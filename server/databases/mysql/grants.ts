/** Reads what SHOW GRANTS answers. MySQL and MariaDB print it alike, and it is all that every login may see. Pure. */

export interface Grants {
  /** Roles granted to the account itself, as they were printed, quotes and all. */
  roles: readonly string[]
  canWrite: boolean
  superuser: boolean
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
    canWrite: privileges.some(({ name }) => !HARMLESS.has(name)),
    superuser: privileges.some(({ name, everywhere }) => everywhere && SUPERUSER.test(name)),
  }
}

export function joinGrants(all: readonly Grants[]): Pick<Grants, 'canWrite' | 'superuser'> {
  return { canWrite: all.some(({ canWrite }) => canWrite), superuser: all.some(({ superuser }) => superuser) }
}

/** A line that gives no privileges but a role has no ON; REVOKE lines take away, which leaves us on the safe side. */
function privilegesOf(line: string): { name: string; everywhere: boolean }[] {
  // Names of columns and accounts, and the hash of the password, can hold any word.
  const bare = line.replace(/`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|"(?:[^"]|"")*"/gs, '``')
  const [, list, object] = /^GRANT (.+?) ON (\S+)/.exec(bare) ?? []
  if (list === undefined) return []
  const everywhere = object === '*.*'
  const names = list.replace(/ ?\([^)]*\)/g, '').split(/, ?/)
  if (/ WITH GRANT OPTION\b/.test(bare)) names.push('GRANT OPTION')
  return names.map(name => ({ name: name.trim().toUpperCase(), everywhere }))
}
