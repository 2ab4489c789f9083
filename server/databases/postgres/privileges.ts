import type { Cell } from '../../domain.ts'
import { textOf } from '../cell-text.ts'
import type { Session } from './driver.ts'
import { RIGHTS_QUERY, ROLES_QUERY } from './privilege-queries.ts'

/** Some things of one kind, with their schemas. */
export interface Objects {
  count: number
  examples: readonly string[]
  schemas: readonly string[]
}

export interface HeldRole {
  name: string
  /** The roles from the login to it, itself the last; empty for the login. */
  way: readonly string[]
  superuser: boolean
  createRole: boolean
  createDatabase: boolean
  replication: boolean
  bypassesPolicies: boolean
}

/** Null stands for everybody. */
export type Grantee = string | null

export interface Rights {
  writable: Objects
  writableBy: readonly Grantee[]
  /** Sequences that it may move on. */
  counting: Objects
  countingBy: readonly Grantee[]
  owned: Objects
  ownedBy: readonly string[]
  ownsDatabase: boolean
  ownedSchemas: readonly string[]
  /** Functions that run with their owners' rights. */
  elevated: Objects
  /** Schemas that it may make things in. */
  making: Objects
  makingBy: readonly Grantee[]
  createInDatabase: boolean
  createInDatabaseBy: readonly Grantee[]
  temporary: boolean
  temporaryBy: readonly Grantee[]
  /** Writes on tables that are made later. */
  later: readonly { schema: string | null; owner: string; grantee: Grantee }[]
  hostFunctions: readonly string[]
  passwordHashes: boolean
  otherServers: readonly string[]
}

export interface Privileges {
  /** The login first. */
  roles: readonly HeldRole[]
  /** Null for who is, or can become, a superuser: then it is everything. */
  rights: Rights | null
}

/** Two queries, whatever the size of the database; about 60 ms for 5,000 tables. */
export async function readPrivileges(session: Session): Promise<Privileges> {
  const roles = (await session.query(ROLES_QUERY))
    .map(toRole)
    .sort((one, other) => one.way.length - other.way.length)
  if (roles.some(({ superuser }) => superuser)) return { roles, rights: null }
  const [[rights] = []] = await session.query(RIGHTS_QUERY)
  return { roles, rights: toRights(rights) }
}

function toRole([name, way, ...attributes]: readonly (Cell | undefined)[]): HeldRole {
  const [superuser, createRole, createDatabase, replication, bypassesPolicies] = attributes.map(
    each => each === true,
  )
  return {
    name: textOf(name),
    way: JSON.parse(textOf(way)) as string[],
    ...{
      superuser: superuser === true,
      createRole: createRole === true,
      createDatabase: createDatabase === true,
    },
    ...{ replication: replication === true, bypassesPolicies: bypassesPolicies === true },
  }
}

/** Our own query has made it, so only what aggregates leave out is filled in. */
function toRights(cell: Cell | undefined): Rights {
  const given = JSON.parse(textOf(cell)) as { [Key in keyof Rights]: Rights[Key] | null }
  const objects = (some: Objects | null): Objects => ({
    count: Number(some?.count ?? 0),
    examples: some?.examples ?? [],
    schemas: some?.schemas ?? [],
  })
  return {
    writable: objects(given.writable),
    writableBy: given.writableBy ?? [],
    counting: objects(given.counting),
    countingBy: given.countingBy ?? [],
    owned: objects(given.owned),
    ownedBy: given.ownedBy ?? [],
    ownsDatabase: given.ownsDatabase === true,
    ownedSchemas: given.ownedSchemas ?? [],
    elevated: objects(given.elevated),
    making: objects(given.making),
    makingBy: given.makingBy ?? [],
    createInDatabase: given.createInDatabase === true,
    createInDatabaseBy: given.createInDatabaseBy ?? [],
    temporary: given.temporary === true,
    temporaryBy: given.temporaryBy ?? [],
    later: given.later ?? [],
    hostFunctions: given.hostFunctions ?? [],
    passwordHashes: given.passwordHashes === true,
    otherServers: given.otherServers ?? [],
  }
}
