import { CodeChallengeMethod, decodeIdToken, OAuth2Client } from 'arctic'
import { z } from 'zod'
import { tradeCode } from './provider-calls.ts'
import { CodeRefused } from './provider.ts'
import type { OAuthClient, OAuthProvider } from './provider.ts'

const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  /** Seconds since 1970. */
  exp: z.number(),
  nonce: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
})

/**
 * Google, or another OpenID provider. Its ID token comes straight from the token endpoint over TLS, which OpenID Connect
 * Core 3.1.3.7 takes in place of its signature; issuer, audience, time and nonce are looked at.
 */
export function createGoogle(options: OAuthClient & { now: () => Date }): OAuthProvider {
  const clientFor = (redirectUri: string) =>
    new OAuth2Client(options.clientId, options.clientSecret, redirectUri)
  return {
    id: 'google',
    name: 'Google',
    issuer: options.issuer,
    namesItself: options.issuer,
    authorizationUrl({ state, codeVerifier, nonce }, redirectUri) {
      const { S256 } = CodeChallengeMethod
      const client = clientFor(redirectUri)
      const scopes = ['openid', 'email', 'profile']
      const url = client.createAuthorizationURLWithPKCE(
        options.authorizeUrl,
        state,
        S256,
        codeVerifier,
        scopes,
      )
      url.searchParams.set('nonce', nonce)
      return url
    },
    async whoIs(code, { codeVerifier, nonce }, redirectUri) {
      const tokens = await tradeCode(clientFor(redirectUri), options, code, codeVerifier)
      const claims = Claims.parse(decodeIdToken(tokens.idToken()))
      const audience = [claims.aud].flat()
      const isForUs =
        // Google's own tokens leave the scheme away at times.
        [options.issuer, options.issuer.replace(/^https:\/\//, '')].includes(claims.iss) &&
        audience.includes(options.clientId) &&
        (audience.length === 1 || claims.azp === options.clientId) &&
        claims.exp * 1000 > options.now().getTime()
      if (!isForUs) throw new Error('The ID token is not for us, or over')
      if (claims.nonce !== nonce) throw new CodeRefused()
      return {
        subject: claims.sub,
        name: claims.name ?? claims.email ?? claims.sub,
        verifiedEmail: (claims.email_verified === true && claims.email) || null,
      }
    },
  }
}
