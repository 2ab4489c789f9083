import { useLoaderData, useRevalidator } from '@remix-run/react'
import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import { ShownOnce } from '../components/account/shown-once.tsx'
import { Button } from '../components/parts/button.tsx'
import { ErrorPage } from '../components/parts/error-page.tsx'
import { LocalTime } from '../components/parts/local-time.tsx'
import { NewUser } from '../components/users/new-user.tsx'
import { UserList } from '../components/users/user-list.tsx'
import { AccountsDocument } from '../graphql/generated/graphql.ts'
import { load } from '../graphql/load.ts'

export const meta: MetaFunction = () => [{ title: 'Users · Lovable AI for Databases' }]

export async function loader(args: LoaderFunctionArgs) {
  return load(args, AccountsDocument)
}

export default function Users() {
  const { accounts } = useLoaderData<typeof loader>()
  const { revalidate } = useRevalidator()
  const changed = useCallback(() => revalidate(), [revalidate])
  const [making, setMaking] = useState(false)
  const [shown, setShown] = useState<{ name: string; password: string; until: string } | null>(null)
  return (
    <div className="mx-auto grid w-full max-w-5xl gap-5 px-4 py-8 lg:px-6">
      <div className="flex flex-wrap items-start gap-4">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-xl font-semibold tracking-tight">Users</h1>
          <p className="mt-1 text-ink-soft">
            Who may sign in, and what they may do. Everything here is on record.
          </p>
        </div>
        {!making && (
          <Button look="filled" onClick={() => setMaking(true)}>
            <Plus aria-hidden className="size-4" />
            New user
          </Button>
        )}
      </div>
      {shown !== null && (
        <ShownOnce
          title={`One-time password of ${shown.name}`}
          secret={shown.password}
          onDone={() => setShown(null)}
        >
          It is not shown again. It is good until <LocalTime at={shown.until} /> for choosing another one.
        </ShownOnce>
      )}
      {making && (
        <NewUser
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false)
            changed()
          }}
        />
      )}
      <UserList accounts={accounts} onChanged={changed} onPassword={setShown} />
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
