import { hash, verify } from '@node-rs/argon2'

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** Longer ones are refused before they are hashed: work for nothing. */
export const MAX_PASSWORD_LENGTH = 1024

export type Passwords = ReturnType<typeof createPasswords>

/** Argon2id. Looking at a password takes as long where there is none to compare it with. */
export function createPasswords() {
  const nobodys = hash('nobody has this password', ARGON2)
  return {
    hash: (password: string): Promise<string> => hash(password, ARGON2),

    /** @param passwordHash null or undefined: no such user, or one without a password */
    async matches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
      const isShortEnough = password.length <= MAX_PASSWORD_LENGTH
      const matches = await verify(passwordHash ?? (await nobodys), isShortEnough ? password : '')
      return matches && isShortEnough && typeof passwordHash === 'string'
    },
  }
}
