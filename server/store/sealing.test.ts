import { describe, expect, it } from 'vitest'
import { createSealer } from './sealing.ts'

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) })

describe('sealer', () => {
  it('gives back what it sealed', () => {
    const sealer = createSealer([key('k1', 1)])
    expect(sealer.unseal('c1', sealer.seal('c1', 'pässword'))).toBe('pässword')
  })

  it('keeps the secret out of the sealed bytes and never seals twice alike', () => {
    const sealer = createSealer([key('k1', 1)])
    const [one, two] = [sealer.seal('c1', 'canary'), sealer.seal('c1', 'canary')]
    expect(one.sealed.includes('canary')).toBe(false)
    expect(one.sealed.equals(two.sealed)).toBe(false)
  })

  it('opens what an older key sealed, and seals with the first', () => {
    const old = createSealer([key('k1', 1)]).seal('c1', 'x')
    const sealer = createSealer([key('k2', 2), key('k1', 1)])
    expect(sealer.unseal('c1', old)).toBe('x')
    expect(sealer.seal('c1', 'x').keyId).toBe('k2')
  })

  it.each([
    ['for another owner', 'c2', key('k1', 1)],
    ['with another key of that id', 'c1', key('k1', 2)],
    ['without the key', 'c1', key('k9', 1)],
  ])('refuses to open %s', (_, owner, other) => {
    const sealed = createSealer([key('k1', 1)]).seal('c1', 'x')
    expect(() => createSealer([other]).unseal(owner, sealed)).toThrow(
      expect.objectContaining({ code: 'STORE_KEY_MISSING' }),
    )
  })
})
