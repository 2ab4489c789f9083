/** A list in parts: nodes, newest first, and where the next part begins. */
export interface Page<T> {
  nodes: T[]
  endCursor: string | null
  hasNextPage: boolean
}

/** Where a part of a list ordered by time and id ended. */
export interface Position {
  createdAt: Date
  id: string
}

export function writeCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url')
}

/** Null for text that is no cursor of ours. */
export function readCursor(cursor: string): Position | null {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const createdAt = new Date(instant)
  if (Number.isNaN(createdAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) return null
  return { createdAt, id }
}

/** @param found one node more than `first` when there are more */
export function toPage<T extends Position>(found: readonly T[], first: number): Page<T> {
  const nodes = found.slice(0, first)
  const last = nodes.at(-1)
  return { nodes, endCursor: last ? writeCursor(last) : null, hasNextPage: found.length > first }
}
