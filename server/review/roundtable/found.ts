import type { Evidence } from '../../domain.ts'

/** What a source of evidence finds; its number comes when all are together. */
export type Found = Omit<Evidence, 'id'>

/** One that nothing has to be done about. */
export function fact(topic: Evidence['topic'], text: string): Found {
  return { topic, text, floor: 'APPROVE', hint: null }
}
