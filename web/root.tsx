import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import type { ReactNode } from 'react'
import { ErrorPage } from './components/parts/error-page.tsx'
import { themeFrom } from './hooks/remembered.ts'
import { useHere } from './hooks/use-here.ts'
import './styles.css'

export const meta: MetaFunction = () => [{ title: 'Lovable AI for Databases' }]

export function loader({ request, context }: LoaderFunctionArgs) {
  return {
    theme: themeFrom(request.headers.get('Cookie')),
    apple: /Mac|iPhone|iPad/.test(request.headers.get('User-Agent') ?? ''),
    nonce: context.cspNonce,
  }
}

export function Layout({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<typeof loader>('root')
  const production = useHere()?.environment === 'PRODUCTION'
  // Browsers hide a nonce from the page's own scripts, so the attribute differs on purpose after hydration.
  const nonce = typeof document === 'undefined' ? root?.nonce : ''
  return (
    <html lang="en" data-theme={root?.theme ?? 'system'} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link
          rel="icon"
          type="image/svg+xml"
          href={production ? '/favicon-production.svg' : '/favicon.svg'}
        />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPage />
    </main>
  )
}
