import { useLoaderData, useRevalidator } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useCallback } from 'react'
import { LinkedAccountsSection } from '../components/account/linked-accounts-section.tsx'
import { PasswordSection } from '../components/account/password-section.tsx'
import { SessionsSection } from '../components/account/sessions-section.tsx'
import { TokensSection } from '../components/account/tokens-section.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { ROLE_WORDS } from '../components/parts/words.ts'
import { LinkedAccountsDocument, ProfileDocument } from '../graphql/generated/graphql.ts'
import { leaveFor, load, signInPath } from '../graphql/load.ts'

export const meta: MetaFunction = () => [{ title: 'Your profile · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, ...profile } = await load(args, ProfileDocument)
  if (viewer === null) throw leaveFor(signInPath(args.request))
  const problem = new URL(args.request.url).searchParams.get('problem') ?? ''
  return { ...profile, viewer, linking: await load(args, LinkedAccountsDocument, { problem }) }
}

export default function Profile() {
  const profile = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const changed = useCallback(() => revalidate(), [revalidate])
  const { viewer, sessions, linking } = profile
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-8 lg:px-6">
      <h1 className="text-xl font-semibold tracking-tight">{viewer.name}</h1>
      <p className="mt-1 mb-6 text-ink-soft wrap-anywhere">
        {viewer.email} · {ROLE_WORDS[viewer.role]}
      </p>
      <PasswordSection email={viewer.email} onChanged={changed} />
      <LinkedAccountsSection options={linking} onChanged={changed} />
      <SessionsSection sessions={sessions} onEnded={changed} />
      <TokensSection profile={profile} onChanged={changed} />
    </div>
  )
}

export function ErrorBoundary() {
  return (
    <div className="px-6 py-16">
      <ErrorPage />
    </div>
  )
}
