import type { Role } from '../domain.ts'
import { lesserRole } from '../permissions.ts'
import type { ApiTokens } from '../store/api-tokens.ts'
import type { Sessions } from '../store/sessions.ts'

/** By what somebody is known. */
export type Credential =
  | { kind: 'session'; id: string; idHash: string }
  /** `role`: what the token gives at most. */
  | { kind: 'token'; id: string; role: Role }

/** Who has it now, and with which role. */
export interface Right {
  credential: Credential
  role: Role
}

export interface LiveRightsOptions {
  sessions: Pick<Sessions, 'stillGood'>
  apiTokens: Pick<ApiTokens, 'stillGood'>
  now: () => Date
  /** How soon what happened in another process shows. */
  everyMs: number
}

interface Held extends Right {
  onLost: () => void
}

export type LiveRights = ReturnType<typeof createLiveRights>

/**
 * The rights that streams live by. While there are any, the store is asked every few seconds which of their sessions and
 * tokens are still good, and with which role, so that it does not matter in which process they ended. A store that does
 * not answer takes no right away: it is asked again.
 */
export function createLiveRights({ sessions, apiTokens, now, everyMs }: LiveRightsOptions) {
  const held = new Set<Held>()
  let timer: NodeJS.Timeout | null = null

  /** The role of everything that is still good, by what it is known by. */
  async function goodNow(): Promise<ReadonlyMap<string, Role>> {
    const credentials = [...held].map(({ credential }) => credential)
    const hashes = credentials.flatMap(each => (each.kind === 'session' ? [each.idHash] : []))
    const ids = credentials.flatMap(each => (each.kind === 'token' ? [each.id] : []))
    const at = now()
    const [ofSessions, ofTokens] = await Promise.all([
      hashes.length === 0 ? [] : sessions.stillGood([...new Set(hashes)], at),
      ids.length === 0 ? [] : apiTokens.stillGood([...new Set(ids)], at),
    ])
    return new Map([
      ...ofSessions.map(({ idHash, role }) => [idHash, role] as const),
      ...ofTokens.map(({ id, role }) => [id, role] as const),
    ])
  }

  /** Ends what has lost its right; what came while the store was asked is not judged by that answer. */
  async function look(): Promise<void> {
    const asked = [...held]
    if (asked.length === 0) return
    const good = await goodNow()
    for (const each of asked) {
      const { credential, role } = each
      const owners = good.get(credential.kind === 'session' ? credential.idHash : credential.id)
      const current = owners && (credential.kind === 'token' ? lesserRole(credential.role, owners) : owners)
      if (current === role || !held.delete(each)) continue
      each.onLost()
    }
  }

  function wait(): void {
    if (timer !== null || held.size === 0) return
    timer = setTimeout(() => {
      void look()
        .catch(() => undefined)
        .finally(() => {
          timer = null
          wait()
        })
    }, everyMs).unref()
  }

  return {
    /** @returns lets go; `onLost` is called at most once, and not after that */
    hold(right: Right, onLost: () => void): () => void {
      const each: Held = { ...right, onLost }
      held.add(each)
      wait()
      return () => void held.delete(each)
    },

    /** At once, after something of this process has taken rights away. */
    look,

    close(): void {
      held.clear()
      if (timer !== null) clearTimeout(timer)
    },
  }
}
