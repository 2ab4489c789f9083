import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { AttemptSecrets } from './provider.ts'

/**
 * All that an attempt has to keep to itself comes from one secret of 256 bits in the browser's cookie; the store holds no
 * more than its hash. Pure.
 */
export function attemptSecrets(secret: string): AttemptSecrets {
  const derive = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('base64url')
  return { state: derive('state'), codeVerifier: derive('code verifier'), nonce: derive('nonce') }
}

export function hashAttempt(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** In the same time wherever they differ. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(hashAttempt(given)), Buffer.from(hashAttempt(wanted)))
}
