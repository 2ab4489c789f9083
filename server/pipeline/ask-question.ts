/** ask: from a question to SQL that waits for a confirmation, or to honest words; intent before, outcome after. */
import type { AuditDetails, Connection, GeneratedQuery, Prompt, Translator, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { AnswerChange } from './answer-change.ts'
import { createAnswerQuestion, failed } from './answer-question.ts'
import type { AskEvent, Ended } from './answer-question.ts'
import type { AskedBefore, EarlierAnswer } from './asked-before.ts'
import type { CheckSql } from './check-sql.ts'
import type { CompareDrafts } from './compare-drafts.ts'
import type { Dependencies } from './dependencies.ts'
import type { KnownLogins } from './known-logins.ts'
import type { Lookup, Turn } from './lookup.ts'
import type { ModelCalls } from './model-calls.ts'
import { createSharedWork } from './shared-work.ts'
import type { Waiting } from './shared-work.ts'

export interface Question {
  connectionId: string
  text: string
  followsUpId: string | null
  requestId: string | null
  /** An earlier question, favourite or approved, whose SQL is wanted again; its text is then asked. */
  reuseId: string | null
  /** A new reading is wanted, whatever was answered before. */
  fresh: boolean
  /** Who is to read it; null: whoever comes first. */
  translator: Translator | null
  /** Drafts of a model are to be run and compared; only where that is switched on. */
  careful: boolean
}

export function createAskQuestion(
  dependencies: Dependencies,
  lookup: Lookup,
  checkSql: CheckSql,
  logins: Pick<KnownLogins, 'refusalOf'>,
  askedBefore: AskedBefore,
  modelCalls: ModelCalls,
  answerChange: AnswerChange,
  comparing: CompareDrafts,
) {
  const { store, audit, now, newId } = dependencies
  const answer = createAnswerQuestion(dependencies, checkSql, askedBefore, modelCalls, comparing)
  const sharedWork = createSharedWork<AskEvent, Prompt>({ graceMs: 10_000 })

  /** What came of an earlier call with this request id; null when there was none. */
  async function earlierAnswer(user: User, { requestId }: Question): Promise<Prompt | null> {
    const earlier = requestId === null ? null : await store.prompts.findByRequest(user.id, requestId)
    if (!earlier) return null
    if (earlier.outcome !== null) return { ...earlier, outcome: earlier.outcome }
    throw new AppError('ASK_REQUEST_REUSED', 'This question is still being worked on', {
      hints: ['Ask for it again in a moment'],
      retryable: true,
    })
  }

  async function work(
    user: User,
    question: Question,
    onEvent: (event: AskEvent) => void,
    signal: AbortSignal,
  ): Promise<Prompt> {
    const earlier = await earlierAnswer(user, question)
    if (earlier) return earlier
    const connection = await lookup.connection(user, question.connectionId)
    await refuseWritingLogin(user, connection, question.text)
    if (question.careful) await refuseCareful(user, question, connection)
    const turns = await conversation(user, question, connection)
    const chosen = question.reuseId === null ? null : await chosenAnswer(user, question.reuseId, connection)
    const text = chosen?.prompt.text ?? question.text
    const prompt: Prompt = {
      id: newId(),
      connectionId: connection.id,
      authorId: user.id,
      text,
      followsUpId: question.followsUpId,
      outcome: 'FAILURE',
      message: null,
      suggestions: [],
      queryId: null,
      createdAt: now(),
      ...{ askedWords: null, meaning: null, favourite: false, title: null },
      ...{ sharing: null, sharedQueryId: null, sharedAt: null, approvedById: null, approvedAt: null },
    }
    const record = <A extends 'prompt.started' | 'prompt.finished'>(action: A, detail: AuditDetails[A]) =>
      audit.record<A>({ action, actorId: user.id, connectionId: connection.id, subjectId: prompt.id, detail })
    await record('prompt.started', {
      ...{ text, followsUpId: question.followsUpId },
      ...(question.careful ? { careful: true as const } : {}),
    })
    if (!(await store.prompts.add({ ...prompt, outcome: null }, question.requestId))) {
      await record('prompt.finished', { outcome: null, repeated: true })
      return (await earlierAnswer(user, question)) ?? prompt
    }
    const asked = async (): Promise<Ended> =>
      (chosen === null ? await answerChange(user, prompt, connection) : null) ??
      answer(
        ...([user, prompt, connection, turns] as const),
        {
          ...{ fresh: question.fresh || question.careful, translator: question.translator, earlier: chosen },
          careful: question.careful,
        },
        ...([onEvent, signal] as const),
      )
    const { query, bug, ...end } = await asked().catch((error: unknown) => failed(error, signal))
    // In this order: one that ended without a record would never get it, one that has not ended is ended by `maintain`.
    await record('prompt.finished', outcomeOf(end, query))
    await store.prompts.end(prompt.id, { ...end, queryId: query?.id ?? null })
    if (bug) throw bug
    return { ...prompt, ...end, queryId: query?.id ?? null }
  }

  /** Before anything is done with the question: what would come of it could not be run. */
  async function refuseWritingLogin(user: User, connection: Connection, text: string): Promise<void> {
    const refusal = await logins.refusalOf(connection)
    if (refusal === null) return
    const subject = { actorId: user.id, connectionId: connection.id, subjectId: null }
    await audit.record({ ...subject, action: 'prompt.refused', detail: { text, code: refusal.code } })
    throw refusal
  }

  /** Nothing of it would run otherwise than by somebody's confirmation. */
  async function refuseCareful(user: User, question: Question, connection: Connection): Promise<void> {
    const refusal = connection.careful
      ? question.reuseId !== null || question.translator === 'BUILT_IN'
        ? new AppError('INPUT_INVALID', 'Only drafts of a model can be compared', {
            hints: ['Ask without `reuseId`, and without the built-in translator, or without `careful`'],
          })
        : null
      : new AppError('FORBIDDEN', 'Comparing answers is not switched on for this connection', {
          hints: ['Ask without it', 'An administrator can switch it on, on the connection’s page'],
        })
    if (refusal === null) return
    const subject = { actorId: user.id, connectionId: connection.id, subjectId: null }
    const { text } = question
    await audit.record({ ...subject, action: 'prompt.refused', detail: { text, code: refusal.code } })
    throw refusal
  }

  async function conversation(user: User, question: Question, connection: Connection): Promise<Turn[]> {
    if (question.followsUpId === null) return []
    const { connectionId } = await lookup.prompt(user, question.followsUpId)
    if (connectionId !== connection.id) {
      throw new AppError('INPUT_INVALID', 'A follow-up asks the same connection as the question before it', {
        hints: ['Ask it as a question of its own'],
      })
    }
    return lookup.conversation(user, question.followsUpId)
  }

  /** What the person may take again on this connection, whoever has asked it. */
  async function chosenAnswer(user: User, id: string, connection: Connection): Promise<EarlierAnswer> {
    const prompt = await lookup.visiblePrompt(user, id)
    const query = await askedBefore.keptQuery(user, prompt)
    if (prompt.connectionId === connection.id && query !== null) return { prompt, query }
    throw new AppError('INPUT_INVALID', 'There is no SQL of that question to take again on this connection', {
      hints: ['Ask it anew'],
    })
  }

  /** Answers when the question has its outcome; the last event is `finished`. */
  return async function askQuestion(
    user: User,
    question: Question,
    caller: Waiting<AskEvent>,
  ): Promise<Prompt> {
    const text = question.reuseId === null ? dependencies.validateQuestion(question.text) : question.text
    const key = question.requestId === null ? null : `${user.id} ${question.requestId}`
    const prompt = await sharedWork.join(key, caller, (emit, signal) =>
      work(user, { ...question, text }, emit, signal),
    )
    caller.onEvent({ kind: 'finished', prompt })
    return prompt
  }
}

/** What of it goes on record. */
function outcomeOf(
  { outcome, message }: Pick<Ended, 'outcome' | 'message'>,
  query: GeneratedQuery | null,
): AuditDetails['prompt.finished'] {
  if (query === null || outcome !== 'QUERY') return { outcome, message }
  const { id: queryId, origin, model, sqlHash, sql, reusedFromId } = query
  return { outcome, queryId, origin, model, sqlHash, sql, ...(reusedFromId === null ? {} : { reusedFromId }) }
}
