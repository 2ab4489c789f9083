import { useRouteLoaderData } from '@remix-run/react'
import { useCallback, useState } from 'react'
import type { loader } from '../root.tsx'
import { remember } from './remembered.ts'
import type { Theme } from './remembered.ts'

/** The person's choice of theme; the page follows at once, the cookie tells the server next time. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const rendered = useRouteLoaderData<typeof loader>('root')?.theme ?? 'system'
  const [theme, setTheme] = useState(rendered)
  const choose = useCallback((chosen: Theme) => {
    remember('theme', chosen)
    document.documentElement.dataset.theme = chosen
    setTheme(chosen)
  }, [])
  return [theme, choose]
}
