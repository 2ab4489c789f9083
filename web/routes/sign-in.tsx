import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { data, redirect } from '@remix-run/node'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { CorridorPicture } from '../components/account/corridor-picture.tsx'
import { DemoAccounts } from '../components/account/demo-accounts.tsx'
import { ProviderButtons } from '../components/account/provider-buttons.tsx'
import { SignInForm } from '../components/account/sign-in-form.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { Mark } from '../components/shell/mark.tsx'
import { SignInDocument, SignInOptionsDocument, ViewerDocument } from '../graphql/generated/graphql.ts'
import { leaveFor, safeNext } from '../graphql/load.ts'
import { isProblem } from '../graphql/problem.ts'

export const meta: MetaFunction = () => [{ title: 'Sign in · Lovable AI for Databases' }]

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { viewer } = await context.graphql.execute(ViewerDocument)
  const { searchParams } = new URL(request.url)
  const next = safeNext(searchParams.get('next'))
  if (viewer !== null) throw leaveFor(next)
  const problem = searchParams.get('problem') ?? ''
  return { ...(await context.graphql.execute(SignInOptionsDocument, { problem })), next }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData()
  const email = textOf(form, 'email')
  try {
    const newPassword = textOf(form, 'newPassword') || null
    await context.graphql.execute(SignInDocument, { email, password: textOf(form, 'password'), newPassword })
  } catch (error) {
    const problem = error instanceof Error && 'problem' in error ? error.problem : null
    if (!isProblem(problem)) throw error
    return data({ email, problem }, { status: problem.code === 'INTERNAL' ? 500 : 401 })
  }
  const next = safeNext(new URL(request.url).searchParams.get('next'))
  return redirect(next, { headers: context.responseHeaders })
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

export default function SignIn() {
  const { demoAccounts, signInProviders, signInProblem, next } = useLoaderData<typeof loader>()
  const failed = useActionData<typeof action>()
  const busy = useNavigation().state === 'submitting'
  return (
    <main className="grid min-h-dvh lg:grid-cols-2">
      <div className="mx-auto flex w-full max-w-md flex-col justify-center px-8 py-12">
        <Mark className="size-9" />
        <h1 className="mt-6 text-[26px] leading-8 font-semibold tracking-tight text-balance">
          Ask your database in plain words
        </h1>
        <p className="mt-2.5 text-ink-soft">
          You see the SQL before it runs and the rows as they arrive. Nothing is ever changed.
        </p>
        {/* A whole page load, so that no socket of an earlier session stays open. */}
        <Form method="post" reloadDocument className="mt-8">
          <SignInForm email={failed?.email} problem={failed?.problem ?? signInProblem ?? null} busy={busy} />
        </Form>
        <ProviderButtons providers={signInProviders} next={next} />
        {demoAccounts.length > 0 && <DemoAccounts accounts={demoAccounts} />}
      </div>
      <div className="hidden items-center justify-center border-l border-line bg-sunken px-10 lg:flex">
        <CorridorPicture />
      </div>
    </main>
  )
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPage />
    </main>
  )
}
