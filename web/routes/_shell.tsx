import { Outlet, useLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs } from '@remix-run/node'
import { Frame } from '../components/shell/frame.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ShellDocument } from '../graphql/generated/graphql.ts'
import { pickHere } from '../graphql/here.ts'
import { leaveFor, load, signInPath } from '../graphql/load.ts'
import { useHere } from '../hooks/use-here.ts'

/** What every signed-in page stands in: who, and which connection. The address wins over what was used last. */
export async function loader(args: LoaderFunctionArgs) {
  const { viewer, connections } = await load(args, ShellDocument)
  if (viewer === null) throw leaveFor(signInPath(args.request))
  return { viewer, connections, hereId: pickHere(args.request, connections)?.id ?? null }
}

export default function Shell() {
  const { viewer, connections } = useLoaderData<typeof loader>()
  const here = useHere() ?? null
  return (
    <Frame viewer={viewer} connections={connections} here={here}>
      <Outlet />
    </Frame>
  )
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPage />
    </main>
  )
}
