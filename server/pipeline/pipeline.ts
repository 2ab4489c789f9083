/**
 * The sentence: ask → generate → guard → preview → execute → explain, each step on record. Everything a person does with
 * a question goes through here; the steps do not know each other. Failures are `AppError`s; what is not found or belongs
 * to somebody else is NOT_FOUND.
 */
import type { AuditRecord, Catalog, Connection, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { createAnswerChange } from './answer-change.ts'
import { createApplyProposal } from './apply-proposal.ts'
import { createApproveQuery } from './approve-query.ts'
import { createAskQuestion } from './ask-question.ts'
import { createAskedBefore } from './asked-before.ts'
import { createChangeLogin } from './change-login.ts'
import { createCheckSql } from './check-sql.ts'
import { createCompareDrafts } from './compare-drafts.ts'
import { createConnections } from './connections.ts'
import type { Dependencies } from './dependencies.ts'
import { createExplainRun } from './explain-run.ts'
import { createExportQuery } from './export-query.ts'
import { createHoldRoundtable } from './hold-roundtable.ts'
import { createProposeWayBack } from './propose-way-back.ts'
import { createSettleProposal } from './settle-proposal.ts'
import { createCheckRows } from './check-rows.ts'
import { createKeepPrompts } from './keep-prompts.ts'
import { createKnownLogins } from './known-logins.ts'
import { createLookup } from './lookup.ts'
import { createModelCalls } from './model-calls.ts'
import { createNextSteps } from './next-steps.ts'
import { createProposals } from './proposals.ts'
import { createRecoverProposals } from './recover-proposals.ts'
import { createModelSettings } from './model-settings.ts'
import { createReadAudit } from './read-audit.ts'
import { createResultDigests } from './result-digests.ts'
import { createReviseQuery } from './revise-query.ts'
import { createRunOutcomes } from './run-outcomes.ts'
import { createRunQuery } from './run-query.ts'
import { createWatchProposal } from './watch-proposal.ts'

/** A run or question that nobody has spoken for so long has lost its process. */
const SILENT_MS = 15 * 60_000

export type Pipeline = ReturnType<typeof createPipeline>

export function createPipeline(dependencies: Dependencies) {
  const { store, audit, databases, now, newId } = dependencies
  /** Of what a dead process has left behind. */
  const ends = createRunOutcomes()
  const lookup = createLookup(dependencies)
  const logins = createKnownLogins(dependencies)
  const checkSql = createCheckSql(dependencies, logins)
  const digests = createResultDigests(dependencies)
  const { approve, approveDraft } = createApproveQuery(dependencies, lookup, logins)
  const running = createRunQuery(dependencies, lookup, digests, approve)
  const exporting = createExportQuery(dependencies, approve)
  const { settle, ...connections } = createConnections(dependencies, lookup, logins)
  const { settle: settleAudit, ...readAudit } = createReadAudit(dependencies)
  const revising = createReviseQuery(dependencies, lookup, checkSql)
  const comparing = createCompareDrafts(dependencies, approveDraft)
  const askedBefore = createAskedBefore(dependencies)
  const modelCalls = createModelCalls(dependencies)
  const explaining = createExplainRun(dependencies, lookup, digests, checkSql, modelCalls)
  const keeping = createKeepPrompts(dependencies, lookup, running.cancel)

  const { settle: settleProposals, ...proposals } = createProposals(dependencies, lookup, modelCalls)
  const answerChange = createAnswerChange(dependencies, proposals, modelCalls)
  const applying = createApplyProposal(dependencies, lookup, { ...proposals, settle: settleProposals })
  const recovering = createRecoverProposals(dependencies)
  const { settle: settleSettling, ...settling } = createSettleProposal(
    dependencies,
    lookup,
    proposals,
    recovering,
  )
  const proposeWayBack = createProposeWayBack(
    dependencies,
    lookup,
    proposals,
    createCheckRows(dependencies, checkSql),
  )
  const { settle: settleRoundtables, ...roundtables } = createHoldRoundtable(
    ...([dependencies, lookup, proposals, checkSql, modelCalls] as const),
  )
  const { settle: settleLogins, ...changeLogin } = createChangeLogin(dependencies, lookup)

  return {
    lookup,
    audit: readAudit,
    proposals: {
      ...{ ...proposals, ...settling, proposeWayBack },
      ...{ apply: applying.apply, applyOptions: applying.options, watch: createWatchProposal(proposals) },
    },
    roundtables,
    nextSteps: createNextSteps(dependencies, lookup),
    changeLogin,
    connections,
    ask: createAskQuestion(
      ...([
        dependencies,
        lookup,
        checkSql,
        logins,
        askedBefore,
        modelCalls,
        answerChange,
        comparing,
      ] as const),
    ),
    model: createModelSettings(dependencies),
    check: revising.check,
    revise: revising.revise,
    run: running.run,
    cancelRun: running.cancel,
    queuePosition: running.queuePosition,
    export: exporting.export,
    explainable: explaining.explainable,
    explain: explaining.explain,
    setFavourite: keeping.setFavourite,
    shareQuery: keeping.share,
    withdrawQuery: keeping.withdraw,
    approveQuery: keeping.approve,
    deletePrompt: keeping.remove,

    /** Questions that work on this connection, for somebody who has asked none yet. */
    async examples(user: User, { id }: Connection): Promise<readonly string[]> {
      return explaining.examples(await lookup.connection(user, id))
    },

    async catalog(user: User, connectionId: string): Promise<Catalog> {
      return (await databases.get(await lookup.connection(user, connectionId))).catalog()
    },

    /**
     * To be called every minute: keeps our runs alive, ends what a dead process has left behind, and closes databases
     * whose connection another process has edited or deleted.
     */
    async maintain(): Promise<void> {
      await Promise.all([
        running.heartbeat(),
        ends.settle(),
        exporting.settle(),
        settleAudit(),
        settle(),
        settleProposals(),
        settleSettling(),
        settleRoundtables(),
        settleLogins(),
        applying.settle(),
        recovering.recoverAll(),
        keeping.settle(),
        revising.settle(),
        explaining.settle(),
        store.connections.list().then(databases.retain),
      ])
      const silentSince = new Date(now().getTime() - SILENT_MS)
      const interrupted = new AppError('RUN_INTERRUPTED', 'The server stopped while this was running', {
        hints: ['Run it again'],
        retryable: true,
      })
      const { code, message, hints, retryable } = interrupted
      const runs = await store.resultSets.failSilentSince(silentSince, { code, message, hints, retryable })
      const prompts = await store.prompts.failUnfinishedBefore(silentSince, `${message}. Ask again`)
      const keep = (record: AuditRecord) => ends.keep(newId(), [() => audit.record(record)])
      const actOf = (one: { id: string; authorId: string; connectionId: string }) => ({
        ...{ actorId: one.authorId, connectionId: one.connectionId, subjectId: one.id },
      })
      await Promise.all([
        ...runs.map(run =>
          keep({ ...actOf(run), action: 'run.finished', detail: { state: 'FAILED', code } }),
        ),
        ...prompts.map(prompt =>
          keep({ ...actOf(prompt), action: 'prompt.finished', detail: { outcome: 'FAILURE', message } }),
        ),
      ])
    },

    /** Ends what is running, with its end on record, and closes the databases. */
    async close(): Promise<void> {
      await Promise.all([running.cancelAll(), exporting.cancelAll(), applying.close()])
      await databases.close()
    },
  }
}
