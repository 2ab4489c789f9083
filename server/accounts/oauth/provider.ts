import type { OAuth2Tokens } from 'arctic'

/** What a way to sign in elsewhere is to us. One file implements it for each. */
export interface OAuthProvider {
  id: string
  /** For people. */
  name: string
  /** Who vouches, as an origin: a number of an account means nothing without it. */
  issuer: string
  /** Answers whose `iss` parameter names another are refused; null: this provider names none. */
  namesItself: string | null
  /** Where the browser is sent. */
  authorizationUrl(secrets: AttemptSecrets, redirectUri: string): URL
  /** Trades the code for who it is. What the provider answers is not trusted to have any form. */
  whoIs(code: string, secrets: AttemptSecrets, redirectUri: string): Promise<Profile>
}

/** Of one attempt. None of them is stored: they come from the secret in the browser's cookie. */
export interface AttemptSecrets {
  state: string
  codeVerifier: string
  nonce: string
}

/** Somebody as the provider knows them. */
export interface Profile {
  /** Never given to another account there. */
  subject: string
  name: string
  /** Null where there is none that the provider has verified. */
  verifiedEmail: string | null
}

export interface OAuthClient {
  clientId: string
  clientSecret: string
  issuer: string
  authorizeUrl: string
  tokenUrl: string
  apiUrl: string | null
  /** For each answer. */
  timeoutMs: number
}

/** The provider says that the code is none of this attempt's: stale, used, or of somebody else. */
export class CodeRefused extends Error {}

/** GitHub answers 200 for a code that it does not take. */
export function refusalIn({ data }: OAuth2Tokens): string | null {
  return 'error' in data && typeof data.error === 'string' ? data.error : null
}
