/** Counts on the target that a change hangs on, each judged as every query is, on record, and within a few seconds. */
import type { Connection, MigrationProposal, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { AnsweredRowCheck, RowCheck } from '../review/roundtable/roundtable.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import { runLimitsOf } from './run-limits.ts'

const MAX_SECONDS = 5
const MAX_BYTES = 10_000

export type CheckRows = ReturnType<typeof createCheckRows>

export function createCheckRows(dependencies: Dependencies, checkSql: CheckSql) {
  const { audit, databases, executor, guard, limits } = dependencies

  /** Never throws for what the target or a rule is against: that is not answered, and says why. */
  return async function checkRows(
    user: User,
    connection: Connection,
    { id: subjectId, revision }: Pick<MigrationProposal, 'id' | 'revision'>,
    checks: readonly RowCheck[],
  ): Promise<AnsweredRowCheck[]> {
    const answered: AnsweredRowCheck[] = []
    // One after another: they read whole tables of somebody's database.
    for (const check of checks) {
      try {
        answered.push({ ...check, ...(await ask(check.sql)) })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        answered.push({ ...check, count: null, why: error.message })
      }
    }
    return answered

    async function ask(sql: string): Promise<Pick<AnsweredRowCheck, 'count' | 'why'>> {
      const opened = await databases.get(connection)
      const { engine, allowedFunctions } = connection
      const verdict = guard.judge({ engine, sql, facts: await opened.facts(), allowedFunctions })
      if (!verdict.allowed) return { count: null, why: 'it is no plain read' }
      const check = await checkSql(connection, sql, user.role)
      if (!check.allowed || check.needsConfirmation)
        return { count: null, why: 'it would be too much work to count' }
      const act = { actorId: user.id, connectionId: connection.id, subjectId }
      await audit.record({ ...act, action: 'proposal.rows-asked', detail: { revision, sql } })
      const { runsPerConnection } = runLimitsOf(limits.runs, user.role, connection)
      const rows: string[] = []
      let code: string | null = null
      const execution = executor.execute({
        database: opened.database,
        sql,
        limits: {
          ...{ maxRows: 1, maxBytes: MAX_BYTES, maxSeconds: MAX_SECONDS },
          ...{ firstRowSeconds: MAX_SECONDS, stallSeconds: MAX_SECONDS },
        },
        workplace: { key: connection.id, places: runsPerConnection },
        async onOutcome({ problem }) {
          code = problem?.code ?? null
          await audit.record({ ...act, action: 'proposal.rows-answered', detail: { revision, code } })
        },
      })
      for await (const event of execution)
        if (event.kind === 'rows') rows.push(event.rows.json.toString('utf8'))
      const count = countIn(rows)
      return count === null
        ? { count, why: `the database did not answer (${code ?? 'no row'})` }
        : { count, why: null }
    }
  }
}

/** One row of one number, which may travel as a text. */
function countIn([json]: readonly string[]): number | null {
  if (json === undefined) return null
  const [row] = JSON.parse(`[${json}]`) as unknown[][]
  const count = Number(row?.[0])
  return Number.isSafeInteger(count) ? count : null
}
