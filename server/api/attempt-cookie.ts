/** As long as server/accounts/oauth keeps an attempt. */
const ATTEMPT_SECONDS = 600

/** With the prefix no other host, and nobody on plain HTTP, can set it in our place. */
export const ATTEMPT_COOKIE = /^(?:__Host-)?lovable_oauth$/

/**
 * Holds the secret of a sign-in that was begun at a provider; null removes it. Lax, since the browser comes back by a link
 * of another site.
 * @returns a Set-Cookie value
 */
export function attemptCookie(secret: string | null, publicOrigins: readonly string[]): string {
  const https = publicOrigins.every(origin => origin.startsWith('https:'))
  const attributes = [
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${secret === null ? 0 : ATTEMPT_SECONDS}`,
  ]
  const name = https ? '__Host-lovable_oauth' : 'lovable_oauth'
  return [`${name}=${secret ?? ''}`, ...attributes, ...(https ? ['Secure'] : [])].join('; ')
}
