import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { isProblem } from '../../graphql/problem.ts'

/** What a route shows when it cannot be shown: words and the way out, never a stack. */
export function ErrorPage() {
  const { title, message, hints, code } = wordsFor(useRouteError())
  return (
    <section role="alert" className="w-full max-w-md">
      <p className="text-xs font-medium tracking-wide text-ink-faint uppercase">{code}</p>
      <h1 className="mt-2 text-xl font-semibold tracking-tight">{title}</h1>
      <p className="mt-2 text-ink-soft">{message}</p>
      {hints.map(hint => (
        <p key={hint} className="mt-1 text-ink-soft">
          {hint}
        </p>
      ))}
      <p className="mt-6 flex gap-4">
        <a className="font-medium text-accent underline-offset-4 hover:underline" href="">
          Try again
        </a>
        <a className="font-medium text-accent underline-offset-4 hover:underline" href="/">
          Go to the start
        </a>
      </p>
    </section>
  )
}

function wordsFor(error: unknown) {
  if (isRouteErrorResponse(error)) {
    if (isProblem(error.data)) {
      const { code, message, hints } = error.data
      const missing = code === 'NOT_FOUND'
      return { title: missing ? 'Nothing here' : 'This page could not be loaded', message, hints, code }
    }
    if (error.status === 404)
      return {
        title: 'Nothing here',
        message: 'There is no page at this address. It may have been moved, or the link was cut short.',
        hints: [],
        code: '404',
      }
  }
  return {
    title: 'Something went wrong on our side',
    message: 'It is not about what you did, and nothing in your database was changed.',
    hints: [
      'If it happens again, tell your administrator what you were doing; the server log has the details.',
    ],
    code: 'INTERNAL',
  }
}
