/** What is worth saying about the rights of a login, in words, with the statements that take them away. Pure. */
import { listInWords } from '../privilege-words.ts'
import type { FoundPrivilege } from '../privilege-words.ts'
import { DANGEROUS_PRIVILEGES, PLAIN_READS } from './dangerous-privileges.ts'
import { isSuperuser, writes } from './grants.ts'
import type { Grants, Privilege } from './grants.ts'

export interface GrantsOf {
  grants: Grants
  /** The role of the login that they come with, as it was printed; null for the login's own. */
  role: string | null
}

interface Held extends Privilege {
  role: string | null
}

/** @param account as `current_user()` tells it, e.g. `reader@%` */
export function findPrivileges(all: readonly GrantsOf[], account: string): FoundPrivilege[] {
  const held = heldOnce(all)
  const everything = held.filter(isSuperuser)
  const others = held.filter(each => !isSuperuser(each) && !PLAIN_READS.has(each.name))
  const known = DANGEROUS_PRIVILEGES.map(kind => ({
    ...kind,
    held: others.filter(({ name }) =>
      kind.names instanceof RegExp ? kind.names.test(name) : kind.names.has(name),
    ),
  }))
  const rest = others.filter(each => !known.some(kind => kind.held.includes(each)))
  const hashes = held.filter(
    ({ name, object }) => name === 'SELECT' && /^(\*|[`'"]?mysql[`'"]?)\./.test(object),
  )
  const kinds = [
    {
      code: 'SUPERUSER',
      severity: 'WARNING' as const,
      what: 'It is an administrator of the whole server',
      why: 'Nothing is refused to it: tables, accounts, files of the host. This app’s own walls are all that is left.',
      held: everything,
    },
    ...known,
    {
      code: 'OTHER_PRIVILEGES',
      severity: 'WARNING' as const,
      what: 'It has rights that are not known here',
      why: 'What is not known counts as if it could write.',
      held: rest,
    },
    {
      code: 'PASSWORD_HASHES',
      severity: 'WARNING' as const,
      what: 'It may read the server’s own tables, with the hashes of all passwords',
      why: 'A weak password can be found from its hash. SELECT on the databases that are asked is enough.',
      held: hashes,
    },
  ]
  return kinds.flatMap(({ code, severity, what, why, held: of }) =>
    of.length === 0
      ? []
      : [
          {
            ...{ code, severity, why },
            message: `${what}: ${listInWords(of.map(inWords))}.`,
            mendSql: [...new Set(of.map(each => revoke(each, account)))].join('\n'),
            writes: code !== 'PASSWORD_HASHES' && of.some(writes),
          },
        ],
  )
}

/** With a role switched on, a server shows the login's own grants again. */
function heldOnce(all: readonly GrantsOf[]): readonly Held[] {
  const held = new Map<string, Held>()
  for (const { grants, role } of all)
    for (const privilege of grants.privileges) {
      const key = JSON.stringify([privilege.printed, privilege.object])
      if (!held.has(key)) held.set(key, { ...privilege, role: isPublic(privilege) ? null : role })
    }
  return [...held.values()]
}

function inWords({ printed, object, role, holder }: Held): string {
  const through = role === null ? (holder === 'PUBLIC' ? ' (as everybody)' : '') : ` (by the role ${role})`
  return `${printed} on ${object}${through}`
}

/** A role may be others' too, so the login leaves it. */
function revoke({ printed, object, role, holder }: Held, account: string): string {
  const from = isPublic({ holder }) ? 'public' : accountName(account)
  return role === null ? `revoke ${printed} on ${object} from ${from};` : `revoke ${role} from ${from};`
}

function isPublic({ holder }: Pick<Held, 'holder'>): boolean {
  return holder.toUpperCase() === 'PUBLIC'
}

function accountName(account: string): string {
  const at = account.lastIndexOf('@')
  const quote = (part: string) => `'${part.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return at < 0 ? quote(account) : `${quote(account.slice(0, at))}@${quote(account.slice(at + 1))}`
}
