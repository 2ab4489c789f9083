/** Seals small secrets for the store: AES-256-GCM, the key's id beside it, the owner's id bound as associated data. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '../errors.ts'

export interface SealingKey {
  id: string
  /** 32 bytes. */
  key: Buffer
}

export interface Sealed {
  keyId: string
  /** 12 bytes nonce, 16 bytes tag, then the cipher text. */
  sealed: Buffer
}

/** WRONG: a key of that id is there, but these bytes are not what it sealed for this owner. */
export type UnreadableReason = 'MISSING' | 'WRONG'

export type Unsealed = { secret: string } | { unreadable: UnreadableReason }

export interface Sealer {
  /** Of the key that seals. */
  keyId: string
  seal(ownerId: string, secret: string): Sealed
  unseal(ownerId: string, sealed: Sealed): Unsealed
}

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param keys the first one seals, all of them unseal */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [sealing] = keys
  if (!sealing) throw new AppError('CONFIG_INVALID', 'There is no key to seal passwords with')
  return {
    keyId: sealing.id,
    seal(ownerId, secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, sealing.key, nonce).setAAD(Buffer.from(ownerId))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return { keyId: sealing.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) }
    },
    unseal(ownerId, { keyId, sealed }) {
      const found = keys.find(candidate => candidate.id === keyId)
      if (!found) return { unreadable: 'MISSING' }
      const nonce = sealed.subarray(0, NONCE_BYTES)
      const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
      try {
        // Without its length Node.js takes shorter tags too (12 bytes, 8, even 4), which are easier to hit by chance.
        const decipher = createDecipheriv(CIPHER, found.key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(ownerId))
          .setAuthTag(tag)
        const text = [decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
        return { secret: Buffer.concat(text).toString('utf8') }
      } catch {
        return { unreadable: 'WRONG' }
      }
    },
  }
}
