/** Of the detail of an event, the one thing that tells it from others; empty where there is none. Pure. */
const TELLING = [
  'text',
  'sql',
  'title',
  'name',
  'email',
  'message',
  'code',
  'keyId',
  'format',
  'address',
] as const

export function detailSummary(detail: string): string {
  const fields = readDetail(detail)
  for (const name of TELLING) {
    const value = fields[name]
    if (typeof value === 'string' && value !== '') return value.replaceAll(/\s+/g, ' ')
  }
  return typeof fields.rowCount === 'number' ? `${fields.rowCount.toLocaleString('en-US')} rows` : ''
}

/** An event that somebody has tampered with may hold anything. */
export function readDetail(detail: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(detail)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
