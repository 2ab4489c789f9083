import { PassThrough } from 'node:stream'
import { ApolloProvider } from '@apollo/client/react'
import { createReadableStreamFromReadable } from '@remix-run/node'
import type { AppLoadContext, EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { createServerClient } from './graphql/apollo.ts'

/** A stranded data promise ends with the response; the margin lets React send the rest first. */
export const streamTimeout = 10_000
const ABORT_MARGIN_MS = 1_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { cspNonce }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const send = () => {
      const body = new PassThrough()
      headers.set('Content-Type', 'text/html; charset=utf-8')
      resolve(new Response(createReadableStreamFromReadable(body), { status, headers }))
      pipe(body)
    }
    const waitForAll = isbot(request.headers.get('user-agent')) || remixContext.isSpaMode
    const { pipe, abort } = renderToPipeableStream(
      <ApolloProvider client={createServerClient()}>
        <RemixServer context={remixContext} url={request.url} nonce={cspNonce} abortDelay={streamTimeout} />
      </ApolloProvider>,
      {
        nonce: cspNonce,
        ...(waitForAll ? { onAllReady: send } : { onShellReady: send }),
        onShellError: reject,
      },
    )
    setTimeout(abort, streamTimeout + ABORT_MARGIN_MS).unref()
  })
}
