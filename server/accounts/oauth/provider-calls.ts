import { OAuth2RequestError } from 'arctic'
import type { OAuth2Client, OAuth2Tokens } from 'arctic'
import { CodeRefused, refusalIn } from './provider.ts'
import type { OAuthClient } from './provider.ts'

/** Of an answer about who somebody is. */
const MAX_BYTES = 100_000
/** What providers call a code that they do not take; everything else is about us or them. */
const OF_THE_CODE = ['invalid_grant', 'bad_verification_code']

/** Arctic sets no limit of time; what it waits for then is dropped by Node after five minutes. */
export async function tradeCode(
  client: OAuth2Client,
  { tokenUrl, timeoutMs }: OAuthClient,
  code: string,
  codeVerifier: string,
): Promise<OAuth2Tokens> {
  try {
    const tokens = await within(timeoutMs, client.validateAuthorizationCode(tokenUrl, code, codeVerifier))
    const refusal = refusalIn(tokens)
    if (refusal === null) return tokens
    throw OF_THE_CODE.includes(refusal) ? new CodeRefused() : new Error('The provider refused the request')
  } catch (error) {
    if (error instanceof OAuth2RequestError && OF_THE_CODE.includes(error.code)) throw new CodeRefused()
    throw error
  }
}

/** An answer in JSON, in time and of a decent size; never from where the provider would send us on to. */
export async function readJson(url: string, token: string, timeoutMs: number): Promise<unknown> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': 'lovable-ai-for-databases',
    },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  })
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_BYTES) throw new Error('The answer is too large')
  }
  if (!response.ok) throw new Error(`Answered with ${response.status}`)
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time')), ms)
  })
  try {
    return await Promise.race([work, tooLong])
  } finally {
    clearTimeout(timer)
  }
}
