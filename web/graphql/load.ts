import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { redirect } from '@remix-run/node'
import type { LoadContext } from './load-context.ts'
import { isProblem } from './problem.ts'

const STATUS: Record<string, number> = { NOT_FOUND: 404, FORBIDDEN: 403, INPUT_INVALID: 400 }

/**
 * Runs a document for a loader. Strangers are sent to sign in and come back; any other problem is thrown as a
 * response that the route's error boundary shows in words.
 */
export async function load<TData, TVariables>(
  { context, request }: { context: LoadContext; request: Request },
  document: TypedDocumentNode<TData, TVariables>,
  variables?: TVariables,
): Promise<TData> {
  try {
    return await context.graphql.execute(document, variables)
  } catch (error) {
    const problem = error instanceof Error && 'problem' in error ? error.problem : null
    if (!isProblem(problem)) throw error
    if (problem.code === 'UNAUTHENTICATED') throw leaveFor(signInPath(request))
    throw Response.json(problem, { status: STATUS[problem.code] ?? 500 })
  }
}

/** Thrown by a loader that sends the reader elsewhere. */
export function leaveFor(path: string): Response {
  return redirect(path)
}

/** Thrown by a loader whose page does not exist. */
export function nothingHere(): Response {
  return new Response(null, { status: 404 })
}

export function signInPath(request: Request): string {
  const { pathname, search } = new URL(request.url)
  const here = pathname + search
  return here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`
}

/** The path to go to after signing in: of this site only, whatever was asked for. */
export function safeNext(next: string | null): string {
  if (next === null || !next.startsWith('/')) return '/'
  const target = URL.canParse(next, 'http://here.invalid') ? new URL(next, 'http://here.invalid') : null
  if (target?.origin !== 'http://here.invalid') return '/'
  // `/.//elsewhere` is of this site, and its path `//elsewhere` would be of another one.
  return target.pathname.replace(/^\/+/, '/') + target.search
}
