import { refusal } from '../rule.ts'
import type { TextRule } from '../rule.ts'

const id = 'require-parsable-sql'

/** What the engine's own grammar cannot read is not judged, so it does not run. */
export const requireParsableSql: TextRule = {
  id,
  checkText(parsed) {
    if (parsed.ok) return []
    const place = parsed.start === null ? null : { start: parsed.start, end: parsed.start + 1 }
    return [
      refusal(id, place, {
        message: parsed.message,
        hint: 'Correct the SQL, or ask the question again in words.',
      }),
    ]
  },
}
