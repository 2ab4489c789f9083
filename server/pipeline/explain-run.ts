/** explain: plain words about a finished run and questions to go on with, each of which is known to work. */
import type { Connection, GeneratedQuery, ResultSet, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { ResultDigest } from '../explain/explain.ts'
import type { Dependencies } from './dependencies.ts'
import { readableQuestions } from './lookup.ts'
import type { Lookup } from './lookup.ts'
import type { ResultDigests } from './result-digests.ts'

const FOLLOW_UPS = 3
const EXAMPLES = 4

export type ExplainEvent = { kind: 'explanation'; text: string } | { kind: 'finished'; resultSet: ResultSet }

export function createExplainRun(dependencies: Dependencies, lookup: Lookup, digests: ResultDigests) {
  const { store, audit, databases, explainResult, grammar, valueColumns } = dependencies

  async function knowledge(connection: Connection) {
    const opened = await databases.get(connection)
    const catalog = await opened.catalog()
    const [values, glossary] = await Promise.all([
      opened.values(valueColumns(catalog, connection.sampling)),
      store.connections.readGlossary(connection.id),
    ])
    return { catalog, values, glossary, dialect: opened.dialect }
  }

  async function followUps(
    user: User,
    query: GeneratedQuery,
    connection: Connection,
    seenValue: (columnName: string) => string | null,
  ): Promise<string[]> {
    const known = await knowledge(connection)
    const previous = readableQuestions(await lookup.conversation(user, query.promptId))
    return previous.length > 0
      ? grammar.suggestFollowUps({ ...known, previous, seenValue, count: FOLLOW_UPS })
      : grammar.suggestExamples({ ...known, count: FOLLOW_UPS })
  }

  async function* words(user: User, resultSet: ResultSet): AsyncGenerator<ExplainEvent, void, undefined> {
    if (resultSet.summary !== null) {
      yield { kind: 'explanation', text: resultSet.summary }
      yield { kind: 'finished', resultSet }
      return
    }
    const query = await lookup.query(user, resultSet.queryId)
    const connection = await lookup.connection(user, resultSet.connectionId)
    const { id: subjectId, connectionId } = resultSet
    const act = { actorId: user.id, connectionId, subjectId }
    await audit.record({ ...act, action: 'explain.started', detail: { queryId: query.id } })
    const [turn] = (await lookup.conversation(user, query.promptId)).slice(-1)
    const digest = digests.find(resultSet.id)
    const chunks = digest
      ? explainResult({
          ...resultSet,
          question: turn?.prompt.text ?? '',
          reading: query.explanation,
          digest,
        })
      : [`The result had ${resultSet.rowCount} rows. They are not kept, so there is no more to say of them.`]
    for (const text of chunks) yield { kind: 'explanation', text }
    const change = {
      summary: chunks.join(''),
      chart: digest && chartable(resultSet) ? dependencies.suggestChart(resultSet.columns, digest) : null,
      followUps: await followUps(user, query, connection, seenIn(resultSet, digest)),
    }
    await store.resultSets.update(resultSet.id, change)
    await audit.record({
      ...act,
      action: 'explain.finished',
      detail: { origin: 'BUILT_IN', followUps: change.followUps.length },
    })
    yield { kind: 'finished', resultSet: { ...resultSet, ...change } }
  }

  return {
    /** RUN_NOT_FINISHED while rows still arrive. Explained once: a later call gets the same words. */
    async explain(user: User, resultSetId: string): Promise<AsyncIterableIterator<ExplainEvent>> {
      const resultSet = await lookup.resultSet(user, resultSetId)
      if (resultSet.state === 'RUNNING') {
        throw new AppError('RUN_NOT_FINISHED', 'This run is still going: there is no result to explain yet', {
          hints: ['Wait for its last row, or cancel it'],
          retryable: true,
        })
      }
      return words(user, resultSet)
    },

    /** Questions that work on this connection, for somebody who has asked none yet. */
    async examples(connection: Connection): Promise<readonly string[]> {
      return grammar.suggestExamples({ ...(await knowledge(connection)), count: EXAMPLES })
    },
  }
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
