import { randomBytes } from 'node:crypto'
import type { EncodedRows, Row } from '../domain.ts'

/** The rows of one batch on their way: their text, and what stands for it in what GraphQL answers. */
export interface HeldRows {
  placeholder: string
  json: Buffer
}

/** Of one operation; it holds one batch at a time, and nothing once that was taken. */
export interface RowSlot {
  /** What the field `rows` resolves to; the same however often a document asks for it. */
  hold(rows: EncodedRows): readonly Row[]
  /** The batch that was asked for since the last call, else null. */
  take(): HeldRows | null
}

/**
 * Rows reach the wire as the bytes that the database's engine has made of them: GraphQL is given a placeholder and never
 * walks a cell. Nobody can forge one: it holds 128 random bits of this process and a number, and is replaced before
 * anything leaves.
 */
export function createRowSlots(secret = randomBytes(16).toString('hex')) {
  let batches = 0
  return (): RowSlot => {
    let held: { rows: EncodedRows; placeholder: string } | null = null
    return {
      hold(rows) {
        if (held?.rows !== rows) held = { rows, placeholder: `rows-${secret}-${(batches += 1)}` }
        // One text in place of a list of rows: for the scalar Row anything will do.
        return [held.placeholder as unknown as Row]
      },
      take() {
        const taken = held && { placeholder: held.placeholder, json: held.rows.json }
        held = null
        return taken
      },
    }
  }
}

/** Puts the rows in place of their placeholder, as UTF-8. `text` is short: it is what GraphQL answered without any row. */
export function spliceRows(text: string, { placeholder, json }: HeldRows): Buffer {
  const [before = '', ...parts] = text.split(`"${placeholder}"`)
  return Buffer.concat([Buffer.from(before), ...parts.flatMap(part => [json, Buffer.from(part)])])
}
