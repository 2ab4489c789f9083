/**
 * Reads of what a person owns or may see. What belongs to somebody else is NOT_FOUND: its existence is private. So is, for
 * an API token that is for some connections only, everything on the others.
 */
import type {
  Connection,
  GeneratedQuery,
  GlossaryTerm,
  ModelRequestRecord,
  Prompt,
  ResultSet,
  User,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { may, mayReach, requireMay } from '../permissions.ts'
import type { Page } from '../store/page.ts'
import type { HistoryFilter } from '../store/prompts.ts'
import type { Dependencies } from './dependencies.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Follow-ups of follow-ups are read back that far. */
const MAX_CHAIN = 8
const MAX_PAGE = 200
const MAX_OFFERS = 20
const NOTHING: Page<Prompt> = { nodes: [], endCursor: null, hasNextPage: false }

/** One turn of a conversation: a question and the newest SQL it has led to. */
export interface Turn {
  prompt: Prompt
  query: GeneratedQuery
}

export type HistoryRequest = Omit<HistoryFilter, 'viewerId' | 'connectionIds'>

export type Lookup = ReturnType<typeof createLookup>

export function createLookup({ store }: Pick<Dependencies, 'store'>) {
  /** Also a deleted one, for what speaks of it. */
  async function connectionOnRecord(id: string): Promise<Connection> {
    return required(isId(id) ? await store.connections.find(id) : null, 'connection')
  }

  /** To do something with it: a deleted one is NOT_FOUND. */
  async function connection(user: User, id: string): Promise<Connection> {
    return unlessDeleted(await connectionOnRecord(mayReach(user, id) ? id : ''))
  }

  function unlessDeleted(found: Connection): Connection {
    if (found.deletedAt === null) return found
    throw new AppError('NOT_FOUND', `The connection ${found.name} was deleted`, {
      hints: ['Its history can still be read', 'Choose another connection'],
    })
  }

  async function findPrompt(user: User, id: string): Promise<Prompt | null> {
    const found = isId(id) ? await store.prompts.find(id) : null
    if (!isTheirs(user, found) || found.outcome === null) return null
    return { ...found, outcome: found.outcome }
  }

  /** Also somebody else's that is approved for the team; one that waits for that, for those who approve. */
  async function findVisiblePrompt(user: User, id: string): Promise<Prompt | null> {
    const found = isId(id) ? await store.prompts.find(id) : null
    if (!found || found.outcome === null) return null
    const prompt = { ...found, outcome: found.outcome }
    return isTheirs(user, prompt) || (await isShared(user, prompt)) ? prompt : null
  }

  async function isShared(user: User, { sharing, connectionId }: Prompt): Promise<boolean> {
    const seen = sharing === 'APPROVED' || (sharing === 'REQUESTED' && may(user, 'APPROVE_QUERIES'))
    if (!seen || !mayReach(user, connectionId)) return false
    return (await store.connections.find(connectionId))?.deletedAt === null
  }

  /** Also the SQL that somebody else has shared; no other of theirs. */
  async function findVisibleQuery(user: User, id: string): Promise<GeneratedQuery | null> {
    const found = isId(id) ? await store.queries.find(id) : null
    if (found === null || isTheirs(user, found)) return found
    const { id: queryId, promptId } = found as GeneratedQuery
    const prompt = promptId === null ? null : await findVisiblePrompt(user, promptId)
    return prompt?.sharedQueryId === queryId ? found : null
  }

  async function findQuery(user: User, id: string): Promise<GeneratedQuery | null> {
    const found = isId(id) ? await store.queries.find(id) : null
    return isTheirs(user, found) ? found : null
  }

  async function findResultSet(user: User, id: string): Promise<ResultSet | null> {
    const found = isId(id) ? await store.resultSets.find(id) : null
    return isTheirs(user, found) ? found : null
  }

  return {
    connection,
    connectionOnRecord,
    async findConnection(user: User, id: string): Promise<Connection | null> {
      const found = isId(id) && mayReach(user, id) ? await store.connections.find(id) : null
      return found?.deletedAt === null ? found : null
    },
    glossary: (connectionId: string): Promise<GlossaryTerm[]> => store.connections.readGlossary(connectionId),
    findPrompt,
    findVisiblePrompt,
    findQuery,
    findVisibleQuery,
    findResultSet,
    /** What came of a run that this person has asked for under that id. */
    async findResultSetOfRequest(user: User, requestId: string): Promise<ResultSet | null> {
      const found = await store.resultSets.findByRequest(user.id, requestId)
      return isTheirs(user, found) ? found : null
    },
    /** What a model was sent for it; of somebody else's question nothing, also where its SQL is shared. */
    modelRequests: async (user: User, prompt: Prompt): Promise<readonly ModelRequestRecord[]> =>
      prompt.authorId === user.id ? store.modelRequests.listOfPrompt(prompt.id) : [],
    async connections(user: User): Promise<Connection[]> {
      return (await store.connections.list()).filter(({ id }) => mayReach(user, id))
    },
    /**
     * Finished questions, newest first: this person's, or those of the team that are approved or, for those who may, wait
     * for it (FORBIDDEN for others). `after` is the end cursor of the part before.
     */
    async history(user: User, filter: HistoryRequest): Promise<Page<Prompt>> {
      if (filter.scope === 'REQUESTED') requireMay(user, 'APPROVE_QUERIES')
      if (filter.connectionId !== null && !isId(filter.connectionId)) return NOTHING
      const first = Math.max(1, Math.min(filter.first, MAX_PAGE))
      const connectionIds = user.through?.connectionIds ?? null
      return store.prompts.history({ ...filter, viewerId: user.id, connectionIds, first })
    },
    /** Favourites of this person and approved queries that hold words which begin like those. */
    async offers(user: User, connectionId: string, typed: string, first: number): Promise<Prompt[]> {
      if (!isId(connectionId) || !mayReach(user, connectionId)) return []
      return store.keptPrompts.findBeginning(
        connectionId,
        user.id,
        typed,
        Math.max(1, Math.min(first, MAX_OFFERS)),
      )
    },
    /** The generated SQL of a prompt and what its author made of it, newest first; of somebody else's what is shared. */
    async queriesOf(user: User, prompt: Prompt): Promise<GeneratedQuery[]> {
      if (prompt.authorId === user.id) return store.queries.listOfPrompt(prompt.id)
      const shared = prompt.sharedQueryId === null ? null : await findVisibleQuery(user, prompt.sharedQueryId)
      return shared === null ? [] : [shared]
    },
    /** Runs belong to who ran them. */
    runsOf: async (user: User, query: GeneratedQuery): Promise<ResultSet[]> =>
      query.authorId === user.id ? store.resultSets.listOfQuery(query.id) : [],
    runsOfPrompt: async (user: User, prompt: Prompt, first: number): Promise<ResultSet[]> =>
      prompt.authorId === user.id
        ? store.resultSets.listOfPrompt(prompt.id, Math.max(1, Math.min(first, MAX_PAGE)))
        : [],
    person: async (id: string): Promise<User> => required(await store.users.find(id), 'user'),
    async visiblePrompt(user: User, id: string): Promise<Prompt> {
      return required(await findVisiblePrompt(user, id), 'question')
    },
    async prompt(user: User, id: string): Promise<Prompt> {
      return required(await findPrompt(user, id), 'question')
    },
    async query(user: User, id: string): Promise<GeneratedQuery> {
      return required(await findQuery(user, id), 'query')
    },
    /** To run it. */
    async queryWithConnection(
      user: User,
      id: string,
    ): Promise<{ query: GeneratedQuery; connection: Connection }> {
      const found = isId(id) ? await store.queries.findWithConnection(id) : null
      const { query, connection } = required(isTheirs(user, found?.query ?? null) ? found : null, 'query')
      return { query, connection: unlessDeleted(connection) }
    },
    async resultSet(user: User, id: string): Promise<ResultSet> {
      return required(await findResultSet(user, id), 'result')
    },
    /** The conversation that ends with this prompt, oldest turn first; ends where a turn led to no SQL. */
    async conversation(user: User, promptId: string | null): Promise<Turn[]> {
      const turns: Turn[] = []
      for (let id = promptId; id !== null && turns.length < MAX_CHAIN;) {
        const prompt = await findPrompt(user, id)
        const [query] = prompt ? await store.queries.listOfPrompt(prompt.id) : []
        if (!prompt || !query) break
        turns.unshift({ prompt, query })
        id = prompt.followsUpId
      }
      return turns
    },
  }
}

/** The questions of a conversation that the built-in reading may build on: none, once SQL came from elsewhere. */
export function readableQuestions(turns: readonly Turn[]): string[] {
  return turns.every(isBuiltIn) ? turns.map(({ prompt }) => prompt.text) : []
}

/** An earlier answer that was taken again may be the very SQL that the built-in reading makes of the question. */
function isBuiltIn({ prompt, query }: Turn): boolean {
  return query.origin === 'BUILT_IN' || (query.origin === 'REUSED' && query.sqlHash === prompt.meaning)
}

function isTheirs<T extends { authorId: string; connectionId: string }>(
  user: User,
  found: T | null,
): found is T {
  return found?.authorId === user.id && mayReach(user, found.connectionId)
}

function isId(text: string): boolean {
  return ID.test(text)
}

function required<T>(found: T | null, what: string): T {
  if (found !== null) return found
  throw new AppError('NOT_FOUND', `There is no such ${what}`, {
    hints: ['It may have been deleted, or it belongs to somebody else'],
  })
}
