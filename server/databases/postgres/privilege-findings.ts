/** What is worth saying about the rights of a login, in words, with the statements that take them away. Pure. */
import { countInWords, listInWords } from '../privilege-words.ts'
import type { FoundPrivilege } from '../privilege-words.ts'
import { DANGEROUS_ROLES } from './dangerous-roles.ts'
import { postgresDialect } from './dialect.ts'
import type { Grantee, HeldRole, Privileges, Rights } from './privileges.ts'

const quote = (name: string) => postgresDialect.quoteIdentifier(name)

/** @param database the name of the one that the login is in */
export function findPrivileges({ roles, rights }: Privileges, database: string): FoundPrivilege[] {
  const login = roles[0]?.name ?? ''
  return [
    ...attributeFindings(roles, login),
    ...membershipFindings(roles, login),
    ...(rights === null
      ? []
      : [...objectFindings(rights, login, database), ...quietFindings(rights, login, database)]),
  ]
}

interface Attribute {
  code: string
  has: (role: HeldRole) => boolean
  word: string
  what: string
  why: string
  writes: boolean
}

const ATTRIBUTES: readonly Attribute[] = [
  {
    code: 'SUPERUSER',
    has: role => role.superuser,
    word: 'superuser',
    what: 'It is a superuser',
    why: 'Nothing is refused to it: tables, accounts, files and programs of the host. This app’s own walls are all that is left.',
    writes: true,
  },
  {
    code: 'BYPASSES_ROW_POLICIES',
    has: role => role.bypassesPolicies && !role.superuser,
    word: 'bypassrls',
    what: 'Row security does not hold for it',
    why: 'It sees rows that policies keep from others.',
    writes: false,
  },
  {
    code: 'CREATES_ROLES',
    has: role => role.createRole,
    word: 'createrole',
    what: 'It may make and change accounts',
    why: 'Whoever makes accounts can make one with more rights.',
    writes: true,
  },
  {
    code: 'CREATES_DATABASES',
    has: role => role.createDatabase,
    word: 'createdb',
    what: 'It may make databases',
    why: 'Reading takes none.',
    writes: true,
  },
  {
    code: 'REPLICATES',
    has: role => role.replication,
    word: 'replication',
    what: 'It may replicate the whole server',
    why: 'Replication copies every row of every database, whatever the rights on tables say.',
    writes: false,
  },
]

/** A server that has lost its last superuser is hard to mend. */
const KEEP_ONE = '-- Best give this app a login of its own, as below. Never of the only administrator:\n'

function attributeFindings(roles: readonly HeldRole[], login: string): FoundPrivilege[] {
  const isSuperuser = roles[0]?.superuser === true
  return ATTRIBUTES.flatMap(({ code, has, word, what, why, writes }) => {
    const role = roles.find(has)
    // Of a superuser the rest goes without saying.
    if (role === undefined || (isSuperuser && code !== 'SUPERUSER')) return []
    const through = role.way.length > 0
    return finding(code, 'WARNING', writes, {
      message: through ? `${what}, by SET ROLE ${quote(role.name)}.` : `${what}.`,
      why,
      mendSql: through ? leave(role, login) : `${KEEP_ONE}alter role ${quote(role.name)} no${word};`,
    })
  })
}

function membershipFindings(roles: readonly HeldRole[], login: string): FoundPrivilege[] {
  return DANGEROUS_ROLES.flatMap(({ code, roles: dangerous, what, why, writes }) => {
    const held = roles.filter(({ name, way }) => way.length > 0 && dangerous.includes(name))
    // pg_monitor is a member of some of its kind: what is held through one that is named here needs no second word.
    const outer = held.filter(({ way }) => !held.some(({ name }) => way.slice(0, -1).includes(name)))
    if (outer.length === 0) return []
    const ways = outer.map(({ name, way }) =>
      way.length > 1 ? `${name} through ${way.slice(0, -1).join(', ')}` : name,
    )
    return finding(code, 'WARNING', writes, {
      message: `${what}: it is a member of ${listInWords(ways)}.`,
      why,
      mendSql: [...new Set(outer.map(role => leave(role, login)))].join('\n'),
    })
  })
}

/** By the first step of the way: what comes after it may be somebody else's too. */
function leave({ name, way: [first = name] }: HeldRole, login: string): string {
  return `revoke ${quote(first)} from ${quote(login)};`
}

function objectFindings(rights: Rights, login: string, database: string): FoundPrivilege[] {
  const { writable, counting, owned, making, later } = rights
  return [
    ...finding(
      'TABLE_WRITES',
      'WARNING',
      true,
      writable.count > 0 && {
        message: `It may change ${countInWords(writable.count, 'table', writable.examples)}.`,
        why: 'A login that cannot write is a wall of its own: whatever gets past this app then changes nothing.',
        mendSql: lines(writable.schemas, schema =>
          each(
            rights.writableBy,
            login,
            who =>
              `revoke insert, update, delete, truncate, trigger on all tables in schema ${quote(schema)} from ${who};`,
          ),
        ),
      },
    ),
    ...finding(
      'OWNS_OBJECTS',
      'WARNING',
      true,
      (owned.count > 0 || rights.ownsDatabase || rights.ownedSchemas.length > 0) && {
        message: `It owns ${listInWords([
          ...(rights.ownsDatabase ? ['this database'] : []),
          ...rights.ownedSchemas.map(schema => `the schema ${schema}`),
          ...(owned.count > 0 ? [countInWords(owned.count, 'object', owned.examples)] : []),
        ])}.`,
        why: 'An owner can alter and drop what is its own, and give itself every right on it.',
        mendSql: [
          '-- Best let this app use a login of its own, as below. To give away what this one owns, in this database:',
          ...rights.ownedBy.map(owner => `-- reassign owned by ${quote(owner)} to another_role;`),
        ].join('\n'),
      },
    ),
    ...finding(
      'CREATES_IN_DATABASE',
      'WARNING',
      true,
      rights.createInDatabase &&
        !rights.ownsDatabase && {
          message: 'It may make schemas in this database.',
          why: 'Reading takes none.',
          mendSql: each(
            rights.createInDatabaseBy,
            login,
            who => `revoke create on database ${quote(database)} from ${who};`,
          ).join('\n'),
        },
    ),
    ...finding(
      'CREATES_IN_SCHEMAS',
      'WARNING',
      true,
      making.schemas.some(schema => !rights.ownedSchemas.includes(schema)) && {
        message: `It may make tables and functions in ${countInWords(making.count, 'schema', making.schemas)}.`,
        why: 'What it makes there fills the disk, and can be in the way of names that others use.',
        mendSql: lines(making.schemas, schema =>
          each(rights.makingBy, login, who => `revoke create on schema ${quote(schema)} from ${who};`),
        ),
      },
    ),
    ...finding(
      'SEQUENCE_WRITES',
      'WARNING',
      true,
      counting.count > 0 && {
        message: `It may move on ${countInWords(counting.count, 'sequence', counting.examples)}.`,
        why: 'Numbers that were drawn are gone, also after a rollback.',
        mendSql: lines(counting.schemas, schema =>
          each(
            rights.countingBy,
            login,
            who => `revoke usage, update on all sequences in schema ${quote(schema)} from ${who};`,
          ),
        ),
      },
    ),
    ...finding(
      'LATER_TABLE_WRITES',
      'WARNING',
      true,
      later.length > 0 && {
        message: `It may change tables that ${listInWords(later.map(({ owner }) => owner))} will make.`,
        why: 'Default privileges hand out rights on tables that are not there yet.',
        mendSql: [
          ...new Set(
            later.map(
              ({ schema, owner, grantee }) =>
                `alter default privileges for role ${quote(owner)}${schema === null ? '' : ` in schema ${quote(schema)}`} ` +
                `revoke insert, update, delete, truncate, trigger on tables from ${toWhom(grantee)};`,
            ),
          ),
        ].join('\n'),
      },
    ),
    ...finding(
      'HOST_FUNCTIONS',
      'WARNING',
      true,
      rights.hostFunctions.length > 0 && {
        message: `It may call ${listInWords(rights.hostFunctions)}, which reach the database’s host.`,
        why: 'They read and write files there, or change how the server runs.',
        mendSql: rights.hostFunctions
          .map(
            name =>
              `-- revoke execute on function pg_catalog.${name} from …; for each of its forms: \\df+ ${name}`,
          )
          .join('\n'),
      },
    ),
    ...finding(
      'PASSWORD_HASHES',
      'WARNING',
      false,
      rights.passwordHashes && {
        message: 'It may read the hashes of all passwords.',
        why: 'A weak password can be found from its hash, of any account of the server.',
        mendSql: `revoke select on pg_catalog.pg_authid from ${quote(login)};`,
      },
    ),
  ]
}

/** What nearly every login has, or what a guard of ours already keeps. */
function quietFindings(rights: Rights, login: string, database: string): FoundPrivilege[] {
  return [
    ...finding(
      'OTHER_SERVERS',
      'INFO',
      false,
      rights.otherServers.length > 0 && {
        message: `It may reach other servers from here: ${listInWords(rights.otherServers)}.`,
        why: 'What it may do there is decided there. This app reads no foreign tables.',
        mendSql: rights.otherServers
          .map(name => `revoke usage on foreign server ${quote(name)} from ${quote(login)};`)
          .join('\n'),
      },
    ),
    ...finding(
      'ELEVATED_FUNCTIONS',
      'INFO',
      false,
      rights.elevated.count > 0 && {
        message: `It may call ${countInWords(rights.elevated.count, 'function', rights.elevated.examples)}, which run with their owners’ rights.`,
        why: 'Such a function may do what the login itself may not. This app calls none that is not listed.',
        mendSql: lines(rights.elevated.schemas, schema => [
          `revoke execute on all functions in schema ${quote(schema)} from ${quote(login)}, public;`,
        ]),
      },
    ),
    ...finding(
      'TEMPORARY_TABLES',
      'INFO',
      false,
      rights.temporary &&
        !rights.ownsDatabase && {
          message: 'It may make temporary tables, as everybody may unless somebody has taken that away.',
          why: 'They fill the disk, but no other session sees them. This app makes none.',
          mendSql: each(
            rights.temporaryBy,
            login,
            who => `revoke temporary on database ${quote(database)} from ${who};`,
          ).join('\n'),
        },
    ),
  ]
}

type Words = Pick<FoundPrivilege, 'message' | 'why' | 'mendSql'>

function finding(
  code: string,
  severity: FoundPrivilege['severity'],
  writes: boolean,
  words: Words | false,
): FoundPrivilege[] {
  return words === false ? [] : [{ code, severity, writes, ...words }]
}

function lines(schemas: readonly string[], statements: (schema: string) => readonly string[]): string {
  return schemas.flatMap(statements).join('\n')
}

/** Where nobody that the login speaks for was granted it by name, it is tried with the login. */
function each(who: readonly Grantee[], login: string, statement: (who: string) => string): string[] {
  return (who.length > 0 ? who.map(toWhom) : [quote(login)]).map(statement)
}

function toWhom(grantee: Grantee): string {
  return grantee === null ? 'public' : quote(grantee)
}
