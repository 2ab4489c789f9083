import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Role, User } from '../domain.ts'
import type { Database } from './store-database.ts'
import { users } from './tables.ts'

export interface UserWithSecret extends User {
  /** Null: nobody signs in with a password. */
  passwordHash: string | null
  /** Somebody else has chosen the password; until then it is good for choosing another one. */
  oneTimeUntil?: Date | null
  disabledAt?: Date | null
}

/** A user as administrators see them. */
export interface Account extends User {
  disabledAt: Date | null
  lastSeenAt: Date | null
  /** False where they sign in another way. */
  hasPassword: boolean
  oneTimeUntil: Date | null
  sessionCount: number
  tokenCount: number
}

/** What came of an administrator's act: see `changeByAdmin`. */
export type AdminChange = 'done' | 'not-found' | 'not-admin' | 'last-admin'

export type Users = ReturnType<typeof createUsers>

/** What everybody who works with a user gets to see of them. */
export const VISIBLE = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  createdAt: users.createdAt,
}

export function createUsers(db: Database) {
  /**
   * One statement, since two administrators may act on each other at once: it takes all administrators for itself, and
   * whoever waited for it sees them as they are then. The actor must be one of them still, and one must be left.
   */
  async function changeByAdmin(
    actorId: string,
    userId: string,
    change: SQL,
    staysAdmin: boolean,
  ): Promise<AdminChange> {
    const [answer] = (await db.execute(sql`
      with admins as materialized (
        select id from users where role = 'ADMIN' and disabled_at is null order by id for update
      ), changed as (
        update users set ${change}
        where id = ${userId}
          and exists (select from admins where id = ${actorId})
          and (${staysAdmin} or exists (select from admins where id <> ${userId}))
        returning id
      ), ended as (
        delete from sessions where user_id in (select id from changed)
      )
      select exists (select from changed) as changed,
        exists (select from admins where id = ${actorId}) as by_admin,
        exists (select from users where id = ${userId}) as found`)) as unknown as readonly {
      changed: boolean
      by_admin: boolean
      found: boolean
    }[]
    if (answer?.changed === true) return 'done'
    if (answer?.by_admin !== true) return 'not-admin'
    return answer.found ? 'last-admin' : 'not-found'
  }

  return {
    /** Makes the user; false when the e-mail address is taken. */
    async add(user: UserWithSecret): Promise<boolean> {
      const added = await db.insert(users).values(user).onConflictDoNothing().returning({ id: users.id })
      return added.length === 1
    },
    /** @param oneTimeUntil null: the user has chosen it */
    async setPassword(id: string, passwordHash: string, oneTimeUntil: Date | null = null): Promise<boolean> {
      const changed = await db
        .update(users)
        .set({ passwordHash, oneTimeUntil })
        .where(eq(users.id, id))
        .returning({ id: users.id })
      return changed.length === 1
    },
    /** Only where the password is still that one: of two that change it at once, one does. */
    async replacePassword(id: string, before: string, passwordHash: string): Promise<boolean> {
      const changed = await db
        .update(users)
        .set({ passwordHash, oneTimeUntil: null })
        .where(and(eq(users.id, id), eq(users.passwordHash, before)))
        .returning({ id: users.id })
      return changed.length === 1
    },
    /** Ends all their sessions. Done also where they have that role already. */
    setRole: (actorId: string, userId: string, role: Role): Promise<AdminChange> =>
      changeByAdmin(actorId, userId, sql`role = ${role}`, role === 'ADMIN'),
    /** Ends all their sessions. @param at null: enables them again */
    setDisabled: (actorId: string, userId: string, at: Date | null): Promise<AdminChange> =>
      changeByAdmin(
        actorId,
        userId,
        sql`disabled_at = ${at?.toISOString() ?? null}::timestamptz`,
        at === null,
      ),
    async count(): Promise<number> {
      return db.$count(users)
    },
    async findByEmail(email: string): Promise<UserWithSecret | null> {
      const { passwordHash, oneTimeUntil, disabledAt } = users
      const [found] = await db
        .select({ ...VISIBLE, passwordHash, oneTimeUntil, disabledAt })
        .from(users)
        .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
      return found ?? null
    },
    async findWithSecret(id: string): Promise<UserWithSecret | null> {
      const { passwordHash, oneTimeUntil, disabledAt } = users
      const [found] = await db
        .select({ ...VISIBLE, passwordHash, oneTimeUntil, disabledAt })
        .from(users)
        .where(eq(users.id, id))
      return found ?? null
    },
    async find(id: string): Promise<User | null> {
      const [found] = await db.select(VISIBLE).from(users).where(eq(users.id, id))
      return found ?? null
    },
    async findMany(ids: readonly string[]): Promise<User[]> {
      return db
        .select(VISIBLE)
        .from(users)
        .where(inArray(users.id, [...ids]))
        .orderBy(asc(users.createdAt))
    },
    /** Of these, who can still sign in. */
    async findActive(ids: readonly string[]): Promise<User[]> {
      return db
        .select(VISIBLE)
        .from(users)
        .where(and(inArray(users.id, [...ids]), isNull(users.disabledAt)))
    },
    async activeAdmins(): Promise<User[]> {
      return db
        .select(VISIBLE)
        .from(users)
        .where(and(eq(users.role, 'ADMIN'), isNull(users.disabledAt)))
    },
    /** Oldest first. @param now sessions that have expired by then do not count */
    async listAccounts(now: Date): Promise<Account[]> {
      const { disabledAt, lastSeenAt, oneTimeUntil } = users
      const at = now.toISOString()
      return db
        .select({
          ...VISIBLE,
          disabledAt,
          lastSeenAt,
          oneTimeUntil,
          hasPassword: sql<boolean>`${isNotNull(users.passwordHash)}`,
          // Written out: drizzle leaves the table away from names of columns where there is one table only.
          sessionCount: sql<number>`(select count(*)::int from sessions
            where sessions.user_id = users.id and sessions.expires_at > ${at}::timestamptz)`,
          tokenCount: sql<number>`(select count(*)::int from api_tokens where api_tokens.user_id = users.id)`,
        })
        .from(users)
        .orderBy(asc(users.createdAt), asc(users.id))
    },
  }
}
