/** explain: plain words about a finished run and questions to go on with, each of which is known to work. */
import type { Catalog, CatalogTable, Connection, GeneratedQuery, ResultSet, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ResultDigest } from '../explain/explain.ts'
import type { SuggestedQuestion } from '../generate/summary/summary.ts'
import { createActRecord } from './act-record.ts'
import type { CheckSql } from './check-sql.ts'
import type { Dependencies } from './dependencies.ts'
import { readableQuestions } from './lookup.ts'
import type { Lookup, Turn } from './lookup.ts'
import type { ModelCalls } from './model-calls.ts'
import type { ResultDigests } from './result-digests.ts'
import type { Waiting } from './shared-work.ts'

const FOLLOW_UPS = 3
const EXAMPLES = 4
/** The built-in translator counts down from 1 with every name that it had to guess. */
const CERTAIN = 0.9

export type ExplainEvent = { kind: 'explanation'; text: string } | { kind: 'finished'; resultSet: ResultSet }

type Known = Awaited<ReturnType<ReturnType<typeof createKnowledge>>>

/** A finished run with all that its words are made from. */
interface Finished {
  user: User
  resultSet: ResultSet
  query: GeneratedQuery
  connection: Connection
  turns: readonly Turn[]
  digest: ResultDigest | null
}

interface Told {
  words: string
  origin: 'MODEL' | 'BUILT_IN'
  questions: readonly SuggestedQuestion[]
}

export function createExplainRun(
  dependencies: Dependencies,
  lookup: Lookup,
  digests: ResultDigests,
  checkSql: CheckSql,
  modelCalls: ModelCalls,
) {
  const { store, explainResult, factsOf, grammar, ground, summarizer, tellableColumns } = dependencies
  const { begin, settle } = createActRecord(dependencies)
  const knowledge = createKnowledge(dependencies)

  /** What a model writes from facts of ours where results may go out to it; else, and where that falls short, our own. */
  async function tell(finished: Finished, known: Known, caller: Waiting<ExplainEvent>): Promise<Told> {
    const { resultSet, query, digest, turns } = finished
    const say = (text: string) => caller.onEvent({ kind: 'explanation', text })
    const question = turns.at(-1)?.prompt.text ?? ''
    const reading = query.explanation
    const written = await write(finished, known, caller, say)
    if (written?.whole === true) return { ...written, origin: 'MODEL' }
    const own =
      digest === null
        ? [
            `The result had ${resultSet.rowCount} rows. They are not kept, so there is no more to say of them.`,
          ]
        : explainResult({ ...resultSet, question, reading, digest })
    const lead = written === null || written.words === '' ? '' : `${written.words}\n\n`
    if (lead !== '') say('\n\n')
    own.forEach(say)
    return {
      words: `${lead}${own.join('')}`,
      origin: lead === '' ? 'BUILT_IN' : 'MODEL',
      questions: written?.questions ?? [],
    }
  }

  async function write(
    { user, resultSet, query, connection, turns, digest }: Finished,
    known: Known,
    { signal }: Waiting<ExplainEvent>,
    say: (text: string) => void,
  ) {
    if (digest === null || resultSet.state !== 'COMPLETED' || digest.rowCount === 0) return null
    const { columns } = resultSet
    const { tables } = query.check
    const tellable = tellableColumns(columns, tables, known.catalog, connection.sampling)
    return summarizer.summarize(
      {
        question: turns.at(-1)?.prompt.text ?? '',
        reading: query.explanation,
        sql: query.sql,
        catalog: nearby(known.catalog, tables),
        dialect: known.dialect,
        facts: factsOf({ columns, digest, tellable }),
        privacy: connection.privacy,
        signal,
      },
      {
        onWords: say,
        ...modelCalls.eventsOf({ user, connection, subjectId: resultSet.id, keepFor: query.promptId }),
      },
    )
  }

  /** Those of the model that a translator can answer: the built-in one for certain, or SQL that may run; then our own. */
  async function followUps(finished: Finished, known: Known, suggested: readonly SuggestedQuestion[]) {
    const { user, turns, connection, resultSet, digest } = finished
    const previous = readableQuestions(turns)
    const own =
      previous.length > 0
        ? grammar.suggestFollowUps({
            ...known,
            previous,
            seenValue: seenIn(resultSet, digest),
            count: FOLLOW_UPS,
          })
        : grammar.suggestExamples({ ...known, count: FOLLOW_UPS })
    const asked = new Set(turns.map(({ prompt }) => prompt.text))
    const good: string[] = []
    for (const { question, sql } of suggested) {
      if (good.length === FOLLOW_UPS) break
      if (asked.has(question) || good.includes(question)) continue
      const reading = grammar.translate({
        question: ground({ ...known, text: question, previous: [] }),
        dialect: known.dialect,
      })
      const certain = reading.kind === 'query' && (reading.confidence ?? 0) >= CERTAIN
      const check = await checkSql(connection, certain ? reading.sql : sql, user.role)
      if (check.allowed && !check.needsConfirmation) good.push(question)
    }
    return [...new Set([...good, ...own])].slice(0, FOLLOW_UPS)
  }

  async function explained(
    user: User,
    resultSet: ResultSet,
    caller: Waiting<ExplainEvent>,
  ): Promise<ResultSet> {
    const query = await lookup.query(user, resultSet.queryId)
    const connection = await lookup.connection(user, resultSet.connectionId)
    const { id: subjectId, connectionId } = resultSet
    const end = await begin({ act: 'explain', user, connectionId, subjectId }, { queryId: query.id })
    try {
      const turns = await lookup.conversation(user, query.promptId)
      const digest = digests.find(resultSet.id)
      const finished = { user, resultSet, query, connection, turns, digest }
      const known = await knowledge(connection)
      const { words, origin, questions } = await tell(finished, known, caller)
      const chart =
        digest && chartable(resultSet) ? dependencies.suggestChart(resultSet.columns, digest) : null
      const summaryModel = origin === 'MODEL' ? dependencies.model.settings.model : null
      const change = {
        ...{ summary: words, summaryModel, chart },
        followUps: await followUps(finished, known, questions),
      }
      caller.signal.throwIfAborted()
      await store.resultSets.update(resultSet.id, change)
      await end({ outcome: 'DONE', origin, followUps: change.followUps.length })
      return { ...resultSet, ...change }
    } catch (error) {
      const code = caller.signal.aborted ? 'CANCELLED' : error instanceof AppError ? error.code : 'INTERNAL'
      await end({ outcome: 'FAILED', code })
      throw error
    }
  }

  return {
    /** RUN_NOT_FINISHED while rows still arrive. */
    async explainable(user: User, resultSetId: string): Promise<ResultSet> {
      const resultSet = await lookup.resultSet(user, resultSetId)
      if (resultSet.state !== 'RUNNING') return resultSet
      throw new AppError('RUN_NOT_FINISHED', 'This run is still going: there is no result to explain yet', {
        hints: ['Wait for its last row, or cancel it'],
        retryable: true,
      })
    },

    /** The last event is `finished`. Explained once: a later call gets the same words. Leaving ends a model's request. */
    async explain(user: User, resultSet: ResultSet, caller: Waiting<ExplainEvent>): Promise<void> {
      if (resultSet.summary !== null) {
        caller.onEvent({ kind: 'explanation', text: resultSet.summary })
        caller.onEvent({ kind: 'finished', resultSet })
        return
      }
      caller.onEvent({ kind: 'finished', resultSet: await explained(user, resultSet, caller) })
    },

    settle,

    /** Questions that work on this connection, for somebody who has asked none yet. */
    async examples(connection: Connection): Promise<readonly string[]> {
      return grammar.suggestExamples({ ...(await knowledge(connection)), count: EXAMPLES })
    },
  }
}

function createKnowledge({ databases, store, valueColumns }: Dependencies) {
  return async (connection: Connection) => {
    const opened = await databases.get(connection)
    const catalog = await opened.catalog()
    const [values, glossary] = await Promise.all([
      opened.values(valueColumns(catalog, connection.sampling)),
      store.connections.readGlossary(connection.id),
    ])
    return { catalog, values, glossary, dialect: opened.dialect }
  }
}

/** A table that everything refers to has hundreds of neighbours. */
const MOST_NEARBY = 20

/** The tables that a query reads, then those that are one foreign key away. */
function nearby(catalog: Catalog, named: readonly string[]): Catalog {
  const keyOf = (schema: string, name: string) => JSON.stringify([schema, name])
  const targets = ({ foreignKeys }: CatalogTable) =>
    foreignKeys.map(key => keyOf(key.referencesSchema, key.referencesTable))
  const read = catalog.tables.filter(
    ({ schema, name }) => named.includes(name) || named.includes(`${schema}.${name}`),
  )
  const readKeys = new Set(read.map(({ schema, name }) => keyOf(schema, name)))
  const referred = new Set(read.flatMap(targets))
  const others = catalog.tables.filter(
    table =>
      !read.includes(table) &&
      (referred.has(keyOf(table.schema, table.name)) || targets(table).some(key => readKeys.has(key))),
  )
  return { ...catalog, tables: [...read, ...others].slice(0, MOST_NEARBY) }
}

/** Of a part of the rows a chart would tell something else than of all. */
function chartable({ state }: ResultSet): boolean {
  return state === 'COMPLETED'
}

/** The most frequent value of a column that shows several; follow-ups that narrow a result down name one of its own. */
function seenIn({ columns }: ResultSet, digest: ResultDigest | null) {
  return (columnName: string): string | null => {
    const facts = digest?.columns[columns.findIndex(({ name }) => name === columnName)]
    const value = facts?.top?.[0]?.value
    return facts && (facts.distinct ?? 0) > 1 && typeof value === 'string' ? value : null
  }
}
