import type { Context } from 'graphql-ws'
import type { OpenCounts } from './open-counts.ts'

type Socket = Pick<Context<Record<string, unknown>, Record<PropertyKey, unknown>>, 'subscriptions'>

/** Counts what is open on sockets, by who asked for it. */
export interface SocketOperations {
  /** False when the socket, or who asks, has as many open as may be. */
  begin(socket: Socket, id: string, caller: string): boolean
  end(socket: Socket, id: string): void
  close(socket: Socket): void
}

export function createSocketOperations(counts: OpenCounts, perSocket: number): SocketOperations {
  const open = new Map<Socket, Map<string, () => void>>()

  function end(socket: Socket, id: string): void {
    open.get(socket)?.get(id)?.()
    open.get(socket)?.delete(id)
  }

  /** The library tells of no end when a client leaves an operation that has hardly begun. */
  function sweep(): void {
    for (const [socket, held] of open)
      for (const id of held.keys()) if (!(id in socket.subscriptions)) end(socket, id)
  }

  return {
    begin(socket, id, caller) {
      if (Object.keys(socket.subscriptions).length > perSocket) return false
      end(socket, id)
      let leave = counts.enter(caller)
      if (leave === null) {
        sweep()
        leave = counts.enter(caller)
      }
      if (leave === null) return false
      const held = open.get(socket) ?? new Map<string, () => void>()
      open.set(socket, held.set(id, leave))
      return true
    },
    end,
    close(socket) {
      for (const leave of open.get(socket)?.values() ?? []) leave()
      open.delete(socket)
    },
  }
}
