/** generate → guard → preview: what becomes of a question once it is on record. */
import type {
  AuditAction,
  AuditDetails,
  Catalog,
  ColumnValues,
  Connection,
  GeneratedQuery,
  GlossaryTerm,
  GroundedQuestion,
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
import type { Turn } from './lookup.ts'

export type AskEvent =
  | { kind: 'stage'; stage: string; detail: string | null; elapsedMs: number }
  | { kind: 'explanation'; text: string }
  | { kind: 'finished'; prompt: Prompt }

export interface Ended extends Pick<Prompt, 'outcome' | 'message' | 'suggestions'> {
  query: GeneratedQuery | null
  /** Thrown once the end is on record. */
  bug?: Error
}

export type AnswerQuestion = ReturnType<typeof createAnswerQuestion>

export function createAnswerQuestion(dependencies: Dependencies, checkSql: CheckSql) {
  const { store, audit, databases, now, newId } = dependencies

  return async (
    user: User,
    prompt: Prompt,
    connection: Connection,
    turns: readonly Turn[],
    onEvent: (event: AskEvent) => void,
    signal: AbortSignal,
  ): Promise<Ended> => {
    const stage = (name: string, detail: string | null = null) =>
      onEvent({
        kind: 'stage',
        stage: name,
        detail,
        elapsedMs: now().getTime() - prompt.createdAt.getTime(),
      })
    const opened = await databases.get(connection)
    const record = <A extends AuditAction>(action: A, detail: AuditDetails[A]) =>
      audit.record<A>({ action, actorId: user.id, connectionId: connection.id, subjectId: prompt.id, detail })
    const first = await read()
    const again = await isOutdated(first)
    if (again) onEvent({ kind: 'explanation', text: '\n\n' })
    const { generation } = again ? await read() : first
    if (generation.kind !== 'query') return withoutQuery(generation)
    const { sql, explanation, confidence, origin, model, usage, check } = generation
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

    async function read() {
      stage('catalog', connection.name)
      const catalog = await opened.catalog()
      const [values, glossary] = await Promise.all([
        opened.values(dependencies.valueColumns(catalog, connection.sampling)),
        store.connections.readGlossary(connection.id),
      ])
      const { dialect } = opened
      stage('reading', `${catalog.tables.length} tables`)
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
            const check = await checkSql(connection, sql, user.role)
            checks.set(sql, check)
            const [refusal] = check.refusals
            if (!refusal) return { ok: true }
            return { ok: false, message: refusal.message, refused: !refusal.code.startsWith('DATABASE_') }
          },
        },
        {
          onStage: stage,
          onExplanation: text => onEvent({ kind: 'explanation', text }),
          onModelCall: call => record('model.called', call),
          onModelAnswer: answered => record('model.answered', answered),
        },
      )
      if (generation.kind !== 'query') return { generation, catalog, checks: [...checks.values()] }
      const { sql } = generation
      const check = checks.get(sql) ?? (stage('checking'), await checkSql(connection, sql, user.role))
      return { generation: { ...generation, check }, catalog, checks: [...checks.values(), check] }
    }

    /** True when the database did not take the SQL, and its catalog is no longer the one that the SQL was made from. */
    async function isOutdated({ generation, catalog, checks }: Awaited<ReturnType<typeof read>>) {
      const answered = generation.kind === 'query' && generation.check.allowed
      const refusals = checks.flatMap(check => check.refusals)
      if (answered || !refusals.some(({ code }) => code.startsWith('DATABASE_'))) return false
      // The check has dropped what was known of the database.
      return (await opened.catalog()).version !== catalog.version
    }
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
export function failed(error: unknown, signal: AbortSignal): Ended {
  const end = { outcome: 'FAILURE', suggestions: [], query: null } as const
  if (signal.aborted) return { ...end, message: 'You left before there was an answer' }
  if (error instanceof AppError)
    return { ...end, message: [error.message, ...error.hints].map(toSentence).join(' ') }
  return {
    ...end,
    message: 'Something went wrong on our side; the question is kept in the history',
    bug: error instanceof Error ? error : new Error('not an error', { cause: error }),
  }
}

/** Some are written with their full stop, some are not. */
function toSentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`
}
