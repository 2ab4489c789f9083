import postgres from 'postgres'

/** An arbitrary number; advisory locks of other programs in this cluster must not use it. */
const LOCK = '5287301294417203912'
const CONNECT_TIMEOUT_SECONDS = 5

export interface Presence {
  /** Gives up the place. True for the last process to leave: it alone is to stop the server. */
  leave(): Promise<boolean>
}

/**
 * Takes a place among the processes that use a server: an advisory lock, shared, held by one session for as long as the
 * process lives. The server drops it when the process dies, so there is nothing to clean up and no process number to
 * mistake. Of processes that leave at the same moment exactly one obtains the exclusive lock.
 * Rejects when the server does not answer, refuses `url`, or does not have `proof` (a file's path below its data
 * directory, and its content) on its disk: then it serves another directory.
 */
export async function joinServer(url: string, proof: { path: string; content: string }): Promise<Presence> {
  let left = false
  const sql = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    connection: { application_name: 'embedded-launcher' },
    onnotice: () => undefined,
    // The server cuts off all sessions when one of its processes has crashed, and goes on: take the place again.
    onclose: () => {
      if (!left) setTimeout(() => void take().catch(() => undefined), 1000).unref()
    },
  })
  const take = () => sql`select pg_advisory_lock_shared(${LOCK}::bigint)`

  const close = async () => {
    left = true
    await sql.end({ timeout: 1 })
  }
  try {
    const [found] = await sql<
      { content: string | null }[]
    >`select pg_read_file(${proof.path}, true) as content`
    if (found?.content !== proof.content)
      throw new Error('A server of another data directory listens on this port.')
    await take()
  } catch (error) {
    await close()
    throw error
  }
  return {
    leave: async () => {
      if (left) return false
      left = true
      try {
        await sql`select pg_advisory_unlock_shared(${LOCK}::bigint)`
        const [answer] = await sql<{ last: boolean }[]>`select pg_try_advisory_lock(${LOCK}::bigint) as last`
        return answer?.last ?? false
      } catch {
        // A server that lets nobody in serves nobody: stopping it harms no one.
        return true
      } finally {
        await sql.end({ timeout: 1 })
      }
    },
  }
}
