import type { EncodedRows } from '../domain.ts'

export const NO_ROWS: EncodedRows = { count: 0, json: Buffer.alloc(0), bytes: 0 }
