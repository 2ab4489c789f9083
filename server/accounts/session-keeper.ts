import { createHash } from 'node:crypto'
import { Lucia, TimeSpan } from 'lucia'
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia'
import type { User } from '../domain.ts'
import type { Sessions, StoredSession } from '../store/sessions.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ listedAs: string }, User>
    DatabaseUserAttributes: User
    DatabaseSessionAttributes: Begun & { listedAs: string }
  }
}

/** Where a session is begun: the network address, and what the browser calls itself. */
export interface Begun {
  address: string
  userAgent: string
}

export interface SessionTimes {
  /** A session that is not used for so long is over. */
  idleMs: number
  /** However much it is used. */
  maxMs: number
}

export interface SessionKeeperOptions {
  sessions: Sessions
  now: () => Date
  newId: () => string
  session: SessionTimes
  /** True when browsers come over HTTPS. */
  secureCookies: boolean
}

export interface KnownSession {
  user: User
  /** What it is called where sessions are listed. */
  id: string
  idHash: string
  /** A Set-Cookie value, where the browser should get a newer one. */
  cookie: string | null
}

/** How exactly it is known when a session or a token was last used; each use would be a write otherwise. */
export const SEEN_EVERY_MS = 60_000
const LONGEST_USER_AGENT = 300

export type SessionKeeper = ReturnType<typeof createSessionKeeper>

/**
 * Sessions in cookies. Lucia makes their ids and cookies; when one is over is decided here and in the store, by our clock.
 * The store knows a session by the hash of its id: who reads the store cannot take it over.
 */
export function createSessionKeeper({
  sessions,
  now,
  newId,
  session: times,
  secureCookies,
}: SessionKeeperOptions) {
  const expiry = (at: Date, endsAt: Date) => new Date(Math.min(at.getTime() + times.idleMs, endsAt.getTime()))

  async function seen(session: StoredSession): Promise<void> {
    const at = now()
    if (at.getTime() - session.lastSeenAt.getTime() < SEEN_EVERY_MS) return
    await sessions.touch(session, at, expiry(at, session.endsAt))
  }

  const adapter: Adapter = {
    async getSessionAndUser(id): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const found = await sessions.findWithUser(hashSessionId(id), now())
      if (!found) return [null, null]
      await seen(found.session)
      const { userId, endsAt, id: listedAs, address, userAgent } = found.session
      return [
        { id, userId, expiresAt: endsAt, attributes: { listedAs, address, userAgent } },
        { id: found.user.id, attributes: found.user },
      ]
    },
    getUserSessions: () => Promise.resolve([]),
    async setSession({ id, userId, attributes: { listedAs, address, userAgent } }) {
      const at = now()
      const endsAt = new Date(at.getTime() + times.maxMs)
      const session = {
        idHash: hashSessionId(id),
        id: listedAs,
        userId,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: expiry(at, endsAt),
        endsAt,
        address,
        userAgent: userAgent.slice(0, LONGEST_USER_AGENT),
      }
      await sessions.add(session)
      await sessions.touch(session, at, session.expiresAt)
    },
    // Lucia asks for it when the cookie is to be renewed; the session itself lives by `seen`.
    updateSessionExpiration: () => Promise.resolve(),
    deleteSession: id => sessions.remove(hashSessionId(id)),
    async deleteUserSessions(userId) {
      await sessions.removeOf(userId)
    },
    deleteExpiredSessions: () => sessions.removeExpired(now()),
  }
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(times.maxMs, 'ms'),
    sessionCookie: {
      // With the prefix no other host, and nobody on plain HTTP, can set it in our place.
      name: secureCookies ? '__Host-lovable_session' : 'lovable_session',
      attributes: { secure: secureCookies, sameSite: 'lax', path: '/' },
    },
    getUserAttributes: user => user,
    getSessionAttributes: ({ listedAs }) => ({ listedAs }),
  })

  return {
    /** @returns a Set-Cookie value */
    async begin(userId: string, begun: Begun): Promise<string> {
      const { id } = await lucia.createSession(userId, { ...begun, listedAs: newId() })
      return lucia.createSessionCookie(id).serialize()
    },

    /** Whose session is in this Cookie header. */
    async find(cookieHeader: string | undefined): Promise<KnownSession | null> {
      const secret = lucia.readSessionCookie(cookieHeader ?? '')
      if (!secret) return null
      const { session, user } = await lucia.validateSession(secret)
      if (!session) return null
      return {
        user,
        id: session.listedAs,
        idHash: hashSessionId(secret),
        cookie: session.fresh ? lucia.createSessionCookie(secret).serialize() : null,
      }
    },

    /** @returns a Set-Cookie value that removes the session's cookie */
    async end(idHash: string): Promise<string> {
      await sessions.remove(idHash)
      return lucia.createBlankSessionCookie().serialize()
    },

    removeExpired: () => lucia.deleteExpiredSessions(),
  }
}

/** A session id holds 200 random bits: a plain hash cannot be searched backwards. */
function hashSessionId(id: string): string {
  return createHash('sha256').update(id).digest('hex')
}
