/**
 * connect: the life of saved connections. Each act is decided first (FORBIDDEN, INPUT_INVALID), then its intent is
 * recorded, then it is done, then its outcome is recorded. Nothing is saved that could not be connected to.
 */
import type {
  AuditAct,
  Connection,
  ConnectionCheck,
  ConnectionInput,
  ColumnSample,
  GlossaryTerm,
  User,
  ValueSampling,
} from '../domain.ts'
import { AppError } from '../errors.ts'
import { may, requireMay } from '../permissions.ts'
import { createActRecord } from './act-record.ts'
import type { Act, ActEnd } from './act-record.ts'
import { createAllowedFunctions } from './allowed-functions.ts'
import { createAttemptLimits } from './attempt-limits.ts'
import { createConnectionStates } from './connection-states.ts'
import type { Dependencies } from './dependencies.ts'
import type { KnownLogins } from './known-logins.ts'
import type { Lookup } from './lookup.ts'
import { attempt, createTryConnection, failedCheck } from './try-connection.ts'

const NO_SAMPLING: ValueSampling = { enabled: true, never: [], always: [] }

export function createConnections(dependencies: Dependencies, lookup: Lookup, logins: KnownLogins) {
  const { store, databases, connect, limits, now, newId } = dependencies
  const record = createActRecord(dependencies)
  const { decide, carryOut, settle } = record
  const trying = createTryConnection(dependencies)
  const states = createConnectionStates(dependencies, trying, logins)
  const functions = createAllowedFunctions(dependencies, lookup, record)
  const attempts = createAttemptLimits('connection checks', limits.checks, now)
  const refreshes = createAttemptLimits('readings of catalogs', limits.checks, now)

  /** Whoever may try connections may not use this app to knock at one host after the other. */
  const knock = <T>(acting: Act, work: () => Promise<T>) =>
    attempts.run(acting.user.id, refusal => record.refuse(acting, refusal), work)

  /** The input as it will be kept, by somebody who may. */
  async function admit(
    user: User,
    given: ConnectionInput,
    before: Connection | null,
  ): Promise<ConnectionInput> {
    for (const { environment } of before ? [given, before] : [given])
      requireMay(user, `MANAGE_CONNECTIONS_IN_${environment}`)
    const input = connect.validateConnection(given, databases)
    if (!before) return input
    const fixed = connect.sampleEditProblems(before, input)
    if (fixed.length > 0) throw connect.inputInvalid('The sample connection', fixed)
    const problem = input.password === '' ? connect.keepsPassword(before, input) : null
    // A login without a password has none to give away.
    if (problem && (await hasPassword(before))) throw connect.inputInvalid('The connection', [problem])
    return input
  }

  /** What to connect with: an edit without a password means the saved one. */
  async function passwordOf(before: Connection | null, { password }: ConnectionInput): Promise<string> {
    return before && password === '' ? store.connections.readPassword(before.id) : password
  }

  async function hasPassword({ id }: Connection): Promise<boolean> {
    try {
      return (await store.connections.readPassword(id)) !== ''
    } catch (error) {
      // One that cannot be unsealed is there all the same.
      if (error instanceof AppError) return true
      throw error
    }
  }

  function mustTry(before: Connection, input: ConnectionInput): boolean {
    const becomesProduction = before.environment !== input.environment && input.environment === 'PRODUCTION'
    return connect.changesTarget(before, input) || (limits.requireReadOnlyLogin && becomesProduction)
  }

  /** Connecting takes its time: an edit that came in between must not be undone, nor mixed with this one. */
  async function requireUnchanged(user: User, before: Connection): Promise<void> {
    const current = await lookup.connection(user, before.id)
    const same = connect.changedFields(current, { ...before, password: '' }).length === 0
    if (same && current.targetChangedAt.getTime() === before.targetChangedAt.getTime()) return
    throw editedMeanwhile()
  }

  /** Something else than its target changes: by somebody who may. */
  async function manage<A extends ConnectionAct>(act: A, user: User, id: string) {
    const connection = await lookup.connection(user, id)
    const acting = actOn(act, user, connection.id)
    await decide(acting, () => requireMay(user, `MANAGE_CONNECTIONS_IN_${connection.environment}`))
    return { connection, acting }
  }

  return {
    mayEdit: (user: User, { environment, deletedAt }: Connection): boolean =>
      deletedAt === null && may(user, `MANAGE_CONNECTIONS_IN_${environment}`),

    /** How it fares now, for those who may know; at most half a minute old. */
    async state(user: User, { id }: Connection): Promise<ConnectionCheck> {
      requireMay(user, 'INSPECT_CONNECTIONS')
      return states.of(await lookup.connection(user, id))
    },

    /** The sample values that are known now, of columns that may be sampled. */
    async samples(connection: Connection): Promise<readonly ColumnSample[]> {
      if (connection.deletedAt !== null) return []
      const known = (await databases.get(connection)).samples()
      return known.filter(column => connect.mayShowValues(connection.sampling, column))
    },

    /** Saves nothing. What is wrong with the input or the way there is an answer; FORBIDDEN and NOT_FOUND are not. */
    async check(user: User, given: ConnectionInput, connectionId: string | null): Promise<ConnectionCheck> {
      const before = connectionId === null ? null : await lookup.connection(user, connectionId)
      const acting = actOn('connection.check', user, connectionId)
      const admitted = await decide(acting, () => admit(user, given, before)).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'INPUT_INVALID') return failedCheck(error)
        throw error
      })
      if ('ok' in admitted) return admitted
      const tried = async (): Promise<[ConnectionCheck, ActEnd<'connection.check'>]> => {
        const { check } = await attempt(async () => {
          const password = await passwordOf(before, admitted)
          return trying.target({ ...admitted, password, sample: before?.sample ?? false })
        })
        const { ok, problem, serverVersion, canWrite } = check
        return [check, { ok, ...(problem ? { code: problem.code } : {}), serverVersion, canWrite }]
      }
      return knock(acting, () => carryOut(acting, describe(admitted), tried))
    },

    async create(user: User, given: ConnectionInput): Promise<Connection> {
      const id = newId()
      const acting = actOn('connection.create', user, id)
      const input = await decide(acting, () => admit(user, given, null))
      const created = async (): Promise<[Connection, ActEnd<'connection.create'>]> => {
        const { check, failure } = await trying.target({ ...input, sample: false })
        if (failure) throw failure
        const { password, ...visible } = input
        const at = now()
        const connection: Connection = {
          ...visible,
          id,
          sampling: NO_SAMPLING,
          allowedFunctions: [],
          careful: false,
          serverVersion: check.serverVersion,
          loginCanWrite: check.canWrite,
          sample: false,
          createdAt: at,
          targetChangedAt: at,
          deletedAt: null,
        }
        if ((await store.connections.add(connection, password)) === 'name-taken') throw nameTaken()
        return [connection, { serverVersion: check.serverVersion, canWrite: check.canWrite }]
      }
      return knock(acting, () => carryOut(acting, describe(input), created))
    },

    async update(user: User, id: string, given: ConnectionInput): Promise<Connection> {
      const before = await lookup.connection(user, id)
      const acting = actOn('connection.update', user, before.id)
      const input = await decide(acting, () => admit(user, given, before))
      const moves = connect.changesTarget(before, input)
      const changed = connect.changedFields(before, input)
      const tries = mustTry(before, input)
      const updated = async (): Promise<[Connection, ActEnd<'connection.update'>]> => {
        const password = tries ? await passwordOf(before, input) : null
        let found = { serverVersion: before.serverVersion, loginCanWrite: before.loginCanWrite }
        if (password !== null) {
          const { check, failure } = await trying.target({ ...input, password, sample: before.sample })
          if (failure) throw failure
          found = { serverVersion: check.serverVersion, loginCanWrite: check.canWrite }
        }
        await requireUnchanged(user, before)
        const { password: _, ...visible } = input
        const targetChangedAt = moves ? now() : before.targetChangedAt
        // With the password that was tried, so that place and password belong together whoever else edits.
        const saved = await store.connections.update(
          { ...before, ...visible, ...found, targetChangedAt },
          moves ? password : null,
          before.targetChangedAt,
        )
        if (saved === 'name-taken') throw nameTaken()
        if (saved === 'outdated') throw editedMeanwhile()
        states.forget(before.id)
        if (moves) await databases.discard(before.id, endedBy('edited'))
        const connection = await lookup.connection(user, before.id)
        const unlisted = before.allowedFunctions.length - connection.allowedFunctions.length
        return [connection, unlisted > 0 ? { functionsUnlisted: unlisted } : {}]
      }
      const act = () => carryOut(acting, { ...describe(input), changed }, updated)
      return tries ? knock(acting, act) : act()
    },

    async remove(user: User, id: string): Promise<boolean> {
      const { connection, acting } = await manage('connection.delete', user, id)
      return carryOut(acting, describe(connection), async () => {
        const removed = await store.connections.remove(connection.id, now())
        states.forget(connection.id)
        await databases.discard(connection.id, endedBy('deleted'))
        return [removed, { removed }]
      })
    },

    /** In place of all terms; the next question reads them. */
    async setGlossary(user: User, id: string, given: readonly GlossaryTerm[]): Promise<Connection> {
      const { connection, acting } = await manage('connection.set-glossary', user, id)
      const terms = await decide(acting, () => connect.validateGlossary(given))
      return carryOut(acting, { terms: terms.map(({ term }) => term) }, async () => {
        await store.connections.setGlossary(connection.id, terms)
        return [await lookup.connection(user, connection.id), {}]
      })
    },

    async setSampling(user: User, id: string, given: ValueSampling): Promise<Connection> {
      const { connection, acting } = await manage('connection.set-sampling', user, id)
      const sampling = await decide(acting, () => connect.validateSampling(given))
      const path = (columns: ValueSampling['never']) =>
        columns.map(({ schema, table, column }) => [schema, table, column])
      const intent = { enabled: sampling.enabled, never: path(sampling.never), always: path(sampling.always) }
      return carryOut(acting, intent, async () => {
        await store.connections.setSampling(connection.id, sampling)
        // What was read before and may not be any more is not kept either.
        ;(await databases.get(connection)).forget()
        return [await lookup.connection(user, connection.id), {}]
      })
    },

    /** Whether drafts of answers may be run and compared there. */
    async setCareful(user: User, id: string, careful: boolean): Promise<Connection> {
      const connection = await lookup.connection(user, id)
      const acting = actOn('connection.set-careful', user, connection.id)
      await decide(acting, () => requireMay(user, 'SWITCH_ON_COMPARING'))
      return carryOut(acting, { careful, before: connection.careful }, async () => {
        await store.connections.setCareful(connection.id, careful)
        return [await lookup.connection(user, connection.id), {}]
      })
    },

    /** Functions of users that the server knows, and those of them that queries may call. */
    functions,

    /** Reads the catalog anew. On no record but where it is too often: it changes nothing and shows what may be seen anyway. */
    async refresh(user: User, id: string): Promise<Connection> {
      requireMay(user, 'INSPECT_CONNECTIONS')
      const connection = await lookup.connection(user, id)
      const acting = actOn('connection.refresh', user, connection.id)
      const refuse = (refusal: AppError) => record.refuse(acting, refusal)
      return refreshes.run(user.id, refuse, async () => {
        await (await databases.get(connection)).refresh()
        states.forget(connection.id)
        return connection
      })
    },

    settle,
  }

  function nameTaken(): AppError {
    return connect.inputInvalid('The connection', [
      { field: 'name', message: 'Another connection has this name' },
    ])
  }
}

type ConnectionAct = Extract<AuditAct, `connection.${string}`>

/** What is done to a connection is about it; null: one that is not saved. */
export function actOn<A extends ConnectionAct>(act: A, user: User, connectionId: string | null): Act<A> {
  return { act, user, connectionId, subjectId: connectionId }
}

/** What goes on record of a connection: never its password. */
function describe(connection: Omit<ConnectionInput, 'password'>): Omit<ConnectionInput, 'password'> {
  const { name, engine, environment, host, port, database, username, tls, privacy } = connection
  return { name, engine, environment, host, port, database, username, tls, privacy }
}

function editedMeanwhile(): AppError {
  return new AppError('DATABASE_CONNECTION_CHANGED', 'Somebody else has edited this connection meanwhile', {
    hints: ['Load the page again and look at what it says now'],
  })
}

function endedBy(what: 'edited' | 'deleted'): AppError {
  return new AppError('DATABASE_CONNECTION_CHANGED', `The connection was ${what} while this ran`, {
    hints: [what === 'edited' ? 'Run it again on the connection as it is now' : 'Choose another connection'],
    retryable: what === 'edited',
  })
}
