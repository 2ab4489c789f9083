import { describe, expectTypeOf, it } from 'vitest'
import type { Auditor } from './audit/audit.ts'
import type { AuditDetails, AuditRecord, JsonValue } from './domain.ts'

declare const audit: Auditor
const act = { actorId: null, connectionId: null, subjectId: null }

describe('the kinds of audit events', () => {
  it('each have a detail that is JSON', () => {
    expectTypeOf<AuditDetails[keyof AuditDetails]>().toExtend<Readonly<Record<string, JsonValue>>>()
  })

  it('take no detail but their own', () => {
    expectTypeOf(audit.record<'account.signed-in'>)
      .parameter(0)
      .toHaveProperty('detail')
      .toEqualTypeOf<{ address: string }>()
    const of = (): AuditRecord[] => [
      { ...act, action: 'account.signed-in', detail: { address: '::1' } },
      // @ts-expect-error: the detail of another kind
      { ...act, action: 'account.signed-in', detail: { keyId: 'k1' } },
      // @ts-expect-error: more than the kind has
      { ...act, action: 'account.signed-in', detail: { address: '::1', password: 'secret' } },
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
