import { useRouteLoaderData } from '@remix-run/react'
import type { ConnectionPartsFragment } from '../graphql/generated/graphql.ts'
import type { loader } from '../routes/_shell.tsx'

const NONE: readonly ConnectionPartsFragment[] = []

/** All connections, as the frame around the page has loaded them. */
export function useConnections(): readonly ConnectionPartsFragment[] {
  return useRouteLoaderData<typeof loader>('routes/_shell')?.connections ?? NONE
}
