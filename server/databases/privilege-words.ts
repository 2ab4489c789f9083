import type { PrivilegeFinding } from '../domain.ts'

/** A finding of an engine, and whether what it speaks of changes data or what lies around them. */
export interface FoundPrivilege extends PrivilegeFinding {
  writes: boolean
}

/** `12 tables, such as public.orders, public.customers and 10 more`. */
export function countInWords(count: number, what: string, examples: readonly string[]): string {
  const shown = examples.slice(0, 3)
  const more = count - shown.length
  const plural = count === 1 ? what : `${what}s`
  if (shown.length === 0) return `${count} ${plural}`
  if (more <= 0) return `${count} ${plural}: ${shown.join(', ')}`
  return `${count} ${plural}, such as ${shown.join(', ')} and ${more} more`
}

/** Without repetitions, in their order, cut where there are too many to read. */
export function listInWords(names: readonly string[], most = 5): string {
  const each = [...new Set(names)]
  if (each.length <= most) return each.join(', ')
  return `${each.slice(0, most).join(', ')} and ${each.length - most} more`
}
