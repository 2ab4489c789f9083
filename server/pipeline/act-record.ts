/** The record of what people do: intent before, outcome after, in every branch; see `AuditActs` for which acts there are. */
import type { AuditAct, AuditAction, AuditIntent, AuditOutcome, AuditRecord, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Dependencies } from './dependencies.ts'
import { createRunOutcomes } from './run-outcomes.ts'

export interface Act<A extends AuditAct = AuditAct> {
  act: A
  user: Pick<User, 'id'>
  connectionId: string | null
  /** What it is done to; null where that is not saved. */
  subjectId: string | null
}

/** What of the end belongs on record, beside that it was done. */
export type ActEnd<A extends AuditAct> = Omit<Extract<AuditOutcome<A>, { outcome: 'DONE' }>, 'outcome'>

export type ActRecord = ReturnType<typeof createActRecord>

export function createActRecord({ audit, newId }: Pick<Dependencies, 'audit' | 'newId'>) {
  const outcomes = createRunOutcomes()

  /** The parts of a kind belong together by `AuditDetails`, which the compiler does not see through a name that is put together. */
  const record = <A extends AuditAct>(
    { act, user, connectionId, subjectId }: Act<A>,
    when: 'started' | 'finished',
    detail: AuditIntent<A> | AuditOutcome<A>,
  ) =>
    audit.record<AuditAction>({
      action: `${act}.${when}`,
      actorId: user.id,
      connectionId,
      subjectId,
      detail,
    } as AuditRecord)
  const finish = <A extends AuditAct>(act: Act<A>, outcome: AuditOutcome<A>) =>
    outcomes.keep(newId(), [() => record(act, 'finished', outcome)])
  const refuse = <A extends AuditAct>(act: Act<A>, error: AppError) =>
    finish<A>(act, { outcome: 'REFUSED', ...reasonOf(error) })

  return {
    /** Decides before anything is done. A refusal has no intent of ours on record, only its end. */
    async decide<T>(act: Act, decision: () => T | Promise<T>): Promise<T> {
      try {
        return await decision()
      } catch (error) {
        if (error instanceof AppError) await refuse(act, error)
        throw error
      }
    },

    /** A refusal that came of no decision about the act itself. */
    refuse,

    /** @param work answers what came of it, and what of that belongs on record */
    async carryOut<A extends AuditAct, T>(
      act: Act<A>,
      intent: AuditIntent<A>,
      work: () => Promise<[answer: T, end: ActEnd<A>]>,
    ): Promise<T> {
      await record(act, 'started', intent)
      let done: [T, ActEnd<A>]
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

    /** For what goes on after its answer: the intent is on record, and the end is recorded by what this answers. */
    async begin<A extends AuditAct>(
      act: Act<A>,
      intent: AuditIntent<A>,
    ): Promise<(outcome: AuditOutcome<A>) => Promise<void>> {
      await record(act, 'started', intent)
      return outcome => finish(act, outcome)
    },

    /** Takes up again the ends that could not be recorded while the store was away. */
    settle: () => outcomes.settle(),
  }
}

function reasonOf(error: unknown): { code: string; fields?: readonly string[] } {
  if (!(error instanceof AppError)) return { code: 'INTERNAL' }
  const fields = error.fields.map(({ field }) => field)
  return { code: error.code, ...(fields.length > 0 ? { fields } : {}) }
}
