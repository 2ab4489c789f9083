import { describe, expect, it } from 'vitest'
import type { AuditEvent, AuditRecord } from '../domain.ts'
import { chain, GENESIS, hashedText, hashEvent } from './chain.ts'
import { canonicalJson } from './canonical-json.ts'

const record: AuditRecord = {
  action: 'run.started',
  actorId: 'a',
  connectionId: 'c',
  subjectId: 's',
  detail: { queryId: 'q', sqlHash: 'x', sql: 'SELECT 1', maxRows: 5 },
}
const at = new Date('2026-01-02T03:04:05.678Z')

const hashOf = (event: AuditEvent) => hashEvent({ ...event, at: event.at.toISOString() })

describe('audit chain', () => {
  it('begins with sequence 1 and the genesis hash', () => {
    expect(chain(null, record, 'e1', at)).toMatchObject({ sequence: 1, previousHash: GENESIS })
  })

  it('ties each event to the one before', () => {
    const first = chain(null, record, 'e1', at)
    expect(chain(first, record, 'e2', at)).toMatchObject({ sequence: 2, previousHash: first.hash })
  })

  it.each([
    ['id', { id: 'other' }],
    ['sequence', { sequence: 7 }],
    ['time', { at: new Date(0) }],
    ['actor', { actorId: null }],
    ['action', { action: 'run.finished' as const }],
    ['connection', { connectionId: null }],
    ['subject', { subjectId: null }],
    ['detail', { detail: '{}' }],
    ['previous hash', { previousHash: 'f'.repeat(64) }],
  ])('gives another hash when the %s changes', (_, change) => {
    const event = chain(null, record, 'e1', at)
    expect(hashOf({ ...event, ...change })).not.toBe(event.hash)
    expect(hashOf(event)).toBe(event.hash)
  })
})

describe('the text that is hashed', () => {
  it('is the canonical JSON of all fields but the hash', () => {
    const { hash: _, ...event } = chain(null, { ...record, actorId: null }, 'e "1"', at)
    const fields = { ...event, at: at.toISOString() }
    expect(hashedText(fields)).toBe(canonicalJson(fields))
  })
})

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: [true, null, 'ä"'] }, '{"a":[true,null,"ä\\""],"b":1}'],
    [{ a: undefined, b: { d: 2, c: 1 } }, '{"b":{"c":1,"d":2}}'],
    [[], '[]'],
  ])('writes %j as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })
})
