/** ask → generate → guard → preview: from a question to SQL that waits for a confirmation, or to honest words. */
import type {
  AuditRecord,
  Connection,
  GeneratedQuery,
  JsonValue,
  Prompt,
  PromptOutcome,
  SqlCheck,
  User,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Generation } from '../generate/generation.ts'
import { hashSql } from './check-sql.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import { readableQuestions } from './lookup.ts'
import type { Lookup, Turn } from './lookup.ts'
import { createSharedWork } from './shared-work.ts'
import type { Waiting } from './shared-work.ts'

export interface Question {
  connectionId: string
  text: string
  followsUpId: string | null
  requestId: string | null
}

export type AskEvent =
  | { kind: 'stage'; stage: string; detail: string | null; elapsedMs: number }
  | { kind: 'explanation'; text: string }
  | { kind: 'finished'; prompt: Prompt }

type Ended = Pick<Prompt, 'outcome' | 'message' | 'suggestions'> & { query: GeneratedQuery | null }

export function createAskQuestion(dependencies: Dependencies, lookup: Lookup, checkSql: CheckSql) {
  const { store, audit, databases, now, newId } = dependencies
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

  async function answer(
    user: User,
    prompt: Prompt,
    connection: Connection,
    turns: readonly Turn[],
    onEvent: (event: AskEvent) => void,
    signal: AbortSignal,
  ): Promise<Ended> {
    const stage = (name: string, detail: string | null = null) =>
      onEvent({
        kind: 'stage',
        stage: name,
        detail,
        elapsedMs: now().getTime() - prompt.createdAt.getTime(),
      })
    stage('catalog', connection.name)
    const opened = await databases.get(connection)
    const catalog = await opened.catalog()
    const [values, glossary] = await Promise.all([
      opened.values(dependencies.valueColumns(catalog)),
      store.connections.readGlossary(connection.id),
    ])
    const { dialect } = opened
    stage('reading', `${catalog.tables.length} tables`)
    const record = (action: AuditRecord['action'], detail: Record<string, JsonValue>) =>
      audit.record({ action, actorId: user.id, connectionId: connection.id, subjectId: prompt.id, detail })
    const checks = new Map<string, SqlCheck>()
    const generation = await dependencies.generator.generate(
      {
        text: prompt.text,
        conversation: turns.map(turn => ({ text: turn.prompt.text, sql: turn.query.sql })),
        catalog,
        values,
        glossary,
        dialect,
        privacy: connection.privacy,
        today: now().toISOString().slice(0, 10),
        signal,
        builtIn: () =>
          dependencies.grammar.translate({
            question: dependencies.ground({
              text: prompt.text,
              previous: readableQuestions(turns),
              catalog,
              values,
              glossary,
            }),
            dialect,
          }),
        verify: async sql => {
          stage('checking')
          const check = await checkSql(connection, sql)
          checks.set(sql, check)
          const [refusal] = check.refusals
          if (!refusal) return { ok: true }
          return { ok: false, message: refusal.message, refused: !refusal.code.startsWith('DATABASE_') }
        },
      },
      {
        onStage: stage,
        onExplanation: text => onEvent({ kind: 'explanation', text }),
        onModelCall: call => record('model.called', { ...call }),
        onModelAnswer: ({ tokens, ...answered }) =>
          record('model.answered', { ...answered, tokens: tokens ? { ...tokens } : null }),
      },
    )
    if (generation.kind !== 'query') return withoutQuery(generation)
    const { sql, explanation, confidence, origin, model, usage } = generation
    const check = checks.get(sql) ?? (stage('checking'), await checkSql(connection, sql))
    const query: GeneratedQuery = {
      id: newId(),
      promptId: prompt.id,
      connectionId: connection.id,
      authorId: user.id,
      sql,
      sqlHash: hashSql(sql),
      origin,
      model,
      explanation,
      confidence,
      check,
      usage,
      createdAt: now(),
    }
    await store.queries.add(query)
    return { outcome: 'QUERY', message: null, suggestions: [], query }
  }

  async function work(
    user: User,
    question: Question,
    text: string,
    onEvent: (event: AskEvent) => void,
    signal: AbortSignal,
  ): Promise<Prompt> {
    const earlier = await earlierAnswer(user, question)
    if (earlier) return earlier
    const connection = await lookup.connection(question.connectionId)
    const turns = await conversation(user, question, connection)
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
    }
    const record = (action: 'prompt.started' | 'prompt.finished', detail: Record<string, JsonValue>) =>
      audit.record({ action, actorId: user.id, connectionId: connection.id, subjectId: prompt.id, detail })
    await record('prompt.started', { text, followsUpId: question.followsUpId })
    if (!(await store.prompts.add({ ...prompt, outcome: null }, question.requestId))) {
      await record('prompt.finished', { outcome: null, repeated: true })
      return (await earlierAnswer(user, question)) ?? prompt
    }
    let bug: unknown = null
    const { query, ...end } = await answer(user, prompt, connection, turns, onEvent, signal).catch(
      (error: unknown) => {
        if (!(error instanceof AppError)) bug = error
        return failed(error)
      },
    )
    await store.prompts.end(prompt.id, { ...end, queryId: query?.id ?? null })
    await record('prompt.finished', {
      outcome: end.outcome,
      ...(query
        ? {
            queryId: query.id,
            origin: query.origin,
            model: query.model,
            sqlHash: query.sqlHash,
            sql: query.sql,
          }
        : { message: end.message }),
    })
    if (bug !== null) throw bug
    return { ...prompt, ...end, queryId: query?.id ?? null }
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

  /** Answers when the question has its outcome; the last event is `finished`. */
  return async function askQuestion(
    user: User,
    question: Question,
    caller: Waiting<AskEvent>,
  ): Promise<Prompt> {
    const text = dependencies.validateQuestion(question.text)
    const key = question.requestId === null ? null : `${user.id} ${question.requestId}`
    const prompt = await sharedWork.join(key, caller, (emit, signal) =>
      work(user, question, text, emit, signal),
    )
    caller.onEvent({ kind: 'finished', prompt })
    return prompt
  }
}

function withoutQuery(generation: Exclude<Generation, { kind: 'query' }>): Ended {
  const outcomes: Record<typeof generation.kind, PromptOutcome> = {
    clarification: 'CLARIFICATION',
    refusal: 'REFUSAL',
    declined: 'FAILURE',
  }
  const { kind, message, suggestions } = generation
  return { outcome: outcomes[kind], message, suggestions, query: null }
}

/** An outside failure is an outcome with its words; of a bug the reader learns only that there was one. */
function failed(error: unknown): Ended {
  const message =
    error instanceof AppError
      ? [error.message, ...error.hints].join('. ')
      : 'Something went wrong on our side; the question is kept in the history'
  return { outcome: 'FAILURE', message, suggestions: [], query: null }
}
