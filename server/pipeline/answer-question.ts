/** generate → guard → preview: what becomes of a question once it is on record. */
import type {
  Catalog,
  ColumnValues,
  Connection,
  GeneratedQuery,
  GlossaryTerm,
  GroundedQuestion,
  Prompt,
  PromptOutcome,
  SqlCheck,
  Translator,
  User,
} from '../domain.ts'
import type { Dialect } from '../databases/database.ts'
import { AppError } from '../errors.ts'
import type { Generation } from '../generate/generation.ts'
import { inSlices } from './in-slices.ts'
import type { CarefulTask } from '../generate/generate.ts'
import type { AskedBefore, EarlierAnswer } from './asked-before.ts'
import { hashSql } from './check-sql.ts'
import type { CheckSql } from './check-sql.ts'
import type { CompareDrafts } from './compare-drafts.ts'
import type { Dependencies } from './dependencies.ts'
import { doubtsOf } from './model-doubts.ts'
import type { ModelCalls } from './model-calls.ts'
import { readableQuestions } from './lookup.ts'
import type { Turn } from './lookup.ts'
import { askedWordsOf, basisOf, meaningOf } from './reading-basis.ts'

export type AskEvent =
  | { kind: 'stage'; stage: string; detail: string | null; elapsedMs: number }
  | { kind: 'explanation'; text: string }
  | { kind: 'finished'; prompt: Prompt }

/** Whether and which earlier answer is to be taken again. */
export interface Reuse {
  /** A new reading is wanted, whatever was answered before. */
  fresh: boolean
  /** Who is to answer anew; null: whoever comes first. */
  translator: Translator | null
  /** The one that the person has chosen; null: the one that fits, if any. */
  earlier: EarlierAnswer | null
  /** Drafts are to be run and compared. */
  careful: boolean
}

interface Known {
  catalog: Catalog
  values: readonly ColumnValues[]
  glossary: readonly GlossaryTerm[]
}

interface Reading extends Pick<Prompt, 'askedWords' | 'meaning'> {
  question: GroundedQuestion
}

interface ReusedAnswer extends Pick<
  GeneratedQuery,
  'sql' | 'explanation' | 'assumptions' | 'confidence' | 'model' | 'usage' | 'check' | 'reusedFromId'
> {
  kind: 'query'
  origin: 'REUSED'
}

export interface Ended extends Pick<
  Prompt,
  'outcome' | 'message' | 'suggestions' | 'askedWords' | 'meaning'
> {
  query: GeneratedQuery | null
  /** Thrown once the end is on record. */
  bug?: Error
}

export type AnswerQuestion = ReturnType<typeof createAnswerQuestion>

export function createAnswerQuestion(
  dependencies: Dependencies,
  checkSql: CheckSql,
  askedBefore: Pick<AskedBefore, 'find'>,
  modelCalls: ModelCalls,
  comparing: CompareDrafts,
) {
  const { store, databases, now, newId } = dependencies

  return async (
    user: User,
    prompt: Prompt,
    connection: Connection,
    turns: readonly Turn[],
    reuse: Reuse,
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
    const first = await read()
    const again = await isOutdated(first)
    if (again) onEvent({ kind: 'explanation', text: '\n\n' })
    const { generation, catalog, reading } = again ? await read() : first
    const { askedWords, meaning } = reading
    if (generation.kind !== 'query') return { ...withoutQuery(generation), askedWords, meaning }
    const { assumptions = [] } = generation
    const { sql, explanation, confidence, origin, model, usage, check, reusedFromId } = generation
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
      assumptions,
      confidence,
      check,
      usage,
      basis: basisOf(check.tables, catalog, reading.question),
      reusedFromId,
      createdAt: now(),
    }
    await store.queries.add(query)
    return { outcome: 'QUERY', message: null, suggestions: [], query, askedWords, meaning }

    async function read() {
      stage('catalog', connection.name)
      const catalog = await opened.catalog()
      const [values, glossary] = await Promise.all([
        opened.values(dependencies.valueColumns(catalog, connection.sampling)),
        store.connections.readGlossary(connection.id),
      ])
      const { dialect } = opened
      await inSlices(dependencies.nameIndexSteps(catalog), dependencies.grammar.prepare(catalog))
      const reading = readAlone({ catalog, values, glossary }, dialect)
      const reused = await takeAgain(catalog, reading)
      if (reused !== null) return { generation: reused, catalog, reading, checks: [] }
      stage('reading', `${catalog.tables.length} tables`)
      const [approved, tableUse] = await Promise.all([
        store.askedExamples.approved(connection.id),
        store.askedExamples.tableUse(connection.id),
      ])
      const checks = new Map<string, SqlCheck>()
      const generation = await dependencies.generator.generate(
        {
          text: prompt.text,
          translator: reuse.translator,
          careful: reuse.careful ? carefulTask(checks) : null,
          conversation: turns.map(turn => ({ text: turn.prompt.text, sql: turn.query.sql })),
          catalog,
          mentions: reading.question.mentions,
          usage: usageOf(tableUse, catalog),
          values,
          allowedPersonal: connection.sampling.always,
          glossary,
          approved,
          dialect,
          serverVersion: connection.serverVersion,
          privacy: connection.privacy,
          role: user.role,
          today: now().toISOString().slice(0, 10),
          timeZone: 'UTC',
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
            if (!refusal) return { ok: true, doubts: doubtsOf(check, connection.privacy) }
            return { ok: false, message: refusal.message, refused: !refusal.code.startsWith('DATABASE_') }
          },
        },
        {
          onStage: stage,
          onExplanation: text => onEvent({ kind: 'explanation', text }),
          ...modelCalls.eventsOf({ user, connection, subjectId: prompt.id, keepFor: prompt.id }),
        },
      )
      if (generation.kind !== 'query') return { generation, catalog, reading, checks: [...checks.values()] }
      const { sql } = generation
      const check = checks.get(sql) ?? (stage('checking'), await checkSql(connection, sql, user.role))
      return {
        generation: { ...generation, check, reusedFromId: null },
        catalog,
        reading,
        checks: [...checks.values(), check],
      }
    }

    function carefulTask(checks: ReadonlyMap<string, SqlCheck>): CarefulTask {
      return {
        drafts: comparing.limits.drafts,
        compare: drafts =>
          comparing.compare(
            { user, connection, promptId: prompt.id, signal },
            drafts.map(sql => ({ sql, check: checks.get(sql) ?? notChecked(sql) })),
          ),
      }
    }

    /** The question by itself. As a follow-up it has no meaning of its own that it could be found by. */
    function readAlone(known: Known, dialect: Dialect): Reading {
      const question = dependencies.ground({ ...known, text: prompt.text, previous: [] })
      if (turns.length > 0) return { question, askedWords: null, meaning: null }
      const meaning = meaningOf(dependencies.grammar.translate({ question, dialect }))
      return { question, askedWords: askedWordsOf(question), meaning }
    }

    /** SQL of an earlier answer, checked anew; null where there is none that may run. */
    async function takeAgain(catalog: Catalog, reading: Reading): Promise<ReusedAnswer | null> {
      const asked = { ...reading, user, connection, catalog, at: prompt.createdAt }
      const earlier =
        reuse.earlier ??
        (reuse.fresh || reuse.translator !== null || reading.askedWords === null
          ? null
          : await askedBefore.find({ ...asked, askedWords: reading.askedWords }))
      if (earlier === null) return null
      stage('reuse', earlier.prompt.title ?? earlier.prompt.text)
      const check = await checkSql(connection, earlier.query.sql, user.role)
      // One that was chosen is shown with what is wrong with it now.
      if (!check.allowed && reuse.earlier === null) return null
      const { sql, model, confidence, assumptions } = earlier.query
      const explanation = explanationOf(earlier, user)
      onEvent({ kind: 'explanation', text: explanation })
      const taken = { sql, model, confidence, assumptions, explanation, usage: null, check }
      return { kind: 'query', origin: 'REUSED', reusedFromId: earlier.prompt.id, ...taken }
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

/** Of the tables by their keys in the catalog; the check names a table with its schema where the SQL does. */
function usageOf(
  used: readonly { table: string; queries: number }[],
  { tables }: Catalog,
): ReadonlyMap<string, number> {
  const byName = new Map(used.map(({ table, queries }) => [table, queries]))
  return new Map(
    tables.flatMap(({ schema, name }) => {
      const queries = (byName.get(name) ?? 0) + (byName.get(`${schema}.${name}`) ?? 0)
      return queries > 0 ? [[JSON.stringify([schema, name]), queries] as const] : []
    }),
  )
}

function notChecked(sql: string): never {
  throw new Error('a draft is to be compared that was not checked', { cause: hashSql(sql) })
}

/** How the question was read; of somebody's own SQL, that nobody has read it. */
function explanationOf({ prompt, query }: EarlierAnswer, { id }: User): string {
  if (query.origin !== 'EDITED') return query.explanation
  return prompt.authorId === id ? 'Your own SQL for this question' : 'SQL that was written for this question'
}

function withoutQuery(
  generation: Exclude<Generation, { kind: 'query' }>,
): Omit<Ended, 'askedWords' | 'meaning'> {
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
  const end = { outcome: 'FAILURE', suggestions: [], query: null, askedWords: null, meaning: null } as const
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
