import { useRouteLoaderData } from '@remix-run/react'
import type { loader } from '../routes/_shell.tsx'

/** Who is signed in; undefined on pages without the frame. */
export function useViewer() {
  return useRouteLoaderData<typeof loader>('routes/_shell')?.viewer
}
