import { describe, expectTypeOf, it } from 'vitest'
import type { AuditDetails, AuditRecord, JsonValue } from './domain.ts'

const act = { actorId: null, connectionId: null, subjectId: null }

/** Held by the compiler; vitest only runs along. */
describe('the kinds of audit events', () => {
  it('each have a detail that is JSON', () => {
    expectTypeOf<AuditDetails[keyof AuditDetails]>().toExtend<Readonly<Record<string, JsonValue>>>()
  })

  it('take no detail but their own', () => {
    const of = (): AuditRecord[] => [
      { ...act, action: 'keys.rotation-started', detail: { keyId: 'k1' } },
      // @ts-expect-error: the detail of another kind
      { ...act, action: 'keys.rotation-started', detail: { code: 'k1' } },
      // @ts-expect-error: more than the kind has
      { ...act, action: 'keys.rotation-started', detail: { keyId: 'k1', key: 'secret' } },
      // @ts-expect-error: no kind of ours
      { ...act, action: 'account.signed-by', detail: {} },
      // @ts-expect-error: what is only ever refused has no intent
      { ...act, action: 'connection.refresh.started', detail: {} },
    ]
    expectTypeOf(of).returns.toEqualTypeOf<AuditRecord[]>()
  })

  it('come in pairs where an intent has an outcome', () => {
    expectTypeOf<AuditDetails>().toHaveProperty('connection.create.started')
    expectTypeOf<AuditDetails>().toHaveProperty('connection.create.finished')
  })
})
