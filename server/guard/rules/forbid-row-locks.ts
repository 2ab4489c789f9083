import { refusal } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-row-locks'

export const forbidRowLocks: StatementRule = {
  id,
  checkStatement: ({ statement }) =>
    statement.locks.map(lock =>
      refusal(id, lock, {
        message: `${lock.words} locks the rows it reads and makes others wait.`,
        hint: `Leave ${lock.words} out: reading needs no lock.`,
      }),
    ),
}
