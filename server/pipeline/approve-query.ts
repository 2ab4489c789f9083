/**
 * The one door: what a person has confirmed, and the drafts that they have asked to be compared, are judged anew, and only
 * what is approved can be executed.
 */
import type { OpenDatabase } from '../databases/open-databases.ts'
import type { AuditAction, AuditDetails, Connection, GeneratedQuery, SqlCheck, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { Execution, ExecutionRequest, ExportedFile, ExportSettings } from '../execute/execute.ts'
import { askConfirmation } from './ask-confirmation.ts'
import { hashSql } from './check-sql.ts'
import { refuseCost } from './cost-gate.ts'
import type { Dependencies } from './dependencies.ts'
import type { KnownLogins } from './known-logins.ts'
import type { Lookup } from './lookup.ts'
import { createAlertOfViolation } from './passed-violation.ts'
import { runLimitsOf } from './run-limits.ts'
import type { RunLimits } from './run-limits.ts'

export interface ApprovalRequest {
  queryId: string
  /** Of the SQL that the person has seen. */
  sqlHash: string
  /** The person wants it although it is a lot of work. */
  confirmed: boolean
}

/** What is on record of one run or export. */
export interface Act {
  kind: 'run' | 'export'
  /** Of the run or export. */
  id: string
  user: User
}

/** SQL of a model that nobody has confirmed and that is not kept; its rows are compared with those of others. */
export interface Draft {
  id: null
  sql: string
  sqlHash: string
  connectionId: string
  check: SqlCheck
}

type ActOfAny = Omit<Act, 'kind'> & { kind: Act['kind'] | 'careful-run' }

type Request = Pick<ExecutionRequest, 'limits' | 'onOutcome'>

export interface ApprovedQuery extends Approved {
  query: GeneratedQuery
}

export interface Approved {
  connection: Connection
  opened: OpenDatabase
  /** Of the person's role and of the connection. */
  limits: RunLimits
  /** Why it had to be confirmed, in words; null where it just may run. */
  confirmed: string | null
  /** Whether the SQL says in which order its rows come. */
  ordered: boolean
  record<A extends AuditAction>(action: A, detail: AuditDetails[A]): Promise<void>
  /** Has it on record when the database stopped what the guard had allowed. */
  alert(code: ErrorCode | undefined): Promise<void>
  execute(request: Request): Execution
  /** The whole result in the format of a file. */
  export(request: Request, settings: ExportSettings): ExportedFile
}

export type ApproveQuery = ReturnType<typeof createApproveQuery>['approve']
export type ApproveDraft = ReturnType<typeof createApproveQuery>['approveDraft']

export function createApproveQuery(
  dependencies: Dependencies,
  lookup: Lookup,
  logins: Pick<KnownLogins, 'factsOf' | 'refusal'>,
) {
  const { audit, databases, executor, guard, limits } = dependencies
  const raiseAlert = createAlertOfViolation(dependencies)

  return {
    /** Throws what refuses it, on record; executes nothing. */
    async approve(
      act: Act,
      request: ApprovalRequest,
      beforeUse: () => Promise<void> = () => Promise.resolve(),
    ): Promise<ApprovedQuery> {
      const { query, connection } = await lookup.queryWithConnection(act.user, request.queryId)
      confirmHash(query, request)
      await beforeUse()
      return { query, ...(await judge(act, query, connection, request.confirmed)) }
    },

    /** The same for a draft; one that would have to be confirmed is refused. */
    async approveDraft(act: Omit<Act, 'kind'>, draft: Draft): Promise<Approved> {
      const connection = await lookup.connection(act.user, draft.connectionId)
      return judge({ ...act, kind: 'careful-run' }, draft, connection, false)
    },
  }

  async function judge(
    { kind, id, user }: ActOfAny,
    query: GeneratedQuery | Draft,
    connection: Connection,
    isConfirmed: boolean,
  ): Promise<Approved> {
    const record = <A extends AuditAction>(action: A, detail: AuditDetails[A]) =>
      audit.record<A>({ action, actorId: user.id, connectionId: connection.id, subjectId: id, detail })
    const refuse = async (refusal: AppError, code: string = refusal.code): Promise<never> => {
      await record(`${kind}.refused`, { queryId: query.id, sqlHash: query.sqlHash, code })
      throw refusal
    }

    const opened = await databases.get(connection)
    const facts = await logins.factsOf(connection, opened)
    const mayNotWrite = logins.refusal(connection, facts)
    if (mayNotWrite !== null) await refuse(mayNotWrite)
    // The check that was shown holds, and the guard's word of now: functions or rules may have changed since.
    const { engine, allowedFunctions } = connection
    const verdict = guard.judge({ engine, sql: query.sql, facts, allowedFunctions })
    const estimates = limits.byRole[user.role]
    const tooExpensive = refuseCost(query.check, estimates)
    if (!query.check.allowed || !verdict.allowed || tooExpensive !== null) {
      const [refusal = tooExpensive] = [...query.check.refusals, ...verdict.refusals]
      const code = refusal?.code === 'RUN_TOO_EXPENSIVE' ? refusal.code : 'GUARD_REFUSED'
      const hints = refusal?.hint ? [refusal.hint] : []
      await refuse(
        new AppError(code, refusal?.message ?? 'This is not one plain read', { hints }),
        refusal?.code,
      )
    }
    const confirmed = askConfirmation(query.check, estimates)
    if (confirmed !== null && !isConfirmed) await refuse(needsConfirmation(confirmed))

    const allowed = runLimitsOf(limits.runs, user.role, connection)
    const { sql } = query
    const workplace = { key: connection.id, places: allowed.runsPerConnection }
    return {
      ...{ connection, opened, limits: allowed, confirmed, record },
      ordered: verdict.statement?.ordered === true,
      alert: code =>
        raiseAlert({
          code: code ?? '',
          ...{ sqlHash: query.sqlHash, queryId: query.id, connectionId: connection.id },
          ...{ during: kind, subjectId: id, actorId: user.id },
        }),
      execute: request => executor.execute({ ...request, sql, workplace, database: opened.database }),
      export: (request, settings) =>
        executor.export({ ...request, sql, workplace, database: opened.database }, settings),
    }
  }
}

function confirmHash(query: GeneratedQuery, { sqlHash }: ApprovalRequest): void {
  if (sqlHash === query.sqlHash && hashSql(query.sql) === query.sqlHash) return
  throw new AppError('RUN_HASH_MISMATCH', 'This is not the SQL that was shown to you, so it was not run', {
    hints: ['Load the query again, look at its SQL, and run that'],
  })
}

function needsConfirmation(reason: string): AppError {
  return new AppError('RUN_NEEDS_CONFIRMATION', reason, {
    hints: ['Run it again with confirmed: true if that is what you want', 'Add a filter, or ask for totals'],
  })
}
