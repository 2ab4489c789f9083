import { refusal } from '../rule.ts'
import type { TextRule } from '../rule.ts'

const id = 'require-single-statement'

/** A second statement could end the read-only transaction that the first one runs in. */
export const requireSingleStatement: TextRule = {
  id,
  checkText(parsed) {
    if (!parsed.ok || parsed.statements.length === 1) return []
    const [, second] = parsed.statements
    if (second === undefined)
      return [
        refusal(id, null, { message: 'There is no statement in this text.', hint: 'Write one SELECT.' }),
      ]
    return [
      refusal(id, second, {
        message: `There are ${parsed.statements.length} statements here; one runs at a time.`,
        hint: 'Keep one of them, or join them into one SELECT with UNION ALL or WITH.',
      }),
    ]
  },
}
