import { AppError } from '../errors.ts'

/** A list in parts: nodes, newest first, and where the next part begins. */
export interface Page<T> {
  nodes: T[]
  endCursor: string | null
  hasNextPage: boolean
}

/** Where a part of a list ordered by time and id ended. */
interface Position {
  createdAt: Date
  id: string
}

function writeCursor({ createdAt, id }: Position): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url')
}

/** INPUT_INVALID for text that is no cursor of ours. */
export function readCursor(cursor: string): Position {
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const createdAt = new Date(instant)
  if (Number.isNaN(createdAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new AppError('INPUT_INVALID', '`after` is not the end cursor of a page', {
      hints: ['Pass endCursor of the page before as it is'],
    })
  }
  return { createdAt, id }
}

/** @param found one node more than `first` when there are more */
export function toPage<T extends Position>(found: readonly T[], first: number): Page<T> {
  const nodes = found.slice(0, first)
  const last = nodes.at(-1)
  return { nodes, endCursor: last ? writeCursor(last) : null, hasNextPage: found.length > first }
}
