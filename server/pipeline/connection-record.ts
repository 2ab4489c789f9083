/** The record of what people do with connections: intent before, outcome after, in every branch. */
import type { ConnectionAct, ConnectionInput, JsonValue, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'
import { createRunOutcomes } from './run-outcomes.ts'

export interface Act {
  act: ConnectionAct
  user: User
  /** Null: it is about one that is not saved. */
  connectionId: string | null
}

export type Detail = Readonly<Record<string, JsonValue>>

export type ConnectionRecord = ReturnType<typeof createConnectionRecord>

export function createConnectionRecord({ audit, newId }: Pick<Dependencies, 'audit' | 'newId'>) {
  const outcomes = createRunOutcomes()
  const record = ({ act, user, connectionId }: Act, when: 'started' | 'finished', detail: Detail) =>
    audit.record({
      action: `connection.${act}.${when}`,
      actorId: user.id,
      connectionId,
      subjectId: connectionId,
      detail,
    })
  const finish = (act: Act, detail: Detail) => outcomes.keep(newId(), [() => record(act, 'finished', detail)])

  return {
    /** Decides before anything is done. A refusal has no intent of ours on record, only its end. */
    async decide<T>(act: Act, decision: () => T | Promise<T>): Promise<T> {
      try {
        return await decision()
      } catch (error) {
        if (error instanceof AppError) await finish(act, { outcome: 'REFUSED', ...reasonOf(error) })
        throw error
      }
    },

    /** A refusal that came of no decision about the act itself. */
    refuse: (act: Act, error: AppError) => finish(act, { outcome: 'REFUSED', ...reasonOf(error) }),

    /** @param work answers what came of it, and what of that belongs on record */
    async carryOut<T>(act: Act, intent: Detail, work: () => Promise<[answer: T, end?: Detail]>): Promise<T> {
      await record(act, 'started', intent)
      let done: [T, Detail?]
      try {
        done = await work()
      } catch (error) {
        await finish(act, { outcome: 'FAILED', ...reasonOf(error) })
        throw error
      }
      const [answer, end] = done
      await finish(act, { outcome: 'DONE', ...end })
      return answer
    },

    /** Takes up again the ends that could not be recorded while the store was away. */
    settle: () => outcomes.settle(),
  }
}

/** What goes on record of a connection: never its password. */
export function describe(connection: Omit<ConnectionInput, 'password'>): Detail {
  const { name, engine, environment, host, port, database, username, tls, privacy } = connection
  return { name, engine, environment, host, port, database, username, tls, privacy }
}

function reasonOf(error: unknown): Detail {
  if (!(error instanceof AppError)) return { code: 'INTERNAL' }
  const fields = error.fields.map(({ field }) => field)
  return { code: error.code, ...(fields.length > 0 ? { fields } : {}) }
}
