import { describe, expect, it } from 'vitest'
import { explainUnreadable, reportRotation } from './key-reports.ts'
import type { UnreadableReason } from './store/sealing.ts'

const FILE = '.data/secrets/encryption-key'
const unreadable = (name: string, keyId: string, reason: UnreadableReason) => ({
  id: name,
  name,
  keyId,
  reason,
})

describe('passwords that cannot be read', () => {
  it('are told in one message, by the key that each needs', () => {
    const message = explainUnreadable(
      [
        unreadable('Shop', 'k1', 'MISSING'),
        unreadable('Billing', 'k1', 'MISSING'),
        unreadable('Stock', 'k2', 'WRONG'),
      ],
      FILE,
    )
    expect(message).toContain('3 saved passwords cannot be read')
    expect(message).toContain('"Shop", "Billing" (the key "k1" is not among APP_ENCRYPTION_KEYS)')
    expect(message).toContain('"Stock" (the key "k2" is not the one that sealed it)')
    expect(message).toContain('or enter the passwords of these connections anew')
  })

  it.each([
    ['MISSING', 'the generated key "local" is missing: .data/secrets/encryption-key'],
    ['WRONG', 'the key "local", .data/secrets/encryption-key, is not the one'],
  ] as const)('for the generated key that is %s name its file', (reason, words) => {
    expect(explainUnreadable([unreadable('Shop', 'local', reason)], FILE)).toContain(words)
  })

  it('are no message when there are none', () => {
    expect(explainUnreadable([], FILE)).toBeNull()
  })
})

describe('the report of a rotation', () => {
  const rotation = { resealed: 1, alreadyRight: 2, unreadable: [], keyIdsInUse: ['k2'] }

  it('counts, and names the keys that nothing needs any more', () => {
    const report = reportRotation(rotation, ['k2', 'k1', 'local'], FILE).join('\n')
    expect(report).toContain('Sealed anew under the key "k2": 1 saved password.')
    expect(report).toContain('Already under it: 2. Unreadable: 0.')
    expect(report).toContain(`No saved password needs "k1", "local" (the file ${FILE}) any more`)
  })

  it('keeps silent about keys that are needed, and where there is only one', () => {
    expect(reportRotation({ ...rotation, keyIdsInUse: ['k1', 'k2'] }, ['k2', 'k1'], FILE)).toHaveLength(2)
    expect(reportRotation({ ...rotation, keyIdsInUse: [] }, ['k2'], FILE)).toHaveLength(2)
  })
})
