import { describe, expect, it } from 'vitest'
import { createSealer } from './sealing.ts'

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) })

describe('sealer', () => {
  it('gives back what it sealed', () => {
    const sealer = createSealer([key('k1', 1)])
    expect(sealer.unseal('c1', sealer.seal('c1', 'pässword'))).toEqual({ secret: 'pässword' })
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
    expect(sealer.unseal('c1', old)).toEqual({ secret: 'x' })
    expect(sealer.seal('c1', 'x').keyId).toBe('k2')
  })

  it.each([
    ['for another owner', 'c2', key('k1', 1), 'WRONG'],
    ['with another key of that id', 'c1', key('k1', 2), 'WRONG'],
    ['without the key', 'c1', key('k9', 1), 'MISSING'],
  ] as const)('does not open %s', (_, owner, other, unreadable) => {
    const sealed = createSealer([key('k1', 1)]).seal('c1', 'x')
    expect(createSealer([other]).unseal(owner, sealed)).toEqual({ unreadable })
  })

  it('does not open what was changed, in whichever byte', () => {
    const sealer = createSealer([key('k1', 1)])
    const { keyId, sealed } = sealer.seal('c1', 'password')
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ 1
      expect(sealer.unseal('c1', { keyId, sealed: changed })).toEqual({ unreadable: 'WRONG' })
    }
  })

  it('does not open what was cut off, also where a shorter tag would be right', () => {
    const sealer = createSealer([key('k1', 1)])
    for (const secret of ['', 'password']) {
      const { keyId, sealed } = sealer.seal('c1', secret)
      expect(sealer.unseal('c1', { keyId, sealed })).toEqual({ secret })
      for (let length = 0; length < sealed.length; length++)
        expect(sealer.unseal('c1', { keyId, sealed: sealed.subarray(0, length) })).toEqual({
          unreadable: 'WRONG',
        })
    }
  })
})
