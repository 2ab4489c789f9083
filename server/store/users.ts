import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { User } from '../domain.ts'
import type { Database } from './store-database.ts'
import { users } from './tables.ts'

export interface UserWithSecret extends User {
  passwordHash: string
}

export type Users = ReturnType<typeof createUsers>

export function createUsers(db: Database) {
  const visible = {
    id: users.id,
    email: users.email,
    name: users.name,
    role: users.role,
    createdAt: users.createdAt,
  }
  return {
    /** Makes the user; false when the e-mail address is taken. */
    async add(user: UserWithSecret): Promise<boolean> {
      const added = await db.insert(users).values(user).onConflictDoNothing().returning({ id: users.id })
      return added.length === 1
    },
    async setPassword(id: string, passwordHash: string): Promise<void> {
      await db.update(users).set({ passwordHash }).where(eq(users.id, id))
    },
    async count(): Promise<number> {
      return db.$count(users)
    },
    async findByEmail(email: string): Promise<UserWithSecret | null> {
      const [found] = await db
        .select()
        .from(users)
        .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
      return found ?? null
    },
    async find(id: string): Promise<User | null> {
      const [found] = await db.select(visible).from(users).where(eq(users.id, id))
      return found ?? null
    },
    async findMany(ids: readonly string[]): Promise<User[]> {
      return db
        .select(visible)
        .from(users)
        .where(inArray(users.id, [...ids]))
        .orderBy(asc(users.createdAt))
    },
  }
}
