/** Signs where old events were cut off, so that nobody without a key of ours can shorten the chain from its old end. */
import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { AuditCut } from '../domain.ts'
import { canonicalJson } from './canonical-json.ts'

/** What a cut says, before it is signed. */
export type CutPlace = Pick<AuditCut, 'sequence' | 'hash' | 'at'>

export interface CutSigner {
  sign(place: CutPlace): AuditCut
  /** What is wrong with it, in words; null: it is ours. */
  problemOf(cut: AuditCut): string | null
  /** In base64, for whoever verifies an export; null: there is no key of that id. */
  publicKey(keyId: string): string | null
}

/** RFC 8410: a private key of Ed25519 is these bytes and 32 of its own. */
const ED25519_PRIVATE_KEY = Buffer.from('302e020100300506032b657004220420', 'hex')

/** @param keys the first one signs, all of them are known */
export function createCutSigner(keys: readonly { id: string; key: Buffer }[]): CutSigner {
  const pairs = keys.map(({ id, key }) => ({ id, privateKey: signingKey(key) }))
  const publicKeyOf = (keyId: string): KeyObject | null => {
    const found = pairs.find(({ id }) => id === keyId)
    return found === undefined ? null : createPublicKey(found.privateKey)
  }
  return {
    sign(place) {
      const [first] = pairs
      if (first === undefined) throw new Error('There is no key to sign with')
      const signed = { ...place, keyId: first.id }
      const signature = sign(null, signedText(signed), first.privateKey).toString('base64')
      return { ...signed, signature }
    },
    problemOf(cut) {
      const key = publicKeyOf(cut.keyId)
      if (key === null) return `it is signed with the key ${cut.keyId}, which is not among the keys`
      return isSignedBy(key, cut) ? null : 'its signature is wrong'
    },
    publicKey: keyId =>
      publicKeyOf(keyId)?.export({ type: 'spki', format: 'der' }).toString('base64') ?? null,
  }
}

/** @param publicKey in base64, as `publicKey` gives it; null: none is known. */
export function problemOfCut(cut: AuditCut, publicKey: string | null): string | null {
  if (publicKey === null) return 'without its public key nobody knows who signed it'
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    return isSignedBy(key, cut) ? null : 'its signature is wrong'
  } catch {
    return 'the public key cannot be read'
  }
}

function isSignedBy(key: KeyObject, cut: AuditCut): boolean {
  return verify(null, signedText(cut), key, Buffer.from(cut.signature, 'base64'))
}

function signedText({ sequence, hash, at, keyId }: Omit<AuditCut, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ sequence, hash, at: at.toISOString(), keyId }))
}

/** The key seals passwords: what it signs with is made from it, and tells nothing of it. */
function signingKey(key: Buffer): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', key, '', 'audit cut', 32))
  return createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE_KEY, seed]), type: 'pkcs8', format: 'der' })
}
