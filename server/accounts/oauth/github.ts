import { CodeChallengeMethod, OAuth2Client } from 'arctic'
import { z } from 'zod'
import { readJson, tradeCode } from './provider-calls.ts'
import type { OAuthClient, OAuthProvider } from './provider.ts'

const Account = z.object({ id: z.int().positive(), login: z.string(), name: z.string().nullish() })
const Emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** github.com, or an Enterprise Server. Says who somebody is over its REST API. */
export function createGithub(options: OAuthClient): OAuthProvider {
  const clientFor = (redirectUri: string) =>
    new OAuth2Client(options.clientId, options.clientSecret, redirectUri)
  return {
    id: 'github',
    name: 'GitHub',
    issuer: options.issuer,
    namesItself: null,
    authorizationUrl({ state, codeVerifier }, redirectUri) {
      const { S256 } = CodeChallengeMethod
      return clientFor(redirectUri).createAuthorizationURLWithPKCE(
        options.authorizeUrl,
        state,
        S256,
        codeVerifier,
        ['user:email'],
      )
    },
    async whoIs(code, { codeVerifier }, redirectUri) {
      const tokens = await tradeCode(clientFor(redirectUri), options, code, codeVerifier)
      const ask = (path: string) =>
        readJson(`${options.apiUrl}${path}`, tokens.accessToken(), options.timeoutMs)
      const [account, emails] = await Promise.all([
        ask('/user').then(answer => Account.parse(answer)),
        ask('/user/emails').then(answer => Emails.parse(answer)),
      ])
      const primary = emails.find(email => email.primary && email.verified)
      return {
        subject: String(account.id),
        name: account.name ?? account.login,
        verifiedEmail: primary?.email ?? null,
      }
    },
  }
}
