import { warning } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'warn-many-joins'

/** PostgreSQL stops trying every order of joins at eight relations (join_collapse_limit), MySQL's search thins out too. */
const MANY_RELATIONS = 9

export const warnManyJoins: StatementRule = {
  id,
  checkStatement({ statement }) {
    const count = statement.tables.length
    if (count < MANY_RELATIONS) return []
    const message = `This names ${count} tables. With so many the server guesses at the best order, and a mistake in one condition is hard to see.`
    return [warning(id, statement, { message, hint: 'Answer it in steps, or leave tables out.' })]
  },
}
