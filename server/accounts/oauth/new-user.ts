import type { User } from '../../domain.ts'
import type { OAuthOptions } from './oauth.ts'
import { oauthProblem } from './oauth-problems.ts'
import type { Profile } from './provider.ts'

const LONGEST_NAME = 100
/** RFC 5321 allows 254 characters; the rest is the provider's to verify. */
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@\p{Cc}]{1,189}$/u

/**
 * Who comes for the first time, as an account of ours: OAUTH_EMAIL_UNVERIFIED without a verified address,
 * OAUTH_NOT_ADMITTED for an address of another domain. Pure.
 */
export function newUserOf(
  { name, verifiedEmail }: Profile,
  { id, createdAt, emailDomains }: Pick<User, 'id' | 'createdAt'> & Pick<OAuthOptions, 'emailDomains'>,
): User {
  if (verifiedEmail === null || !EMAIL.test(verifiedEmail)) throw oauthProblem('OAUTH_EMAIL_UNVERIFIED')
  const domain = verifiedEmail.slice(verifiedEmail.indexOf('@') + 1).toLowerCase()
  if (emailDomains.length > 0 && !emailDomains.includes(domain)) throw oauthProblem('OAUTH_NOT_ADMITTED')
  const plain = name.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return {
    ...{ id, createdAt, email: verifiedEmail, role: 'READ_ONLY' },
    name: plain.slice(0, LONGEST_NAME) || verifiedEmail.slice(0, LONGEST_NAME),
  }
}
