import { createHash } from 'node:crypto'
import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia'
import type { User } from '../domain.ts'
import type { Sessions, StoredSession } from '../store/sessions.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, User>
    DatabaseUserAttributes: User
  }
}

/** Lucia's sessions in our store, by the hash of their id: who reads the store cannot take a session over. */
export function createSessionAdapter(sessions: Sessions): Adapter {
  const toDatabaseSession = (id: string, { userId, expiresAt }: StoredSession): DatabaseSession => ({
    id,
    userId,
    expiresAt,
    attributes: {},
  })
  return {
    async getSessionAndUser(id): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const found = await sessions.findWithUser(hashSessionId(id))
      if (!found) return [null, null]
      return [toDatabaseSession(id, found.session), { id: found.user.id, attributes: found.user }]
    },
    async getUserSessions(userId) {
      const found = await sessions.listOf(userId)
      return found.map(session => toDatabaseSession(session.idHash, session))
    },
    async setSession({ id, userId, expiresAt }) {
      await sessions.add({ idHash: hashSessionId(id), userId, expiresAt })
    },
    async updateSessionExpiration(id, expiresAt) {
      await sessions.extend(hashSessionId(id), expiresAt)
    },
    async deleteSession(id) {
      await sessions.remove(hashSessionId(id))
    },
    async deleteUserSessions(userId) {
      await sessions.removeOf(userId)
    },
    async deleteExpiredSessions() {
      await sessions.removeExpired(new Date())
    },
  }
}

/** A session id holds 200 random bits: a plain hash cannot be searched backwards. */
function hashSessionId(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
