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

export interface Sealer {
  seal(ownerId: string, secret: string): Sealed
  /** Throws STORE_KEY_MISSING when the key is unknown or the bytes are not what that key sealed for this owner. */
  unseal(ownerId: string, sealed: Sealed): string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** @param keys the first one seals, all of them unseal */
export function createSealer(keys: readonly SealingKey[]): Sealer {
  const [sealing] = keys
  if (!sealing) throw new AppError('CONFIG_INVALID', 'There is no key to seal passwords with')
  return {
    seal(ownerId, secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing.key, nonce).setAAD(Buffer.from(ownerId))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return { keyId: sealing.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) }
    },
    unseal(ownerId, { keyId, sealed }) {
      const found = keys.find(candidate => candidate.id === keyId)
      if (!found) throw unreadable(`The key "${keyId}" is not among APP_ENCRYPTION_KEYS`)
      try {
        const decipher = createDecipheriv('aes-256-gcm', found.key, sealed.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(ownerId))
          .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([
          decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
          decipher.final(),
        ]).toString('utf8')
      } catch {
        throw unreadable(`The key "${keyId}" is not the one that this password was sealed with`)
      }
    },
  }
}

function unreadable(why: string): AppError {
  return new AppError('STORE_KEY_MISSING', `The saved password of this connection cannot be read. ${why}.`, {
    hints: ['Start the server with the keys that it had when the connection was saved'],
  })
}
