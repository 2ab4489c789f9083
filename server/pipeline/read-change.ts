import type { Connection } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { MigrationStatement } from '../sql/sql.ts'
import type { Dependencies } from './dependencies.ts'

const MAX_STATEMENTS = 100

/** The statements of a change. INPUT_INVALID for none or too many, PROPOSAL_REFUSED for what no change may have. */
export function readChange(
  { migrationReaders, review }: Pick<Dependencies, 'migrationReaders' | 'review'>,
  { engine }: Pick<Connection, 'engine'>,
  sql: string,
): readonly MigrationStatement[] {
  const reading = migrationReaders[engine]?.read(sql)
  if (reading === undefined || !reading.ok) {
    throw new AppError('PROPOSAL_REFUSED', reading?.message ?? 'Changes of this engine are not read here.', {
      hints: ['Check the SQL: every statement of a change has to be understood before it is tried'],
    })
  }
  const { statements } = reading
  if (statements.length === 0)
    throw new AppError('INPUT_INVALID', 'The change holds no statement', {
      fields: [{ field: 'sql', message: 'Write at least one statement' }],
    })
  if (statements.length > MAX_STATEMENTS)
    throw new AppError('INPUT_INVALID', `A change has at most ${MAX_STATEMENTS} statements`, {
      fields: [{ field: 'sql', message: `These are ${statements.length}` }],
    })
  const [refused] = review.refuse(statements)
  if (refused !== undefined)
    throw new AppError('PROPOSAL_REFUSED', refused.message, { hints: [refused.hint] })
  return statements
}
