/**
 * Who may what: the one table. Resolvers, the pipeline, the pages and docs/roles.md are held to it. Pure.
 *
 * - **A field of the API**: `@AllowedTo('SEE_AUDIT')` from api/allowed-to.ts above `@Query`, `@Mutation`, `@Subscription`
 *   or `@FieldResolver`. Of several names one is enough: `@AllowedTo('APPLY_IN_DEVELOPMENT', 'APPLY_IN_PRODUCTION')` lets
 *   in who may do it somewhere, and the pipeline decides by the environment. A root field without it fails a test.
 * - **The pipeline**, where the object decides: ``requireMay(user, `APPLY_IN_${connection.environment}`)`` throws FORBIDDEN
 *   with who can instead; `may(...)` answers true or false.
 * - **A page**: `const may = useMay()` from web/hooks/use-may.ts, then `may('SEE_AUDIT') && <Link …/>`.
 * - **A new thing to be allowed**: a row here and the same row in docs/roles.md (a test says what is missing), then
 *   `npm run generate`, which brings the name to the pages.
 *
 * Whose something is, is not asked here: prompts, queries, results and history belong to their author, whatever the role,
 * and `pipeline/lookup.ts` loads no others.
 */
import type { Role, TokenScope, User } from './domain.ts'
import { AppError } from './errors.ts'

interface Row {
  /** What one does, after "they" and after "may". */
  does: string
  roles: readonly Role[]
  /** ANY: also tokens that only read. CHANGING: not these. NONE: it takes a person who has signed in. */
  tokens: 'ANY' | 'CHANGING' | 'NONE'
}

const ALL = ['READ_ONLY', 'DEVELOPER', 'ADMIN'] as const
const DEVELOPERS = ['DEVELOPER', 'ADMIN'] as const
const ADMINS = ['ADMIN'] as const

export const PERMISSIONS = {
  MANAGE_OWN_ACCOUNT: {
    does: 'change their own password, end their own sessions, make and revoke their own API tokens',
    roles: ALL,
    tokens: 'NONE',
  },

  SEE_CONNECTIONS: { does: 'see connections, their tables and their glossary', roles: ALL, tokens: 'ANY' },
  ASK: {
    does: 'ask, edit SQL and have it checked, run and export it, and have results explained',
    roles: ALL,
    tokens: 'ANY',
  },
  SEE_OWN_HISTORY: { does: 'see their own questions, SQL and results', roles: ALL, tokens: 'ANY' },
  MANAGE_OWN_HISTORY: {
    does: 'mark favourites, delete their own questions, offer them to the team',
    roles: ALL,
    tokens: 'CHANGING',
  },
  SEE_APPROVED_QUERIES: { does: 'see queries that are approved for the team', roles: ALL, tokens: 'ANY' },
  APPROVE_QUERIES: {
    does: 'approve queries for the team and withdraw them',
    roles: DEVELOPERS,
    tokens: 'CHANGING',
  },

  INSPECT_CONNECTIONS: {
    does: 'see how connections fare and what their logins may do, and have catalogs read anew',
    roles: DEVELOPERS,
    tokens: 'ANY',
  },
  MANAGE_CONNECTIONS_IN_DEVELOPMENT: {
    does: 'check, create, edit and delete development connections, their glossary and privacy',
    roles: DEVELOPERS,
    tokens: 'CHANGING',
  },
  MANAGE_CONNECTIONS_IN_PRODUCTION: {
    does: 'check, create, edit and delete production connections, their glossary and privacy',
    roles: ADMINS,
    tokens: 'CHANGING',
  },
  // More than managing a connection, in development too: somebody answers for what a function does.
  ALLOW_FUNCTIONS: { does: 'list functions that queries may call', roles: ADMINS, tokens: 'CHANGING' },
  // Drafts then run that nobody has read: somebody answers for that, too.
  SWITCH_ON_COMPARING: {
    does: 'switch on that drafts of answers are run and compared',
    roles: ADMINS,
    tokens: 'CHANGING',
  },

  SEE_PROPOSALS: { does: 'see proposals', roles: DEVELOPERS, tokens: 'ANY' },
  COMMENT_ON_PROPOSALS: { does: 'comment on proposals', roles: DEVELOPERS, tokens: 'CHANGING' },
  PROPOSE: {
    does: 'propose changes, edit proposals, have them dry-run, and withdraw their own',
    roles: DEVELOPERS,
    tokens: 'CHANGING',
  },
  HOLD_ROUNDTABLES: {
    does: 'have the roundtable look at proposals',
    roles: DEVELOPERS,
    tokens: 'CHANGING',
  },
  APPROVE_IN_DEVELOPMENT: {
    does: 'approve and reject proposals for development, their own too',
    roles: DEVELOPERS,
    tokens: 'CHANGING',
  },
  APPLY_IN_DEVELOPMENT: { does: 'apply proposals in development', roles: DEVELOPERS, tokens: 'CHANGING' },
  APPROVE_IN_PRODUCTION: {
    does: 'approve and reject proposals for production, none that they wrote or edited',
    roles: ADMINS,
    tokens: 'NONE',
  },
  APPLY_IN_PRODUCTION: { does: 'apply proposals in production', roles: ADMINS, tokens: 'CHANGING' },
  SETTLE_PROPOSALS: {
    does: 'say what became of a change whose outcome could not be found out, with a written reason',
    roles: ADMINS,
    tokens: 'NONE',
  },
  BREAK_GLASS: {
    does: 'apply in production without another’s approval, with a written reason',
    roles: ADMINS,
    tokens: 'NONE',
  },

  SEE_USERS: { does: 'see all users', roles: ADMINS, tokens: 'ANY' },
  MANAGE_USERS: {
    does: 'create users, set their roles and passwords, disable them and end their sessions',
    roles: ADMINS,
    tokens: 'NONE',
  },
  SEE_SETTINGS: { does: 'see settings and the model provider', roles: ADMINS, tokens: 'ANY' },
  CHANGE_SETTINGS: { does: 'change settings and test the model', roles: ADMINS, tokens: 'CHANGING' },
  SEE_USAGE: { does: 'see what models were used for and what that cost', roles: ADMINS, tokens: 'ANY' },
  SEE_AUDIT: { does: 'read, verify and export the audit', roles: ADMINS, tokens: 'ANY' },
} as const satisfies Record<string, Row>

export type Permission = keyof typeof PERMISSIONS

/** What of a person decides. */
export type Caller = Pick<User, 'role' | 'through'>

/** All names, in the order of the table. */
export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as readonly Permission[]

export function may({ role, through }: Caller, permission: Permission): boolean {
  const { roles, tokens }: Row = PERMISSIONS[permission]
  return roles.includes(role) && (through === undefined || tokenMay(through, tokens))
}

export function permissionsOf(caller: Caller): Permission[] {
  return ALL_PERMISSIONS.filter(permission => may(caller, permission))
}

/** FORBIDDEN, with who can, unless the caller may do at least one of these. */
export function requireMay(caller: Caller, ...permissions: readonly [Permission, ...Permission[]]): void {
  if (permissions.some(permission => may(caller, permission))) return
  const { does, roles, tokens }: Row = PERMISSIONS[permissions[0]]
  if (!roles.includes(caller.role)) {
    throw new AppError('FORBIDDEN', `Only ${roles.map(role => PEOPLE[role]).join(' and ')} ${does}`, {
      hints: [`Ask ${roles.map(role => A_PERSON[role]).join(' or ')}`],
    })
  }
  throw tokens === 'NONE'
    ? new AppError('FORBIDDEN', `API tokens cannot ${does}`, { hints: ['Sign in as yourself to do that'] })
    : new AppError('FORBIDDEN', `This API token only reads: it cannot ${does}`, {
        hints: ['Make another token that may change things, or sign in as yourself'],
      })
}

/** Whether this connection is there for the caller: for people all are, a token may be for some only. */
export function mayReach({ through }: Caller, connectionId: string): boolean {
  return through?.connectionIds?.includes(connectionId) ?? true
}

/** The lesser of two roles: a token never gives more than its owner has. */
export function lesserRole(one: Role, other: Role): Role {
  return ALL.indexOf(one) < ALL.indexOf(other) ? one : other
}

const PEOPLE: Record<Role, string> = {
  READ_ONLY: 'readers',
  DEVELOPER: 'developers',
  ADMIN: 'administrators',
}
const A_PERSON: Record<Role, string> = {
  READ_ONLY: 'a reader',
  DEVELOPER: 'a developer',
  ADMIN: 'an administrator',
}

function tokenMay({ readOnly }: TokenScope, tokens: Row['tokens']): boolean {
  return tokens === 'ANY' || (tokens === 'CHANGING' && !readOnly)
}
